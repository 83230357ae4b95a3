import { type Interval, overlaps } from '../time/index.js';
import { gaps, isKnown, type PriceSeries, slice } from './series.js';

/** The component that carries the market price: the part that is zero or absent before publication. */
const marketComponent = 'electricity';

/**
 * True when every instant of the day has a known price and the day is not a placeholder.
 *
 * `day` is a local day as instants (23, 24 or 25 hours). `reference` is everything else that is known, to learn
 * whether this contract's prices list the market component. An empty series is not complete.
 */
export function dayComplete(series: PriceSeries, day: Interval, reference: PriceSeries): boolean {
  return gaps(series, day).length === 0 && isPriced(series, day, reference);
}

/**
 * The series with the prices of placeholder days made unknown.
 *
 * Before publication a day may come with zeros, or with grid fee and levies only, which would look wonderfully cheap.
 * A day is such a placeholder when no interval of it has a non-zero market component; where neither the series nor the
 * reference lists that component at all, when no amount is other than zero. A single real zero is never touched.
 */
export function withoutPlaceholders(
  series: PriceSeries,
  days: readonly Interval[],
  reference: PriceSeries,
): PriceSeries {
  const placeholders = days.filter((day) => !isPriced(series, day, reference));
  return series.map((interval) =>
    placeholders.some((day) => overlaps(day, interval)) ? { ...interval, priceCt: null, components: {} } : interval,
  );
}

function isPriced(series: PriceSeries, day: Interval, reference: PriceSeries): boolean {
  const known = slice(series, day).filter(isKnown);
  if (listsMarketComponent(series) || listsMarketComponent(reference))
    return known.some(({ components }) => (components[marketComponent] ?? 0) !== 0);
  return known.some(({ priceCt }) => priceCt !== 0);
}

function listsMarketComponent(series: PriceSeries): boolean {
  return series.some(({ components }) => components[marketComponent] !== undefined);
}
