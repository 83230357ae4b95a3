import { isKnown, type PriceInterval, type PriceSeries } from '../../prices/index.js';
import { type Interval, msPerHour, overlaps } from '../../time/index.js';
import { limitsAverage, type RunSettings } from '../device/settings.js';
import { withDayLimit } from './day-limit.js';
import { raisedAbove } from './priced.js';

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
    while ((sun[first]?.end ?? Number.POSITIVE_INFINITY) <= interval.start) first += 1;
    let from = interval.start;
    for (let index = first; isKnown(interval); index += 1) {
      const piece = sun[index];
      if (piece === undefined || piece.start >= interval.end) break;
      const [start, end] = [Math.max(from, piece.start), Math.min(interval.end, piece.end)];
      if (from < start) paid.push({ ...interval, start: from, end: start });
      const share = Math.min(powerKw, piece.kw) / powerKw;
      paid.push({ ...interval, start, end, priceCt: interval.priceCt - share * (interval.priceCt - piece.feedInCt) });
      from = end;
    }
    if (from < interval.end) paid.push({ ...interval, start: from });
  }
  return paid;
}

/** True where the sun lowers what a device pays: only the share of a constant power is one and the same all the time. */
export function paysSun({ powerKw, profile, objective }: RunSettings): boolean {
  return powerKw !== undefined && profile.length === 0 && objective === 'cheapest';
}

/** True where runs are also chosen by the sun; a limit that decides everything is one on the price of the grid. */
export function takesSun(settings: RunSettings): boolean {
  return paysSun(settings) && settings.mode !== 'threshold' && !limitsAverage(settings);
}

/** The sun that the runs of a window are chosen by; undefined where there is none. */
export function sunIn({ sun }: HouseShare, settings: RunSettings, window: Interval): readonly SunPiece[] | undefined {
  const inside = takesSun(settings) ? sun.filter((piece) => overlaps(piece, window)) : [];
  return inside.length === 0 ? undefined : inside;
}

/** Prices and settings to choose runs by: with a limit that counts from the day, and by what the sun gives where it is shared. */
export function judgedBy(
  series: PriceSeries,
  settings: RunSettings,
  house: HouseShare | undefined,
): ReturnType<typeof withDayLimit> {
  const limited = withDayLimit(series, settings);
  const paid = takesSun(settings) ? withSun(limited.series, limited.settings, house?.sun ?? []) : undefined;
  return paid ?? limited;
}

/**
 * The prices and settings to choose runs by where the sun gives some of the power; undefined without sun. A limit stays one
 * on the price of the grid: what it closes stays closed, what it leaves open stays open, whatever the sun is worth.
 */
function withSun(
  series: PriceSeries,
  settings: RunSettings,
  sun: readonly SunPiece[],
): { readonly series: PriceSeries; readonly settings: RunSettings } | undefined {
  if (sun.length === 0) return undefined;
  const { powerKw = 1, maxPriceCt } = settings;
  const paid = paidPrices(series, sun, powerKw);
  if (maxPriceCt === undefined) return { series: paid, settings };
  const most = maxPriceCt + 1e-9 * Math.abs(maxPriceCt);
  const real = realPrices(series, paid);
  const isDear = paid.map((interval, index) => isKnown(interval) && (real[index] ?? Number.POSITIVE_INFINITY) > most);
  const open = paid.filter((interval, index) => isKnown(interval) && !isDear[index]);
  const limitCt = open.reduce((highest, { priceCt }) => Math.max(highest, priceCt ?? highest), maxPriceCt);
  return { series: raisedAbove(limitCt, paid, isDear), settings: { ...settings, maxPriceCt: limitCt } };
}

/** The price of the grid for each interval of a series that was cut from another one. */
function realPrices(series: PriceSeries, cutSeries: PriceSeries): readonly (number | null)[] {
  let next = 0;
  return cutSeries.map(({ start }) => {
    while ((series[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return series[next]?.priceCt ?? null;
  });
}

/** Energy that the sun gives while a device of constant power is on, kWh. */
export function sunKwh(runs: readonly Interval[], sun: readonly SunPiece[], powerKw: number): number {
  let wattMs = 0;
  for (const run of runs)
    for (const { start, end, kw } of sun)
      wattMs += Math.min(kw, powerKw) * Math.max(0, Math.min(end, run.end) - Math.max(start, run.start));
  return wattMs / msPerHour;
}
