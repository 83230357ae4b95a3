import { type Ms, msPerHour } from '../time/index.js';
import type { Clock } from './clock.js';

/** The longest wait in ms: a set clock and a woken machine are noticed after this time at the latest. */
const longestWaitMs = 30_000;

/** Soon enough that what was due is still taken as on time, ms. */
const firstAgainMs = 30_000;

/**
 * When what was due and failed is tried again, ms: a device that is on must not stay so for days. Twice as long after each further
 * failure, an hour at most.
 */
export function againAfterMs(failuresBefore: number): number {
  return Math.min(msPerHour, firstAgainMs * 2 ** failuresBefore);
}

/** Wall and monotonic clock drift apart by less than this in one wait, unless somebody set the clock. */
const setBackToleranceMs = 1_000;

/**
 * One alarm on the wall clock, which survives suspend, a clock that is set, and a blocked event loop.
 *
 * Each `set` leads to at most one call, as soon as the wall clock has reached the instant: at most 30 s later when it
 * jumped there. `onSetBack` is called, within 30 s and only while an alarm is set, after the wall clock went back
 * against the monotonic one, also before it was set, because its owner may have to take back what it believed to be past.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #onSetBack: () => void;
  #cancel: (() => void) | undefined;
  /** How far the wall clock was ahead of the monotonic one when that was last looked at; a clock that is put back changes it. */
  #offsetMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, onSetBack: () => void = () => {}) {
    this.#clock = clock;
    this.#onSetBack = onSetBack;
  }

  /** Replaces what was set before; an instant that is past already fires on the next turn of the event loop. */
  set(at: Ms, callback: () => void): void {
    this.stop();
    this.#wait(at, callback);
  }

  /** Forgets the instant; nothing is called any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(at: Ms, callback: () => void): void {
    if (!this.#isSetBack) this.#offsetMs = this.#offsetNowMs;
    const leftMs = this.#isSetBack ? 0 : Math.max(at - this.#clock.now(), 0);
    this.#cancel = this.#clock.after(Math.min(leftMs, longestWaitMs), () => {
      this.#cancel = undefined;
      const isSetBack = this.#isSetBack;
      this.#offsetMs = this.#offsetNowMs;
      if (this.#clock.now() < at) this.#wait(at, callback);
      else callback();
      if (isSetBack) this.#onSetBack();
    });
  }

  get #isSetBack(): boolean {
    return this.#offsetNowMs < this.#offsetMs - setBackToleranceMs;
  }

  get #offsetNowMs(): number {
    return this.#clock.now() - this.#clock.monotonicMs();
  }
}
