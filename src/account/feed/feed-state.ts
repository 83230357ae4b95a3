import type { PriceInterval } from '../../prices/index.js';
import type { Ms } from '../../time/index.js';
import type { ShownError } from '../session/connection.js';

/** `fresh`: a price is known for now or later. `waiting`: none was ever known. `stale`: the last known one is past. */
export type FeedPhase = 'fresh' | 'waiting' | 'stale';

/** What a feed knows about itself; safe to show and to log. */
export interface FeedState {
  readonly phase: FeedPhase;
  /** When Nomos last answered, also before a restart. */
  readonly fetchedAt?: Ms;
  /** Why the last ask brought nothing; absent after an answer. */
  readonly lastError?: ShownError;
  /** Since when asking fails. */
  readonly downSince?: Ms;
  /** When Nomos is asked next; absent while an answer is awaited and before the start. */
  readonly nextFetchAt?: Ms;
  readonly tomorrowComplete: boolean;
}

/**
 * What a feed tells its subscribers.
 *
 * `series`: the known prices changed. `interval`: a price interval with a known price began, told once for each.
 * `unavailable` and `available`: asking fails since now, and works again. `state`: it fails for another reason now. `stale` and `fresh`: the known prices have
 * ended, and there are new ones.
 */
export type FeedEvent =
  | { readonly type: 'series' }
  | { readonly type: 'interval'; readonly interval: PriceInterval }
  | { readonly type: 'unavailable'; readonly error: ShownError }
  | { readonly type: 'available' }
  | { readonly type: 'state' }
  | { readonly type: 'stale' }
  | { readonly type: 'fresh' };

/** What is worth a line in the log, each once: not again while it stays so. */
export type FeedLogEntry =
  | { readonly event: 'unavailable'; readonly error: ShownError }
  | { readonly event: 'available'; readonly downSince: Ms }
  | { readonly event: 'stale' }
  | { readonly event: 'record-ignored'; readonly error: ShownError }
  | { readonly event: 'not-saved'; readonly error: ShownError }
  | { readonly event: 'listener-failed'; readonly error: unknown };
