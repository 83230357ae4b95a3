import type { Interval } from '../time/index.js';
import { at, infinite, scratch } from './numbers.js';
import { indexAt, type Prepared } from './prepare.js';

/**
 * A window cut at the price edges: what every algorithm works on.
 *
 * Stretch i is [edges[i], edges[i + 1]) and lies in interval `first + i` of the prices; `costs` are whole numbers, lower
 * is better whatever the objective, Infinity where nothing may run. The arrays hold until the next field is laid.
 */
export interface Field {
  readonly prices: Prepared;
  readonly sign: 1 | -1;
  readonly first: number;
  readonly count: number;
  readonly edges: Float64Array;
  readonly costs: Float64Array;
  /** How long power may be drawn, in ms. */
  readonly openMs: number;
}

/** Which stretches are open; the later ones include the rules of the earlier ones. */
export type Openness = 'whole-window' | 'known-prices' | 'below-limit';

/** What a field is made of; `sign` is -1 for the objective dearest. */
export interface Ground {
  readonly prices: Prepared;
  readonly window: Interval;
  readonly sign: 1 | -1;
  readonly maxPriceCt: number;
}

/** Cuts the window at the price edges; an empty window gives no stretch. */
export function layField({ prices, window, sign, maxPriceCt }: Ground, openness: Openness): Field {
  const { known, ct, whole } = prices;
  const { end } = window;
  const edges = scratch('edges', prices.count + 3);
  const costs = scratch('costs', prices.count + 3);
  const unknown = openness === 'whole-window' ? 0 : infinite;
  const limit = openness === 'below-limit' ? maxPriceCt + 1e-9 * Math.abs(maxPriceCt) : infinite;
  const first = indexAt(prices, window.start);
  let [count, from, openMs] = [0, window.start, 0];
  edges[0] = from;
  for (let i = first; from < end; i++) {
    let cost = unknown;
    if (i >= 0 && i < prices.count && at(known, i) === 1) cost = at(ct, i) <= limit ? sign * at(whole, i) : infinite;
    const to = i < prices.count && prices.count > 0 ? Math.min(at(prices.edges, i + 1), end) : end;
    if (cost < infinite) openMs += to - from;
    costs[count++] = cost;
    edges[count] = to;
    from = to;
  }
  return { prices, sign, first, count, edges, costs, openMs };
}

/** How long power may be drawn below a cost of zero, in ms. */
export function timeBelowZero({ count, edges, costs }: Field): number {
  let sum = 0;
  for (let i = 0; i < count; i++) if (at(costs, i) < 0) sum += at(edges, i + 1) - at(edges, i);
  return sum;
}

/** The index after the open stretches that begin at `first`. */
export function openEnd({ count, costs }: Field, first: number): number {
  let past = first;
  while (past < count && at(costs, past) < infinite) past++;
  return past;
}
