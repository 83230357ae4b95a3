import type { PriceInterval } from '#src/prices/index.js';
import { clockTime, type Ms } from '#src/time/index.js';
import { marketMonths } from '../market-prices.js';

export const timeZone = 'Europe/Berlin';
export const quarterMs = 900_000;

/** A quarter-hour of a real market day, and what power costs then. */
export interface Quarter extends PriceInterval {
  readonly priceCt: number;
  readonly marketCt: number;
}

/** A grid fee that is the same all day, or the three levels of module 3 (Westnetz, 2025). */
export type GridFee = 'flat' | 'module 3';

/** All months that lie in the shared folder, as stretches of quarter-hours without a gap. */
export function loadStretches(folder: string, fee: GridFee, months = Number.POSITIVE_INFINITY): Quarter[][] {
  const stretches: Quarter[][] = [];
  for (const { items } of marketMonths(folder).slice(0, months))
    for (const { start, price } of items) {
      const quarter = quarterOf(Date.parse(start), price / 10, fee);
      const last = stretches.at(-1);
      if (last !== undefined && last.at(-1)?.end === quarter.start) last.push(quarter);
      else stretches.push([quarter]);
    }
  return stretches;
}

/** All-in, gross: (market + 1.5) x 1.19, 9 ct of grid fee or three levels of it, 8.79 ct of levies. */
function quarterOf(start: Ms, marketCt: number, fee: GridFee): Quarter {
  const cents = (value: number) => Math.round(value * 100) / 100;
  const electricity = cents((marketCt + 1.5) * 1.19);
  const grid = fee === 'flat' ? 9 : moduleThreeCt(clockTime(timeZone, start));
  const priceCt = cents(electricity + grid + 8.79);
  return { start, end: start + quarterMs, marketCt, priceCt, components: { electricity, grid, levies: 8.79 } };
}

function moduleThreeCt(time: string): number {
  if (time < '06:00') return 1.19;
  return time >= '15:00' && time < '20:00' ? 17.75 : 11.88;
}
