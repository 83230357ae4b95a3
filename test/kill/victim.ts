import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort, type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { leanSettings } from '../support/nodered/lean-settings.js';
import { crash, crashFiles } from './account-flow.js';
import { fastAgeing } from './fast-ageing.js';
import type { Life } from './judge.js';

/** How a process ends; `crash`: an uncaught exception of another node. */
export type Ending = 'SIGKILL' | 'SIGTERM' | 'crash';

/** A Node-RED that can be killed from the moment its process exists. */
export class Victim {
  readonly #userDir: string;
  readonly #files: readonly string[];
  readonly #ageing = fastAgeing();
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
      ...this.#ageing,
      userDir: this.#userDir,
      port: this.#port,
      settings: leanSettings(this.#files),
      onSpawn: (process) => {
        this.#process = process;
      },
    });
  }

  /**
   * Kills the process and waits for its end. After kill -9, or the exception that ends it, nothing more is done, however
   * long the system takes to say so; with SIGTERM it works until its end.
   */
  async kill(ending: Ending): Promise<Pick<Life, 'killedAt' | 'endedAt'>> {
    const process = this.#process;
    if (process === undefined) throw new Error('there is no process to kill');
    const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()));
    const killedAt = ending === 'crash' ? await this.#crash(process) : Date.now();
    if (ending !== 'crash' && isRunning(process)) process.kill(ending);
    if (isRunning(process)) await ended;
    return { killedAt, endedAt: ending === 'SIGTERM' ? Date.now() : killedAt };
  }

  /** When the request that ends the process was sent. */
  async #crash(process: ChildProcess): Promise<number> {
    let sentAt: number | undefined;
    while (isRunning(process)) {
      const now = Date.now();
      if ((await crash(`http://127.0.0.1:${this.#port}`)) === 'taken') sentAt ??= now;
      await wait(20);
    }
    return sentAt ?? Date.now();
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
