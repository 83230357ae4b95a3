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
  #complaints = [];

  constructor(room) {
    this.#room = room;
  }

  /** `killed`, `hung`, `crashed`, `survived`, `uncovered`, `at-load`, or `not-code` where the change cannot be compiled. */
  async fateOf({ id, path, from, until, becomes }) {
    this.#process ??= this.#start();
    this.#room.reached ??= this.#reach();
    const { tests, seconds, atLoad } = (await this.#room.reached)[id] ?? { tests: [], seconds: 0, atLoad: false };
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

  #start() {
    const started = fork(child, { cwd: root, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#complaints = [];
    started.stderr.on('data', (chunk) => this.#complaints.push(chunk));
    return started;
  }

  /** Which tests reach which mutant; rejects where a test fails without any. */
  #reach() {
    const { name, specs, instrumented } = this.#room;
    this.#process.send({ specs, instrumented });
    return new Promise((resolve, reject) => {
      this.#process.once('message', resolve);
      this.#process.once('close', (code, signal) =>
        reject(new Error(`${name} ended with ${signal ?? code}: ${Buffer.concat(this.#complaints)}`)),
      );
    });
  }

  #try(mutant, allowedMs) {
    const tried = this.#process;
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish('hung'), allowedMs);
      const finish = (fate) => {
        clearTimeout(timer);
        tried.removeAllListeners();
        resolve(fate);
      };
      tried.once('message', finish);
      tried.once('close', () => finish('crashed'));
      tried.send(mutant);
    });
  }
}
