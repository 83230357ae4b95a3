import type { Clock } from './clock.js';

/** Waits that can all be ended early, once and for ever. */
export class BreakablePause {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #isBroken = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits; true when the time is over, false when the wait was broken, or was never begun because of that. */
  wait(durationMs: number): Promise<boolean> {
    if (this.#isBroken) return Promise.resolve(false);
    return new Promise((resolve) => {
      const breakOff = () => {
        cancel();
        resolve(false);
      };
      const cancel = this.#clock.after(durationMs, () => {
        this.#waiting.delete(breakOff);
        resolve(true);
      });
      this.#waiting.add(breakOff);
    });
  }

  /** Ends every wait, also those to come. */
  break(): void {
    this.#isBroken = true;
    for (const breakOff of this.#waiting) breakOff();
    this.#waiting.clear();
  }
}
