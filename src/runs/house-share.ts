import { isKnown, type PriceInterval, type PriceSeries } from '../prices/index.js';
import type { Interval } from '../time/index.js';

/** A stretch [start, end) in which the sun gives a device so much of its power. */
export interface SunPiece extends Interval {
  readonly kw: number;
  /** What a kWh earns that is fed in instead. */
  readonly feedInCt: number;
}

/** What a house leaves to one device that shares it with others. */
export interface HouseShare {
  /** When there is no room for a run, in order and apart. */
  readonly closed: readonly Interval[];
  /** When there is no room for extra time below `alwaysOnBelowCt`, in order and apart. */
  readonly closedToExtra: readonly Interval[];
  /** What the sun gives, in order and apart; none where it is not minded. */
  readonly sun: readonly SunPiece[];
  /** What others take now that are on for longer, kW, and what all may take together; `limitKw` absent = anything. */
  readonly now: { readonly othersKw: number; readonly limitKw?: number | undefined };
  /** True where what is on has to give way now. */
  readonly pauses: boolean;
}

const bySeries = new WeakMap<PriceSeries, { readonly sun: readonly SunPiece[]; powerKw: number; paid: PriceSeries }>();

/**
 * What a load of constant power pays in the end for each kWh: the price for what comes from the grid, and what it does not
 * earn for what comes from the sun. Unknown prices stay unknown; the series itself where there is no sun.
 */
export function paidPrices(series: PriceSeries, sun: readonly SunPiece[], powerKw: number): PriceSeries {
  if (sun.length === 0) return series;
  const known = bySeries.get(series);
  if (known?.sun === sun && known.powerKw === powerKw) return known.paid;
  const paid = cut(series, sun, powerKw);
  bySeries.set(series, { sun, powerKw, paid });
  return paid;
}

function cut(series: PriceSeries, sun: readonly SunPiece[], powerKw: number): PriceSeries {
  const paid: PriceInterval[] = [];
  let first = 0;
  for (const interval of series) {
    while (first < sun.length && (sun[first]?.end ?? 0) <= interval.start) first += 1;
    let from = interval.start;
    for (let index = first; isKnown(interval) && from < interval.end; index += 1) {
      const piece = sun[index];
      if (piece === undefined || piece.start >= interval.end) break;
      const [start, end] = [Math.max(from, piece.start), Math.min(interval.end, piece.end)];
      if (from < start) paid.push({ ...interval, start: from, end: start });
      const share = Math.min(powerKw, piece.kw) / powerKw;
      paid.push({ ...interval, start, end, priceCt: interval.priceCt - share * (interval.priceCt - piece.feedInCt) });
      from = end;
    }
    if (from < interval.end) paid.push(from === interval.start ? interval : { ...interval, start: from });
  }
  return paid;
}
