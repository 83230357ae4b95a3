import { type PriceSeries, priceAt } from '../prices/index.js';
import type { SunPiece } from '../runs/index.js';
import { cutSun, type SunForecast } from '../sun/index.js';
import { type Interval, type Ms, msPerHour, msPerQuarterHour, quarterStart } from '../time/index.js';
import { type Level, watts } from './power.js';

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
export function sunFor(ownW: number, surplus: readonly Surplus[], entered: readonly Level[]): SunPiece[] {
  const found: SunPiece[] = [];
  let next = 0;
  for (const { start, end, w, feedInCt } of surplus) {
    const give = (from: Ms, to: Ms, takenW: number) => {
      const left = Math.min(ownW, w - takenW);
      if (from < to && left > 0) found.push({ start: from, end: to, kw: left / 1000, feedInCt });
    };
    while ((entered[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    let from = start;
    for (let at = next; from < end; at += 1) {
      const level = entered[at] ?? { start: end, end, w: 0 };
      const [first, last] = [Math.max(from, Math.min(level.start, end)), Math.min(level.end, end)];
      give(from, first, 0);
      give(first, last, level.w);
      from = Math.max(first, last);
    }
  }
  return found;
}
