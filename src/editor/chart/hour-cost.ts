import type { ShownInterval } from './price-day.js';

const hourMs = 3_600_000;

/** An hour that begins at `start` (ms), and what 1 kW costs in it, ct. */
export interface PricedHour {
  readonly start: number;
  readonly costCt: number;
}

/** What 1 kW costs in the hour from `start` (ms) on, each price for as long as it holds; undefined where one is unknown. */
export function hourFrom(intervals: readonly ShownInterval[], start: number): PricedHour | undefined {
  let [costCt, knownMs] = [0, 0];
  for (const interval of intervals) {
    const sharedMs = Math.min(interval.end, start + hourMs) - Math.max(interval.start, start);
    if (sharedMs <= 0 || interval.priceCt === null) continue;
    costCt += (interval.priceCt * sharedMs) / hourMs;
    knownMs += sharedMs;
  }
  return knownMs === hourMs ? { start, costCt } : undefined;
}

/** The earliest of the cheapest hours that begin at `now` (ms) or later; undefined where no whole hour ahead is known. */
export function cheapestHour(intervals: readonly ShownInterval[], now: number): PricedHour | undefined {
  // The cost changes evenly between edges of prices, so the cheapest hour begins or ends at one, or begins now.
  const edges = intervals.flatMap(({ start, end }) => [start, end]);
  const starts = [now, ...edges, ...edges.map((edge) => edge - hourMs)].filter((start) => start >= now);
  const hours = [...new Set(starts)].sort((a, b) => a - b).flatMap((start) => hourFrom(intervals, start) ?? []);
  return hours.reduce<PricedHour | undefined>(
    (best, hour) => (best && best.costCt <= hour.costCt ? best : hour),
    undefined,
  );
}
