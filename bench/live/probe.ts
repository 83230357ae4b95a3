import fs from 'node:fs';
import type { Figures } from './figures.js';

const tickMs = 4;

/** Measures this process from inside: processor time, stalls, what reaches files. */
export class Probe {
  #received = 0;
  #cpuBefore = process.cpuUsage();
  #begun = performance.now();
  #stallMs = 0;
  #bytes = 0;
  #saves = 0;
  #drawn = 0;

  /** Begins at once, and never ends. */
  constructor() {
    this.#watchLoop();
    this.#watchFiles();
  }

  /** Counts a message. */
  receive(): void {
    this.#received += 1;
  }

  /** Counts a plan that editors are told to draw anew. */
  draw(): void {
    this.#drawn += 1;
  }

  /** The figures since the last `restart`. */
  get figures(): Figures {
    const cpuMs = ms(process.cpuUsage(this.#cpuBefore));
    const counted = { received: this.#received, drawn: this.#drawn, bytes: this.#bytes, saves: this.#saves };
    return { cpuMs, ageMs: performance.now() - this.#begun, stallMs: this.#stallMs, ...counted };
  }

  /** From now on everything counts from zero. */
  restart(): void {
    this.#cpuBefore = process.cpuUsage();
    this.#begun = performance.now();
    [this.#received, this.#drawn, this.#stallMs, this.#bytes, this.#saves] = [0, 0, 0, 0, 0];
  }

  /** A stall is the time between two turns of a timer; where the thread worked less, the machine had other work. */
  #watchLoop(): void {
    let wall = process.hrtime.bigint();
    let workedMs = threadMs();
    setInterval(() => {
      const [now, workedNowMs] = [process.hrtime.bigint(), threadMs()];
      this.#stallMs = Math.max(this.#stallMs, Math.min(Number(now - wall) / 1e6, workedNowMs - workedMs));
      [wall, workedMs] = [now, workedNowMs];
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

/** Where Linux tells how long the thread of the event loop has worked; kept open, because it is read hundreds of times a second. */
const told = process.platform === 'linux' ? fs.openSync('/proc/self/schedstat', 'r') : undefined;
const toldBytes = Buffer.alloc(64);

/**
 * How long the thread of the event loop has worked, ms; elsewhere than on Linux that of all threads, of which some collect garbage
 * or compile beside it.
 */
function threadMs(): number {
  if (told === undefined) return ms(process.cpuUsage());
  const length = fs.readSync(told, toldBytes, 0, toldBytes.length, 0);
  return Number.parseInt(toldBytes.toString('latin1', 0, length), 10) / 1e6;
}

function ms({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
