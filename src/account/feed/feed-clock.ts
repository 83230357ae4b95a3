import { clockSetSince } from '../../clock/clock.js';
import type { Ms } from '../../time/index.js';
import type { ShownError } from '../session/connection.js';
import type { FeedOutage } from './feed-outage.js';
import type { FeedEvent, FeedLogEntry } from './feed-state.js';

/** Whether the clock of this machine is set: before that nobody knows which prices are due. */
export interface FeedClock {
  /** Stands as long as the clock is not set, and hides what asking came to before. */
  readonly error: ShownError | undefined;
  /** True when the clock is set; tells when that has changed. */
  look(now: Ms): boolean;
}

/** Watches the clock for one feed; once it is set, the outage of before is the one that is told. */
export function feedClock(
  outage: Pick<FeedOutage, 'lastError'>,
  tell: (event: FeedEvent) => void,
  log: (entry: FeedLogEntry) => void,
): FeedClock {
  let error: ShownError | undefined;

  function isMissing(now: Ms): void {
    const isNews = error === undefined;
    error = { code: 'clock-not-set', params: {}, at: now };
    if (!isNews) return;
    log({ event: 'unavailable', error });
    tell({ type: 'unavailable', error });
  }

  /** Told at once: the next answer of Nomos may be a day away. */
  function isSet(): void {
    if (error === undefined) return;
    const { at } = error;
    const { lastError } = outage;
    error = undefined;
    if (lastError === undefined) log({ event: 'available', downSince: at });
    tell(lastError === undefined ? { type: 'available' } : { type: 'unavailable', error: lastError });
  }

  return {
    get error() {
      return error;
    },
    look(now) {
      if (now < clockSetSince) isMissing(now);
      else isSet();
      return now >= clockSetSince;
    },
  };
}
