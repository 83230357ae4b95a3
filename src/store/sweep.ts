import { clockSetSince } from '../clock/clock.js';
import { type Ms, msPerHour } from '../time/index.js';

const dayMs = 24 * msPerHour;
const keptDays = 7;

/** What becomes of one stored entry: kept, marked or unmarked (`entry`), or dropped. */
type Swept = { readonly entry: unknown; readonly changed: boolean } | 'dropped';

/**
 * Marks the entries of whatever no longer exists, and drops one on the seventh day on which it is found to be
 * gone; one that exists again loses the mark, so that undoing a deletion brings it back. Changes the entries in place; true
 * when anything changed.
 *
 * `removedAt` is when a day was counted last (wall clock), `removedDays` how many were: a clock that runs years ahead for a
 * while makes one day of it, one that was set back or is not set yet makes none.
 */
export function sweepEntries(
  entries: Record<string, unknown>,
  exists: (id: string, entry: unknown) => boolean,
  now: Ms,
): boolean {
  let changed = false;
  for (const [id, entry] of Object.entries(entries)) {
    const swept = sweepEntry(entry, exists(id, entry), now);
    if (swept === 'dropped') delete entries[id];
    else entries[id] = swept.entry;
    changed ||= swept === 'dropped' || swept.changed;
  }
  return changed;
}

function sweepEntry(entry: unknown, exists: boolean, now: Ms): Swept {
  if (typeof entry !== 'object' || entry === null) return { entry, changed: false };
  const { removedAt, removedDays, ...kept } = entry as { removedAt?: unknown; removedDays?: unknown };
  if (exists) return { entry: kept, changed: removedAt !== undefined };
  if (now < clockSetSince) return { entry, changed: false };
  const days = typeof removedDays === 'number' ? removedDays : 0;
  const isCounted = typeof removedAt === 'number' && removedAt <= now;
  if (isCounted && now - removedAt < dayMs) return { entry, changed: false };
  const counted = isCounted ? days + 1 : days;
  if (counted >= keptDays) return 'dropped';
  return { entry: { ...kept, removedAt: now, removedDays: counted }, changed: true };
}
