import { type PriceSeries, priceAt } from '../prices/index.js';
import { cutSun, type SunForecast } from '../sun/index.js';
import { type Interval, type Ms, msPerHour, msPerQuarterHour, quarterStart } from '../time/index.js';
import { edgesIn, type Level, reader, watts } from './power.js';

/** What the sun is worth, and what of it is left for members. */
export interface SunRules {
  readonly forecast: SunForecast;
  /** What the rest of the house takes all the time, kW. */
  readonly baseLoadKw: number;
  /** What a kWh earns that is fed in: one price, or that of each interval; absent = the sun is not minded. */
  readonly feedInCt?: number | PriceSeries | undefined;
  /** What was measured in the running quarter-hour, before members take of it; it counts instead of the forecast. */
  readonly measured?: (Interval & { readonly w: number }) | undefined;
}

/** A stretch of sun that nobody takes yet. */
export interface Surplus extends Interval {
  readonly w: number;
  readonly feedInCt: number;
}

/**
 * What is left of the sun for members, by quarter-hours from an instant on; in order, without stretches in which there is
 * none. Nothing is left where nothing is forecast, or where nobody knows what a fed-in kWh earns.
 */
export function surplusFrom(from: Ms, { forecast, baseLoadKw, feedInCt, measured }: SunRules): Surplus[] {
  if (feedInCt === undefined) return [];
  const first = Math.max(from, Math.min(forecast[0]?.start ?? from, measured?.start ?? from));
  const last = Math.max(forecast.at(-1)?.end ?? 0, measured?.end ?? 0);
  const quarters: Interval[] = [];
  for (let start = quarterStart(first); start < last; start += msPerQuarterHour)
    quarters.push({ start, end: start + msPerQuarterHour });
  return cutSun(forecast, quarters).flatMap(({ start, end, kwh }) => {
    const told = measured !== undefined && measured.start <= start && start < measured.end ? measured.w : undefined;
    const w = told ?? watts((kwh / (end - start)) * msPerHour - baseLoadKw);
    const earnsCt = typeof feedInCt === 'number' ? feedInCt : (priceAt(feedInCt, start)?.priceCt ?? undefined);
    return w > 0 && earnsCt !== undefined ? [{ start, end, w, feedInCt: earnsCt }] : [];
  });
}

/** What a load of so many watts can take of a surplus beside what is entered before it; in order. */
export function sunFor(ownW: number, surplus: readonly Surplus[], entered: readonly Level[]): Surplus[] {
  const levelAt = reader(entered);
  return surplus.flatMap((piece) => {
    const inside = entered.filter(({ start, end }) => start < piece.end && end > piece.start);
    const edges = edgesIn(piece, inside);
    return edges.slice(1).flatMap((end, index) => {
      const start = edges[index] ?? end;
      const w = Math.min(ownW, piece.w - (levelAt(start)?.w ?? 0));
      return w > 0 ? [{ start, end, w, feedInCt: piece.feedInCt }] : [];
    });
  });
}
