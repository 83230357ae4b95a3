import { isDeepStrictEqual } from 'node:util';
import { UnavailableError } from '../../errors.js';
import type { Ms } from '../../time/index.js';
import { type ShownError, shownError } from '../session/connection.js';
import type { FeedEvent, FeedLogEntry } from './feed-state.js';

/** The one outage that a feed can be in. */
export interface FeedOutage {
  readonly lastError: ShownError | undefined;
  readonly downSince: Ms | undefined;
  failed(error: unknown, at: Ms): void;
  ended(): void;
}

/**
 * Keeps an outage and tells of it once when it begins, once when it ends, however many asks fail in between; `state` tells
 * that another error is the last one now.
 */
export function feedOutage(tell: (event: FeedEvent) => void, log: (entry: FeedLogEntry) => void): FeedOutage {
  let lastError: ShownError | undefined;
  let downSince: Ms | undefined;
  let lastReason: string | undefined;
  const logged = new Set<string>();
  return {
    get lastError() {
      return lastError;
    },
    get downSince() {
      return downSince;
    },
    failed(error, at) {
      const before = lastError;
      const shown = shownError(error, at);
      // A network that fails now this way and now that is one outage; a reason for a person to act is news.
      const reason = error instanceof UnavailableError ? 'unavailable' : shown.code;
      if (!logged.has(reason)) log({ event: 'unavailable', error: shown });
      logged.add(reason);
      if (reason !== lastReason) downSince = at;
      lastReason = reason;
      lastError = shown;
      if (before === undefined) tell({ type: 'unavailable', error: shown });
      else if (!isSame(before, shown)) tell({ type: 'state' });
    },
    ended() {
      if (downSince === undefined) return;
      log({ event: 'available', downSince });
      logged.clear();
      lastError = undefined;
      downSince = undefined;
      lastReason = undefined;
      tell({ type: 'available' });
    },
  };
}

function isSame(a: ShownError, b: ShownError): boolean {
  return isDeepStrictEqual({ ...a, at: 0 }, { ...b, at: 0 });
}
