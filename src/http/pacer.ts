import { type Clock, systemClock } from '../clock/clock.js';
import { UnavailableError } from '../errors.js';

const windowMs = 1_000;
const longestQueue = 100;
const longestPauseMs = 60_000;

/** Who goes first: renewals of tokens are urgent, prices that nodes wait for go ahead of what people look at. */
type Lane = 'urgent' | 'ahead' | 'normal';

/** How many requests of one account may start in any second, where a door is not told; an object, so that tests may hurry. */
export const pace = { perSecond: 2 };

/** Lets at most so many requests start in any second, lane by lane, in order within each. */
export class Pacer {
  readonly #perSecond: number;
  readonly #clock: Clock;
  readonly #lanes: Readonly<Record<Lane, (() => void)[]>> = { urgent: [], ahead: [], normal: [] };
  #starts: number[] = [];
  #pausedUntil = 0;
  #cancel: () => void = () => {};

  constructor(perSecond: number, clock = systemClock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /**
   * Resolves when the request may start. Rejects with `too-many-requests-waiting` when 100 wait in the lane already, and with
   * `request-aborted` when the signal is aborted first.
   */
  turn(lane: Lane, signal: AbortSignal): Promise<void> {
    const queue = this.#lanes[lane];
    if (signal.aborted) return Promise.reject(neverSent('request-aborted'));
    if (queue.length >= longestQueue) return Promise.reject(neverSent('too-many-requests-waiting'));
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.splice(queue.indexOf(start), 1);
        reject(neverSent('request-aborted'));
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(start);
      this.#startDue();
    });
  }

  /** No request starts for this long (at most a minute): the server said that its budget is used up. */
  pause(durationMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.monotonicMs() + Math.min(durationMs, longestPauseMs));
  }

  /** Starts nothing any more; whoever still waits leaves by the signal given to `turn`. */
  stop(): void {
    this.#cancel();
    this.#pausedUntil = Number.POSITIVE_INFINITY;
  }

  #startDue(): void {
    this.#cancel();
    const { urgent, ahead, normal } = this.#lanes;
    const now = this.#clock.monotonicMs();
    this.#starts = this.#starts.filter((at) => at > now - windowMs);
    while (now >= this.#pausedUntil && this.#starts.length < this.#perSecond) {
      const next = urgent.shift() ?? ahead.shift() ?? normal.shift();
      if (next === undefined) return;
      this.#starts.push(now);
      next();
    }
    if (urgent.length + ahead.length + normal.length === 0) return;
    const oldest = this.#starts[0];
    const freeAt = oldest === undefined || this.#starts.length < this.#perSecond ? now : oldest + windowMs;
    const waitMs = Math.max(freeAt, this.#pausedUntil) - now;
    this.#cancel = this.#clock.after(Math.ceil(waitMs) + 1, () => this.#startDue());
  }
}

function neverSent(code: string): UnavailableError {
  return new UnavailableError(code, `request not sent: ${code}`, { sent: false });
}
