import type { PriceSeries } from '../../prices/index.js';
import { fingerprint } from '../device/fingerprint.js';

const keyBySeries = new WeakMap<PriceSeries, string>();

/** A fingerprint of the prices that a plan is made with; made once for each series, which never changes. */
export function seriesKey(series: PriceSeries): string {
  const known = keyBySeries.get(series);
  if (known !== undefined) return known;
  const key = fingerprint(series.map(({ start, end, priceCt }) => [start, end, priceCt]));
  keyBySeries.set(series, key);
  return key;
}
