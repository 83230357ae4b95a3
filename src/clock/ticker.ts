import type { Clock } from './clock.js';
import { type Mark, markNow } from './elapsed.js';

const longestMs = 30_000;
const shortestMs = 100;
const jumpMs = 60_000;

/**
 * Calls back at least every 30 s, never by one long timer: those sleep with the machine and do not see a clock that is set.
 */
export class Ticker {
  readonly #clock: Clock;
  readonly #onTick: (tick: { readonly jumped: boolean }) => number;
  #last: Mark;
  #cancel: (() => void) | undefined;

  /** `onTick` gives the ms until it wants to be called next; `jumped` = the wall clock ran ahead of the other one. */
  constructor(clock: Clock, onTick: (tick: { readonly jumped: boolean }) => number) {
    this.#clock = clock;
    this.#onTick = onTick;
    this.#last = markNow(clock);
  }

  /** Calls back after at most this long; replaces what was set before. */
  within(delayMs: number): void {
    this.stop();
    this.#cancel = this.#clock.after(Math.min(longestMs, Math.max(shortestMs, delayMs)), () => {
      const wallMs = this.#clock.now() - this.#last.wall;
      const jumped = wallMs - (this.#clock.monotonicMs() - this.#last.monotonicMs) > jumpMs;
      this.#last = markNow(this.#clock);
      this.within(this.#onTick({ jumped }));
    });
  }

  /** Stops calling back. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
