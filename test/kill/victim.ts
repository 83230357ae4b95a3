import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/node-red-process.js';
import { freePort } from '../support/raw-server.js';
import { crash, crashFiles, leanSettings } from './account-flow.js';
import type { Life } from './judge.js';

/** How a process ends; `crash`: an uncaught exception of another node. */
export type Ending = 'SIGKILL' | 'SIGTERM' | 'crash';

/** A Node-RED that can be killed from the moment its process exists. */
export class Victim {
  readonly #userDir: string;
  readonly #files: readonly string[];
  #process: ChildProcess | undefined;
  #port = 0;

  constructor(userDir: string, ending: Ending) {
    this.#userDir = userDir;
    this.#files = ending === 'crash' ? crashFiles : [];
  }

  /** Starts the next process; rejects when it ends before its flows run. */
  async start(): Promise<NodeRedProcess> {
    this.#port = await freePort();
    return startNodeRed({
      userDir: this.#userDir,
      port: this.#port,
      settings: leanSettings(this.#files),
      onSpawn: (process) => {
        this.#process = process;
      },
    });
  }

  /** After kill -9 nothing more is done, however long the system takes to say so; a gentler end does its work until then. */
  async kill(ending: Ending): Promise<Pick<Life, 'killedAt' | 'endedAt'>> {
    const process = this.#process;
    if (process === undefined) throw new Error('there is no process to kill');
    const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()));
    const killedAt = Date.now();
    if (ending === 'crash') await this.#crash(process);
    else if (isRunning(process)) process.kill(ending);
    if (isRunning(process)) await ended;
    return { killedAt, endedAt: ending === 'SIGKILL' ? killedAt : Date.now() };
  }

  async #crash(process: ChildProcess): Promise<void> {
    while (isRunning(process)) {
      await crash(`http://127.0.0.1:${this.#port}`);
      await wait(20);
    }
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
