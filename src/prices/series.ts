import type { Interval } from '../time/index.js';

/** One priced stretch of time. */
export interface PriceInterval extends Interval {
  /** Gross ct/kWh; null = unknown, never zero. */
  readonly priceCt: number | null;
  /** Parts of the price by name (`electricity`, `grid`, `levies`, or what Nomos adds), gross ct/kWh; unknown parts are absent. */
  readonly components: Readonly<Record<string, number>>;
}

/** Ordered, non-overlapping price intervals; may contain gaps and unknown prices. */
export type PriceSeries = readonly PriceInterval[];
