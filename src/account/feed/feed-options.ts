import type { Clock } from '../../clock/clock.js';
import type { Store } from '../../store/store.js';
import type { FeedLogEntry } from './feed-state.js';
import type { PriceSource } from './price-request.js';

/** What a feed is made of. */
export interface FeedOptions {
  readonly accountId: string;
  readonly subscriptionId: string;
  readonly source: PriceSource;
  readonly store: Store;
  readonly clock: Clock;
  /** Where the days of the contract begin and end; the German market's zone unless told otherwise. */
  readonly timeZone?: string;
  /** Numbers in [0, 1), for waits. */
  readonly random?: () => number;
  readonly onLog?: (entry: FeedLogEntry) => void;
}
