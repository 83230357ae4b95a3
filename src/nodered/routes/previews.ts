import { type Clock, systemClock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import { inSteps } from '../turns/turns.js';

/** How many previews may wait for the one that is being made. */
const mostWaiting = 4;

/** How long one may take from its first step on, ms; everything else on a small computer takes its turns meanwhile. */
const mostMs = 10_000;

/**
 * Makes previews one after another, in turns of the event loop: whoever may only read must not stop what is switched.
 *
 * Rejects with `too-many-previews` or `preview-too-long`, and with whatever the steps throw.
 */
export class Previews {
  readonly #after: Clock['after'];
  #tail: Promise<unknown> = Promise.resolve();
  #waitingCount = 0;

  constructor(after: Clock['after'] = systemClock.after) {
    this.#after = after;
  }

  make<Result>(begin: () => Iterator<undefined, Result, undefined>): Promise<Result> {
    if (this.#waitingCount > mostWaiting) {
      return Promise.reject(new ConfigError('too-many-previews', 'too many previews are being made'));
    }
    this.#waitingCount += 1;
    const made = this.#tail.then(() => this.#inTime(begin)).finally(() => (this.#waitingCount -= 1));
    this.#tail = made.catch(() => undefined);
    return made;
  }

  async #inTime<Result>(begin: () => Iterator<undefined, Result, undefined>): Promise<Result> {
    const ending = new AbortController();
    const tooLong = new ConfigError('preview-too-long', 'the preview takes too long');
    const cancel = this.#after(mostMs, () => ending.abort(tooLong));
    try {
      return await inSteps(begin(), ending.signal);
    } finally {
      cancel();
    }
  }
}
