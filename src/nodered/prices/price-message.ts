import type { PriceUpdate } from '../../account/feed/price-watch.js';
import {
  dayIntervals,
  defaultLevelLimits,
  horizon,
  isKnown,
  type KnownInterval,
  type LevelLimits,
  type PriceInterval,
  type PriceSeries,
  priceAt,
  rankOf,
  statistics,
} from '../../prices/index.js';
import { civilDate, civilDay, isoLocal, type Ms, marketTimeZone, msPerMinute } from '../../time/index.js';
import type { PriceUnit, SeriesFormat } from './prices-settings.js';

/** The unit of every amount in our messages, where a node says nothing else. */
export const priceUnit = 'ct/kWh';

/** One ct/kWh in each unit. */
const perCt: Readonly<Record<PriceUnit, number>> = { 'ct/kWh': 1, 'EUR/kWh': 0.01, 'EUR/MWh': 10 };

/** How a node writes prices. */
export interface PriceStyle {
  readonly unit: PriceUnit;
  readonly format: SeriesFormat;
  readonly levels: LevelLimits;
}

/** The message of output 1, or undefined when the price of this instant is unknown: then nothing is sent, never null. */
export function priceMessage(series: PriceSeries, now: Ms, { unit, levels }: PriceStyle) {
  const interval = priceAt(series, now);
  if (interval === undefined || !isKnown(interval)) return undefined;
  const { level, rank, of, quantile } = standingOf(series, interval, levels);
  const price = { ...intervalPayload(interval, unit), amount: inUnit(interval.priceCt, unit) };
  return { payload: price.amount, price: { ...price, level, rank, of, quantile }, unit };
}

/** Where an interval stands among the known prices of its local day. */
export function standingOf(series: PriceSeries, interval: KnownInterval, levels: LevelLimits = defaultLevelLimits) {
  const day = civilDay(marketTimeZone, civilDate(marketTimeZone, interval.start));
  return rankOf(interval, dayIntervals(series, day), levels);
}

/** The message of output 2: every known and unknown interval in the node's format, with figures over the known ones. */
export function seriesMessage(series: PriceSeries, tomorrowComplete: boolean, { unit, format }: PriceStyle) {
  const stats = statistics(series);
  const until = horizon(series);
  const figure = (ct: number) => inUnit(ct, unit);
  return {
    payload: format === 'native' ? series.map((interval) => intervalPayload(interval, unit)) : priceData(series, unit),
    stats:
      stats === undefined
        ? null
        : {
            min: figure(stats.minCt),
            max: figure(stats.maxCt),
            mean: figure(stats.meanCt),
            median: figure(stats.medianCt),
          },
    unit,
    resolution: resolutionMinutes(series),
    horizon: until === undefined ? null : iso(until),
    tomorrow: tomorrowComplete,
  };
}

/** What Nomos says of a contract that has not begun or has ended. */
export const inactiveCode = 'subscription-inactive';

/** The event of output 3 that a feed's news stand for, or undefined for news that are none. */
export function feedEventName(update: PriceUpdate): 'prices-stale' | 'prices-back' | undefined {
  if (update.type === 'stale') return 'prices-stale';
  return update.type === 'fresh' ? 'prices-back' : undefined;
}

function intervalPayload({ start, end, priceCt, components }: PriceInterval, unit: PriceUnit) {
  const parts = Object.entries(components).map(([name, ct]) => [name, inUnit(ct, unit)]);
  return {
    start: iso(start),
    end: iso(end),
    amount: priceCt === null ? null : inUnit(priceCt, unit),
    components: Object.fromEntries(parts) as Record<string, number>,
  };
}

/** What power-saver's nodes read. They take a null for 0, so unknown prices are left out; every entry has its end. */
function priceData(series: PriceSeries, unit: PriceUnit) {
  const entries = series
    .filter(isKnown)
    .map(({ start, end, priceCt }) => ({ value: inUnit(priceCt, unit), start: iso(start), end: iso(end) }));
  return { source: 'Nomos', priceData: entries };
}

/** Eight decimals hide what binary fractions add, and are far below what any price has. */
function inUnit(ct: number, unit: PriceUnit): number {
  return Math.round(ct * perCt[unit] * 1e8) / 1e8;
}

/** The length of the shortest interval in minutes; null for an empty series. */
function resolutionMinutes(series: PriceSeries): number | null {
  const lengths = series.map(({ start, end }) => (end - start) / msPerMinute);
  return lengths.length === 0 ? null : Math.min(...lengths);
}

function iso(instant: Ms): string {
  return isoLocal(marketTimeZone, instant);
}
