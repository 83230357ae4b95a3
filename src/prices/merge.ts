import type { PriceInterval, PriceSeries } from './series.js';
import { isKnown, type KnownInterval } from './series.js';

/**
 * What is known after a newer answer came in: at every instant the newer known price, else the older known one.
 *
 * An unknown price never hides a known one; where both are unknown the interval stays, with an unknown price. An
 * interval that is partly covered by a winning one is cut, so nothing ever overlaps, also where the resolution
 * changed. Merging is associative, and merging the same series twice changes nothing. Placeholder days must be made
 * unknown first (`withoutPlaceholders`).
 */
export function mergeSeries(older: PriceSeries, newer: PriceSeries): PriceSeries {
  const newerKnown = newer.filter(isKnown);
  const known = inOrder<KnownInterval>(newerKnown, subtract(older.filter(isKnown), newerKnown));
  const unknown = subtract(inOrder(newer, subtract(older, newer)), known);
  return inOrder<PriceInterval>(known, unknown);
}

function inOrder<T extends PriceInterval>(a: readonly T[], b: readonly T[]): T[] {
  return [...a, ...b].sort((x, y) => x.start - y.start);
}

/** The parts of `intervals` that no blocker covers; both lists are ordered and without overlaps of their own. */
function subtract<T extends PriceInterval>(intervals: readonly T[], blockers: readonly PriceInterval[]): T[] {
  const parts: T[] = [];
  let next = 0;
  for (const interval of intervals) {
    let start = interval.start;
    while ((blockers[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    for (let i = next; start < interval.end; i += 1) {
      const blocker = blockers[i];
      const end = Math.min(interval.end, blocker?.start ?? interval.end);
      if (start < end)
        parts.push(start === interval.start && end === interval.end ? interval : { ...interval, start, end });
      start = Math.max(start, blocker?.end ?? interval.end);
    }
  }
  return parts;
}
