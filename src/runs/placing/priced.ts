import { gaps, isKnown, type PriceInterval, type PriceSeries, slice } from '../../prices/index.js';
import { type Interval, joined, msPerHour } from '../../time/index.js';

/** True when every instant of [start, end) has a known price; true for an empty stretch. */
export function isPriced(series: PriceSeries, stretch: Interval): boolean {
  return gaps(series, stretch).length === 0;
}

/** The integral of the price over [start, end), ct·h per kWh, or undefined when a part of it is unknown. */
export function priceHours(series: PriceSeries, stretch: Interval): number | undefined {
  let sum = 0;
  let until = stretch.start;
  for (const { start, end, priceCt } of slice(series, stretch)) {
    if (start > until || priceCt === null) return undefined;
    sum += (priceCt * (end - start)) / msPerHour;
    until = end;
  }
  return until < stretch.end ? undefined : sum;
}

/** The stretches of [start, end) whose known price passes the test; touching ones are joined, unknown prices never pass. */
export function stretchesWhere(
  series: PriceSeries,
  within: Interval,
  passes: (priceCt: number) => boolean,
): Interval[] {
  return joined(slice(series, within).filter((interval) => isKnown(interval) && passes(interval.priceCt)));
}

/**
 * Prices of which those that are too dear lie above a limit, all by the same amount: where a limit on time off forces some of them,
 * the cheapest is run. Unknown ones stay so.
 */
export function raisedAbove(limitCt: number, series: PriceSeries, isDear: readonly boolean[]): PriceSeries {
  const dear = series.flatMap(({ priceCt }, index) => (isDear[index] ? (priceCt ?? []) : []));
  const addedCt = Math.max(0, limitCt + 1 - Math.min(...dear));
  return series.map((interval, index): PriceInterval => {
    const { priceCt } = interval;
    return isDear[index] && priceCt !== null ? { ...interval, priceCt: priceCt + addedCt } : interval;
  });
}
