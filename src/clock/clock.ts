import type { Ms } from '../time/index.js';

/** Time as a port, so that tests and simulations own it. */
export interface Clock {
  /** Wall clock; may jump in both directions. */
  now(): Ms;
  /** Milliseconds that only ever grow; may stand still while the machine sleeps. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs`; the returned function cancels it. Does not keep the process alive. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Before this instant the clock has surely not been set yet: a Raspberry Pi starts in 1970. */
export const clockSetSince: Ms = Date.UTC(2025, 0, 1);
