import { type Interval, intersection, type Ms, uncovered } from '../time/index.js';

/** One priced stretch of time. */
export interface PriceInterval extends Interval {
  /** Gross ct/kWh; null = unknown, never zero. */
  readonly priceCt: number | null;
  /** Parts of the price by name (`electricity`, `grid`, `levies`, or what Nomos adds), gross ct/kWh; unknown parts are absent. */
  readonly components: Readonly<Record<string, number>>;
  /** True where nothing is published and the price is what power usually costs then; never so in a series that is known. */
  readonly expected?: true;
}

/** A price interval whose price is known. */
export interface KnownInterval extends PriceInterval {
  readonly priceCt: number;
}

/** Ordered, non-overlapping price intervals; may contain gaps and unknown prices. */
export type PriceSeries = readonly PriceInterval[];

/** True when the price of the interval is known; zero and negative prices are. */
export function isKnown(interval: PriceInterval): interval is KnownInterval {
  return interval.priceCt !== null;
}

/** The interval in which the instant lies, its price known or not; undefined in a gap and outside the series. */
export function priceAt(series: PriceSeries, instant: Ms): PriceInterval | undefined {
  const interval = series[firstEndingAfter(series, instant)];
  return interval !== undefined && interval.start <= instant ? interval : undefined;
}

/** The part of the series inside `range` [start, end); intervals that reach over its edges are cut there. */
export function slice(series: PriceSeries, range: Interval): PriceSeries {
  const parts: PriceInterval[] = [];
  let i = firstEndingAfter(series, range.start);
  for (let interval = series[i]; interval !== undefined; interval = series[i]) {
    const part = intersection(interval, range);
    if (part === undefined) break;
    parts.push(part.start === interval.start && part.end === interval.end ? interval : { ...interval, ...part });
    i += 1;
  }
  return parts;
}

/** The end of the last interval with a known price, or undefined when there is none. */
export function horizon(series: PriceSeries): Ms | undefined {
  return series.findLast(isKnown)?.end;
}

/** The first instant after the given one at which an interval starts or ends; undefined after the series. */
export function nextEdge(series: PriceSeries, instant: Ms): Ms | undefined {
  const interval = series[firstEndingAfter(series, instant)];
  return interval !== undefined && interval.start > instant ? interval.start : interval?.end;
}

/** The stretches of `range` without a known price, missing intervals and unknown prices alike, adjoining ones joined. */
export function gaps(series: PriceSeries, range: Interval): Interval[] {
  return uncovered(range, slice(series, range).filter(isKnown));
}

/** Index of the first interval that ends after the instant; the length of the series when none does. */
function firstEndingAfter(series: PriceSeries, instant: Ms): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((series[middle]?.end ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
