/** Tries mutants in a process of its own (`tools/mutants.mjs`), and begins another one when that hangs, ends, or has grown old. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const child = join(root, 'tools', 'mutants.mjs');
/** Every mutant loads the room anew, and what was loaded before is not all let go. */
const mutantsOfOne = 150;
/** A mutant may take so many times longer than the tests did without it, and so much more. */
const patience = { times: 3, moreMs: 10_000 };

export class MutationWorker {
  #room;
  #process;
  #tried = 0;
  #reached;

  constructor(room) {
    this.#room = room;
  }

  /** `killed`, `hung`, `crashed`, `survived`, `uncovered`, `at-load`, or `not-code` where the change cannot be compiled. */
  async fateOf({ id, path, from, until, becomes }) {
    this.#process ??= await this.#begin();
    const { tests, seconds, atLoad } = this.#reached[id] ?? { tests: [], seconds: 0, atLoad: false };
    if (tests.length === 0) return atLoad ? 'at-load' : 'uncovered';
    const allowedMs = 1000 * seconds * patience.times + patience.moreMs;
    const fate = await this.#try({ path, from, until, becomes, tests }, allowedMs);
    this.#tried += 1;
    if (fate === 'hung' || fate === 'crashed' || this.#tried >= mutantsOfOne) this.end();
    return fate;
  }

  end() {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
    this.#tried = 0;
  }

  /** The first process of a room learns which tests reach which mutant. */
  async #begin() {
    const started = fork(child, { cwd: root, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const complaints = [];
    started.stderr.on('data', (chunk) => complaints.push(chunk));
    if (this.#reached !== undefined) return started;
    const { name, specs, instrumented } = this.#room;
    started.send({ specs, instrumented });
    const ended = (code, signal) => `${name} ended with ${signal ?? code}: ${Buffer.concat(complaints)}`;
    this.#reached = await new Promise((resolve, reject) => {
      started.once('message', resolve);
      started.once('close', (code, signal) => reject(new Error(ended(code, signal))));
    });
    started.removeAllListeners('close');
    return started;
  }

  #try(mutant, allowedMs) {
    const tried = this.#process;
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish('hung'), allowedMs);
      const finish = (fate) => {
        clearTimeout(timer);
        tried.removeAllListeners('message').removeAllListeners('exit');
        resolve(fate);
      };
      tried.once('message', finish);
      tried.once('exit', () => finish('crashed'));
      tried.send(mutant);
    });
  }
}
