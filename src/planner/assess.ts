import type { Interval, Ms } from '../time/index.js';
import { at } from './numbers.js';
import { indexAt, type Prepared } from './prepare.js';
import type { Segment } from './request.js';

const msWattsPerKwh = 3.6e9;

/** What a set of segments costs and draws by the known prices. */
export interface Assessment {
  /** Electricity alone, without start costs, in ct. */
  readonly costCt: number;
  readonly energyWh: number;
  /** The lowest and the highest price at which power is drawn; NaN when none is. */
  readonly lowestCt: number;
  readonly highestCt: number;
  /** Energy drawn where no price is known, not in `costCt`. */
  readonly unpricedWh: number;
}

/** Sums segments over the prices, first ms per price and then money, so that the figure is as exact as the prices. */
export function assess(prices: Prepared, segments: readonly Segment[]): Assessment {
  let [cost, energy, unpriced] = [0, 0, 0];
  let [lowestCt, highestCt] = [Number.NaN, Number.NaN];
  for (const { start, end, powerW } of segments) {
    if (powerW === 0) continue;
    energy += powerW * (end - start);
    for (let i = indexAt(prices, start), from = start; from < end; i++) {
      const to = i + 1 < prices.edges.length ? Math.min(at(prices.edges, i + 1), end) : end;
      if (i < 0 || i >= prices.count || at(prices.known, i) === 0) unpriced += powerW * (to - from);
      else {
        const ct = at(prices.ct, i);
        cost += ct * (powerW * (to - from));
        lowestCt = ct < lowestCt || Number.isNaN(lowestCt) ? ct : lowestCt;
        highestCt = ct > highestCt || Number.isNaN(highestCt) ? ct : highestCt;
      }
      from = to;
    }
  }
  return {
    costCt: cost / msWattsPerKwh,
    energyWh: energy / 3.6e6,
    lowestCt,
    highestCt,
    unpricedWh: unpriced / 3.6e6,
  };
}

/** What the prices say of a window: their mean weighted by time (0 when none is known), and where the last known one ends. */
export function knownPrices(prices: Prepared, window: Interval): { meanCt: number; knownUntil: Ms } {
  let [sum, length, knownUntil] = [0, 0, window.start];
  for (let i = Math.max(0, indexAt(prices, window.start)); i < prices.count; i++) {
    const from = Math.max(at(prices.edges, i), window.start);
    const to = Math.min(at(prices.edges, i + 1), window.end);
    if (from >= to) break;
    if (at(prices.known, i) === 0) continue;
    sum += at(prices.ct, i) * (to - from);
    length += to - from;
    knownUntil = to;
  }
  return { meanCt: length === 0 ? 0 : sum / length, knownUntil };
}
