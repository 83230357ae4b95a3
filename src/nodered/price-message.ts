import type { PriceUpdate } from '../account/price-watch.js';
import {
  dayIntervals,
  horizon,
  isKnown,
  type KnownInterval,
  type PriceSeries,
  priceAt,
  rankOf,
  statistics,
} from '../prices/index.js';
import { civilDate, civilDay, isoLocal, type Ms, marketTimeZone, msPerMinute } from '../time/index.js';

/** The unit of every amount in our messages. */
export const priceUnit = 'ct/kWh';

/** The current price as output 1 sends it. */
export interface PriceMessage {
  readonly payload: number;
  readonly price: {
    readonly start: string;
    readonly end: string;
    readonly amount: number;
    readonly components: Readonly<Record<string, number>>;
    readonly level: string;
    readonly rank: number;
    readonly of: number;
    readonly quantile: number;
  };
  readonly unit: string;
}

/** The message of output 1, or undefined when the price of this instant is unknown: then nothing is sent, never null. */
export function priceMessage(series: PriceSeries, now: Ms): PriceMessage | undefined {
  const interval = priceAt(series, now);
  if (interval === undefined || !isKnown(interval)) return undefined;
  const { start, end, priceCt, components } = interval;
  const { level, rank, of, quantile } = standingOf(series, interval);
  const price = { start: iso(start), end: iso(end), amount: priceCt, components, level, rank, of, quantile };
  return { payload: priceCt, price, unit: priceUnit };
}

/** Where an interval stands among the known prices of its local day. */
export function standingOf(series: PriceSeries, interval: KnownInterval) {
  const day = civilDay(marketTimeZone, civilDate(marketTimeZone, interval.start));
  return rankOf(interval, dayIntervals(series, day));
}

/** The message of output 2: every known and unknown interval, with figures over the known ones. */
export function seriesMessage(series: PriceSeries, tomorrowComplete: boolean) {
  const stats = statistics(series);
  const until = horizon(series);
  return {
    payload: series.map(({ start, end, priceCt, components }) => ({
      start: iso(start),
      end: iso(end),
      amount: priceCt,
      components,
    })),
    stats:
      stats === undefined ? null : { min: stats.minCt, max: stats.maxCt, mean: stats.meanCt, median: stats.medianCt },
    unit: priceUnit,
    resolution: resolutionMinutes(series),
    horizon: until === undefined ? null : iso(until),
    tomorrow: tomorrowComplete,
  };
}

/** The event of output 3 that a feed's news stand for, or undefined for news that are none. */
export function feedEventName(update: PriceUpdate): 'prices-stale' | 'prices-back' | undefined {
  if (update.type === 'stale') return 'prices-stale';
  return update.type === 'fresh' ? 'prices-back' : undefined;
}

/** The length of the shortest interval in minutes; null for an empty series. */
function resolutionMinutes(series: PriceSeries): number | null {
  const lengths = series.map(({ start, end }) => (end - start) / msPerMinute);
  return lengths.length === 0 ? null : Math.min(...lengths);
}

function iso(instant: Ms): string {
  return isoLocal(marketTimeZone, instant);
}
