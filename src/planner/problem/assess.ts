import type { Interval, Ms } from '../../time/index.js';
import type { Ground } from './field.js';
import { at, infinite } from './numbers.js';
import { indexAt, knownBefore, type Prepared } from './prepare.js';
import type { Segment } from './request.js';

const msWattsPerKwh = 3.6e9;

/** What segments cost and draw, all of them where prices are known. */
export interface Assessment {
  /** Electricity alone, without start costs, in ct. */
  readonly costCt: number;
  readonly energyWh: number;
  /** The lowest and the highest price at which power is drawn; undefined when none is. */
  readonly lowestCt: number | undefined;
  readonly highestCt: number | undefined;
}

/** Sums segments over the prices, first ms per price and then money, so that the figure is as exact as the prices. */
export function assess(prices: Prepared, segments: readonly Segment[]): Assessment {
  let [cost, energy] = [0, 0];
  let [lowestCt, highestCt] = [infinite, -infinite];
  for (const { start, end, powerW } of segments) {
    if (powerW === 0) continue;
    energy += powerW * (end - start);
    for (let i = indexAt(prices, start), from = start; from < end; i++) {
      const to = Math.min(at(prices.edges, i + 1), end);
      const ct = at(prices.ct, i);
      cost += ct * (powerW * (to - from));
      lowestCt = Math.min(ct, lowestCt);
      highestCt = Math.max(ct, highestCt);
      from = to;
    }
  }
  return {
    costCt: cost / msWattsPerKwh,
    energyWh: energy / 3.6e6,
    lowestCt: lowestCt === infinite ? undefined : lowestCt,
    highestCt: highestCt === -infinite ? undefined : highestCt,
  };
}

/** The mean of a window's known prices, weighted by time; 0 when none is known or the window is NaN. */
export function meanPrice(prices: Prepared, { start, end }: Interval): number {
  const [from, to] = [knownBefore(prices, start), knownBefore(prices, end)];
  return to.ms > from.ms ? (to.ct - from.ct) / (to.ms - from.ms) : 0;
}

/** What a kW costs over [start, end), in ct/kWh x ms, with unknown prices at `elseCt`. */
export function moneyFor(prices: Prepared, { start, end }: Interval, elseCt: number): number {
  const [from, to] = [knownBefore(prices, start), knownBefore(prices, end)];
  return to.ct - from.ct + (end - start - (to.ms - from.ms)) * elseCt;
}

/** The end of the last known price in a window; its start when none is known. */
export function knownUntil({ prices, window: { start, end } }: Ground): Ms {
  let i = Math.min(indexAt(prices, end), prices.count - 1);
  while (i >= 0 && (at(prices.known, i) === 0 || at(prices.edges, i) >= end)) i--;
  return i < 0 ? start : Math.max(start, Math.min(end, at(prices.edges, i + 1)));
}
