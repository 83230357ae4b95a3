import fs from 'node:fs';
import type { Figures } from './figures.js';

const tickMs = 4;

/** Measures this process from inside: processor time, stalls, what reaches files. */
export class Probe {
  #received = 0;
  #cpuBefore = process.cpuUsage();
  #stallMs = 0;
  #bytes = 0;
  #saves = 0;

  /** Begins at once, and never ends. */
  constructor() {
    this.#watchLoop();
    this.#watchFiles();
  }

  /** Counts a message. */
  receive(): void {
    this.#received += 1;
  }

  /** The figures since the last `restart`. */
  get figures(): Figures {
    const cpuMs = ms(process.cpuUsage(this.#cpuBefore));
    return { cpuMs, stallMs: this.#stallMs, received: this.#received, bytes: this.#bytes, saves: this.#saves };
  }

  /** From now on everything counts from zero. */
  restart(): void {
    this.#cpuBefore = process.cpuUsage();
    [this.#received, this.#stallMs, this.#bytes, this.#saves] = [0, 0, 0, 0];
  }

  /** A stall is the time between two turns of a timer; where the process worked less, the machine had other work. */
  #watchLoop(): void {
    let wall = process.hrtime.bigint();
    let cpu = process.cpuUsage();
    setInterval(() => {
      const now = process.hrtime.bigint();
      this.#stallMs = Math.max(this.#stallMs, Math.min(Number(now - wall) / 1e6, ms(process.cpuUsage(cpu))));
      wall = now;
      cpu = process.cpuUsage();
    }, tickMs).unref();
  }

  /** Counts from now on how often Node-RED puts new settings in place of those before. */
  watchSaves(userDir: string): void {
    const count = (event: string, file: string | null) => {
      if (event === 'rename' && file === '.config.runtime.json') this.#saves += 1;
    };
    fs.watch(userDir, count).unref();
  }

  /** Node-RED writes its settings beside the file and puts it in its place; what the system copies as a backup is not counted. */
  #watchFiles(): void {
    const { write } = fs;
    const count = (bytes: number) => {
      this.#bytes += bytes;
    };
    Object.assign(fs, {
      write(...args: Parameters<typeof write>) {
        const [, data] = args as unknown as [number, string | Uint8Array];
        count(typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength);
        return write(...args);
      },
    });
  }
}

function ms({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
