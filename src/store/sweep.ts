import type { Ms } from '../time/index.js';

const keptMs = 7 * 24 * 3_600_000;

/** What a sweep makes of one stored entry: kept, marked or unmarked (`entry`), or dropped. */
export type Swept = { readonly entry: unknown; readonly changed: boolean } | 'dropped';

/**
 * Marks the entry of an account that no longer exists with `removedAt` (wall clock), and drops it 7 days later; an account
 * that is there again loses the mark, so that undoing a deletion brings its consent back.
 *
 * A mark from the future, left by a clock that was wrong, is set anew.
 */
export function sweepEntry(entry: unknown, exists: 'exists' | 'gone', now: Ms): Swept {
  if (typeof entry !== 'object' || entry === null) return { entry, changed: false };
  const { removedAt, ...kept } = entry as { removedAt?: unknown };
  if (exists === 'exists') return { entry: kept, changed: removedAt !== undefined };
  if (typeof removedAt !== 'number' || removedAt > now) return { entry: { ...kept, removedAt: now }, changed: true };
  return now - removedAt >= keptMs ? 'dropped' : { entry, changed: false };
}
