import type { Clock } from '../../clock/clock.js';
import { elapsedMs, type Mark, markNow, remainingMs, type Wait } from '../../clock/elapsed.js';
import { earlyWaitMs } from './early-tries.js';

/** Failures in a row, and when to try again. */
export class RenewalRetry {
  readonly #clock: Clock;
  #wait: Wait | undefined;
  /** How many renewals failed since the last one that worked; early tries do not count. */
  failures = 0;
  /** When an answer may have been lost; undefined once its early tries are over. */
  lostAt: Mark | undefined;
  /** True when Nomos has refused the token of now once. */
  refusedOnce = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while another try is planned. */
  get isPending(): boolean {
    return this.#wait !== undefined;
  }

  /** How long to wait with it still, in ms; 0 when it may begin, or when none is planned. */
  get remainingMs(): number {
    return this.#wait === undefined ? 0 : remainingMs(this.#wait, this.#clock);
  }

  /** How long to wait with the next early try, in ms; undefined when there is none. */
  get earlyMs(): number | undefined {
    return this.lostAt === undefined ? undefined : earlyWaitMs(elapsedMs(this.lostAt, this.#clock), this.failures);
  }

  /** Plans the next try; by the clock that says longer, so that neither sleep nor a jump back delays it. */
  retryAfter(durationMs: number): void {
    this.#wait = { since: markNow(this.#clock), durationMs };
  }

  /** All is well again. */
  clear(): void {
    this.#wait = undefined;
    this.failures = 0;
    this.lostAt = undefined;
    this.refusedOnce = false;
  }
}
