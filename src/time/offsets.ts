import { zoneOffset } from './by-temporal.js';
import { type Ms, msPerDay } from './interval.js';
import { marketOffset, marketTimeZone } from './market-offset.js';

/** How far the local time of a zone is ahead of UTC, in ms, at any instant. */
export type OffsetAt = (instant: Ms) => Ms;

/** More than a year; who shows more days than that in turn learns some of them again. */
const mostDays = 512;
const mostZones = 32;

/** Whether a zone is known does not depend on it. */
const anyInstant = 1_800_000_000_000;

/** One UTC day: an offset before and one from `changesAt` on, which is after the day where there is no change. */
interface OffsetDay {
  readonly before: Ms;
  readonly changesAt: Ms;
  readonly after: Ms;
}

const zones = new Map<string, OffsetAt>();

/**
 * The function that tells the offsets of a zone. It remembers what it learns of the days, so that thousands of instants cost
 * little; of days and zones it remembers a bounded number. Throws RangeError for a zone that nobody knows.
 *
 * A zone changes its offset at most once in a UTC day.
 */
export function offsetsOf(timeZone: string): OffsetAt {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  offsetOf(timeZone, anyInstant);
  const found = rememberingOffsets(timeZone);
  if (zones.size >= mostZones) zones.clear();
  zones.set(timeZone, found);
  return found;
}

function rememberingOffsets(timeZone: string): OffsetAt {
  const days = new Map<number, OffsetDay>();
  return (instant) => {
    const day = Math.floor(instant / msPerDay);
    let found = days.get(day);
    if (found === undefined) {
      found = offsetDay(timeZone, day * msPerDay);
      if (days.size >= mostDays) days.clear();
      days.set(day, found);
    }
    return instant < found.changesAt ? found.before : found.after;
  };
}

function offsetDay(timeZone: string, start: Ms): OffsetDay {
  const before = offsetOf(timeZone, start);
  const after = offsetOf(timeZone, start + msPerDay);
  let [known, changesAt] = [start, start + msPerDay];
  while (before !== after && changesAt - known > 1) {
    const middle = Math.floor((known + changesAt) / 2);
    if (offsetOf(timeZone, middle) === before) known = middle;
    else changesAt = middle;
  }
  return { before, changesAt, after };
}

function offsetOf(timeZone: string, instant: Ms): Ms {
  const known = timeZone === marketTimeZone ? marketOffset(instant) : undefined;
  return known ?? zoneOffset(timeZone, instant);
}
