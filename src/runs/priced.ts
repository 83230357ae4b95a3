import type { PriceInterval, PriceSeries } from '../prices/series.js';
import type { Interval, Ms } from '../time/index.js';
import { msPerHour } from '../time/index.js';

/** Index of the first interval that ends after the instant; the length of the series when there is none. */
export function indexAt(series: PriceSeries, instant: Ms): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((series[middle] as PriceInterval).end <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True when every instant of [start, end) has a known price; true for an empty stretch. */
export function isPriced(series: PriceSeries, { start, end }: Interval): boolean {
  return pricedFrom(series, start) >= end || start >= end;
}

/** How far prices are known without a break from an instant on; the instant itself when its price is unknown. */
function pricedFrom(series: PriceSeries, instant: Ms): Ms {
  let until = instant;
  for (let index = indexAt(series, instant); index < series.length; index += 1) {
    const interval = series[index] as PriceInterval;
    if (interval.start > until || interval.priceCt === null) break;
    until = interval.end;
  }
  return until;
}

/** The end of the last interval with a known price, or undefined when no price is known. */
export function horizon(series: PriceSeries): Ms | undefined {
  return series.findLast((interval) => interval.priceCt !== null)?.end;
}

/** The integral of the price over [start, end), ct·h per kWh, or undefined when a part of it is unknown. */
export function priceHours(series: PriceSeries, start: Ms, end: Ms): number | undefined {
  let sum = 0;
  let until = start;
  for (let index = indexAt(series, start); until < end; index += 1) {
    const interval = series[index];
    if (interval === undefined || interval.start > until || interval.priceCt === null) return undefined;
    const next = Math.min(interval.end, end);
    sum += (interval.priceCt * (next - until)) / msPerHour;
    until = next;
  }
  return sum;
}

/** The stretches of [start, end) whose known price passes the test; touching ones are joined, unknown prices never pass. */
export function stretchesWhere(
  series: PriceSeries,
  within: Interval,
  passes: (priceCt: number) => boolean,
): { start: Ms; end: Ms }[] {
  const stretches: { start: Ms; end: Ms }[] = [];
  for (let index = indexAt(series, within.start); index < series.length; index += 1) {
    const interval = series[index] as PriceInterval;
    if (interval.start >= within.end) break;
    if (interval.priceCt === null || !passes(interval.priceCt)) continue;
    const start = Math.max(interval.start, within.start);
    const end = Math.min(interval.end, within.end);
    const last = stretches.at(-1);
    if (last !== undefined && last.end === start) last.end = end;
    else stretches.push({ start, end });
  }
  return stretches;
}
