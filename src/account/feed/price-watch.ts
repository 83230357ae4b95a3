import { Alarm } from '../../clock/alarm.js';
import type { Clock } from '../../clock/clock.js';
import { UnavailableError } from '../../errors.js';
import { nothingUsual, type PriceSeries, type UsualDay } from '../../prices/index.js';
import { later, msPerMinute } from '../../time/index.js';
import { shownError } from '../session/connection.js';
import type { PriceFeed } from './feed.js';
import type { FeedEvent, FeedState } from './feed-state.js';

/** What a watch tells: what the feed tells, and `state` when only the state around the prices changed. */
export type PriceUpdate = FeedEvent | { readonly type: 'state' };

export type PriceListener = (update: PriceUpdate) => void;

interface PriceWatchOptions {
  readonly clock: Clock;
  readonly listener: PriceListener;
  /** Finds the feed; may need Nomos for that, and so may fail for a while. */
  readonly feed: () => Promise<PriceFeed>;
  readonly ended: () => void;
}

const firstRetryMs = msPerMinute;
const lastRetryMs = 15 * msPerMinute;

/** One node's view of a price feed, which is there before it is known which feed that is. */
export class PriceWatch {
  readonly #options: PriceWatchOptions;
  readonly #alarm: Alarm;
  #feed: PriceFeed | undefined;
  #unsubscribe: () => void = () => {};
  #waiting: FeedState = { phase: 'waiting', tomorrowComplete: false };
  #retryMs = firstRetryMs;
  readonly #firstSearch: Promise<void>;
  #isSearching = false;
  /** The feed that is being looked for is not the one that is wanted any more. */
  #isOutdated = false;
  /** What is looked for may be found now, so that a failure of the search under way is no reason to wait. */
  #isWoken = false;
  #isStopped = false;

  constructor(options: PriceWatchOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.clock, () => void this.#search());
    this.#firstSearch = this.#search();
  }

  /** All that is known; empty as long as nothing is. */
  get series(): PriceSeries {
    return this.#feed?.series ?? [];
  }

  /** What was learned of the days that are over; nothing as long as the feed is not found. */
  get usual(): UsualDay {
    return this.#feed?.usual ?? nothingUsual;
  }

  get state(): FeedState {
    return this.#feed?.state ?? this.#waiting;
  }

  /** Resolves when the feed was found, or could not be found at once, but after `patienceMs` at the latest. */
  settled(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(patienceMs, resolve);
      void this.#firstSearch.then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Tries again at once, where the feed is not found yet. */
  wake(): void {
    if (this.#feed !== undefined) return;
    this.#waiting = { phase: 'waiting', tomorrowComplete: false };
    this.#retryMs = firstRetryMs;
    this.#isWoken = this.#isSearching;
    void this.#search();
  }

  /** Leaves the feed and looks for it again, because it may be another one now. */
  restart(): void {
    this.#unsubscribe();
    this.#unsubscribe = () => {};
    this.#feed = undefined;
    this.#isOutdated = this.#isSearching;
    this.wake();
  }

  /** Tells the listener that the account's connection changed. */
  connectionChanged(): void {
    if (!this.#isStopped) this.#options.listener({ type: 'state' });
  }

  /** Ends the watch; the listener is not called any more. */
  stop(): void {
    this.#isStopped = true;
    this.#alarm.stop();
    this.#unsubscribe();
    this.#options.ended();
  }

  /** Never rejects. */
  async #search(): Promise<void> {
    if (this.#isSearching || this.#isStopped || this.#feed !== undefined) return;
    this.#isSearching = true;
    do {
      this.#isOutdated = false;
      this.#isWoken = false;
      await this.#searchOnce();
    } while ((this.#isOutdated || (this.#isWoken && this.#feed === undefined)) && !this.#isStopped);
    this.#isSearching = false;
  }

  async #searchOnce(): Promise<void> {
    try {
      const feed = await this.#options.feed();
      if (this.#isStopped || this.#isOutdated) return;
      this.#feed = feed;
      this.#unsubscribe = feed.subscribe((event) => this.#options.listener(event));
      this.#options.listener({ type: feed.series.length > 0 ? 'series' : 'state' });
    } catch (error) {
      if (!this.#isOutdated && !this.#isWoken) this.#retryLater(error);
    }
  }

  #retryLater(error: unknown): void {
    if (this.#isStopped) return;
    const { clock, listener } = this.#options;
    const now = clock.now();
    const asked = error instanceof UnavailableError ? (error.retryAfterMs ?? 0) : 0;
    const nextFetchAt = later(now, Math.max(asked, this.#retryMs));
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
    this.#waiting = { phase: 'waiting', tomorrowComplete: false, lastError: shownError(error, now), nextFetchAt };
    this.#alarm.set(nextFetchAt, () => void this.#search());
    listener({ type: 'state' });
  }
}
