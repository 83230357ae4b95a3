import { UnavailableError } from '../errors.js';
import type { Ms } from '../time/index.js';
import type { ShownError } from './connection.js';
import type { FeedEvent, FeedLogEntry } from './feed-state.js';
import { shownError } from './shown-error.js';

/** The one outage that a feed can be in. */
export interface FeedOutage {
  readonly lastError: ShownError | undefined;
  readonly downSince: Ms | undefined;
  failed(error: unknown, at: Ms): void;
  ended(): void;
}

/** Keeps an outage and tells of it once when it begins, once when it ends, however many asks fail in between. */
export function feedOutage(tell: (event: FeedEvent) => void, log: (entry: FeedLogEntry) => void): FeedOutage {
  let lastError: ShownError | undefined;
  let downSince: Ms | undefined;
  const logged = new Set<string>();
  return {
    get lastError() {
      return lastError;
    },
    get downSince() {
      return downSince;
    },
    failed(error, at) {
      const shown = shownError(error, at);
      // A network that fails now this way and now that is one outage; a reason for a person to act is news.
      const reason = error instanceof UnavailableError ? 'unavailable' : shown.code;
      if (!logged.has(reason)) log({ event: 'unavailable', error: shown });
      logged.add(reason);
      lastError = shown;
      if (downSince !== undefined) return;
      downSince = at;
      tell({ type: 'unavailable', error: shown });
    },
    ended() {
      if (downSince === undefined) return;
      log({ event: 'available', downSince });
      logged.clear();
      lastError = undefined;
      downSince = undefined;
      tell({ type: 'available' });
    },
  };
}
