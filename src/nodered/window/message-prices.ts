import {
  learnUsualDay,
  mergeSeries,
  nothingUsual,
  type PriceInterval,
  type PriceSeries,
  type UsualDay,
} from '../../prices/index.js';
import type { TariffReading } from '../../tariffs/index.js';
import { type Ms, msPerHour } from '../../time/index.js';

const keptMs = 48 * msPerHour;

/** Prices that came by message, what was learned from them, and how they were read. */
export interface MessagePrices {
  readonly series: PriceSeries;
  readonly usual: UsualDay;
  /** Absent before the first, and where they were read by an earlier version. */
  readonly reading?: TariffReading | undefined;
}

/** Before the first message. */
export const noMessagePrices: MessagePrices = { series: [], usual: nothingUsual };

/** When, and where days begin. */
interface Place {
  readonly now: Ms;
  readonly timeZone: string;
}

/**
 * Prices that came by message, added to those that are known: later ones win, an unknown one never replaces a known one,
 * and what ended more than two days ago is dropped, once it is learned from. A clock that is ahead of what came drops no more
 * than that would.
 */
export function withMessagePrices(known: MessagePrices, added: PriceSeries, place: Place): MessagePrices {
  const last = added.at(-1);
  if (last === undefined) return known;
  const keptFrom = Math.min(place.now, last.end) - keptMs;
  const { series, ...rest } = withLearned({ ...known, series: mergeSeries(known.series, added) }, place);
  return { ...rest, series: series.filter(({ end }) => end > keptFrom) };
}

/** The prices with all days learned from that are over; the same where there is none. */
export function withLearned(known: MessagePrices, place: Place): MessagePrices {
  const usual = learnUsualDay(known.usual, known.series, place);
  return usual === known.usual ? known : { ...known, usual };
}

/**
 * Stored prices. Whatever cannot be right, or begins before the interval before it has ended, is left out: by that nothing could
 * be planned, and nobody could take it away. Empty for what is no list.
 */
export function readStoredSeries(stored: unknown): PriceSeries {
  const found: PriceInterval[] = [];
  for (const one of Array.isArray(stored) ? stored : [])
    if (isInterval(one) && one.start >= (found.at(-1)?.end ?? one.start)) found.push(one);
  return found;
}

function isInterval(stored: unknown): stored is PriceInterval {
  const { start, end, priceCt, components } = (stored ?? {}) as Partial<PriceInterval>;
  const isStretch = Number.isFinite(start) && Number.isFinite(end) && Number(start) < Number(end);
  const isPrice = priceCt === null || Number.isFinite(priceCt);
  return isStretch && isPrice && typeof components === 'object' && components !== null;
}

/** True where prices have something that is not in those that are stored; what was only dropped since is no news. */
export function hasNews(series: PriceSeries, stored: PriceSeries): boolean {
  if (series === stored) return false;
  const known = new Map(stored.map((interval) => [interval.start, interval]));
  return series.some(({ start, end, priceCt }) => {
    const before = known.get(start);
    return before?.end !== end || before.priceCt !== priceCt;
  });
}
