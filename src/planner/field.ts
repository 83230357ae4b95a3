import type { Interval } from '../time/index.js';
import { at, scratch } from './numbers.js';
import { indexAt, type Prepared } from './prepare.js';

/**
 * A window cut at the price edges: what every algorithm works on.
 *
 * Stretch i is [edges[i], edges[i + 1]); `costs` are whole numbers, lower is better whatever the objective, 0 where
 * nothing may run; `open` is 1 where power may be drawn. The arrays are shared and hold until the next field is laid.
 */
export interface Field {
  readonly count: number;
  readonly edges: Float64Array;
  readonly costs: Float64Array;
  readonly open: Float64Array;
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
  const room = prices.count + 3;
  const edges = scratch('edges', room);
  const costs = scratch('costs', room);
  const open = scratch('open', room);
  const limit = maxPriceCt + 1e-9 * Math.abs(maxPriceCt);
  let count = 0;
  edges[0] = window.start;
  for (let i = indexAt(prices, window.start), start = window.start; start < window.end; i++) {
    const end = i + 1 < prices.edges.length ? Math.min(at(prices.edges, i + 1), window.end) : window.end;
    const isKnown = i >= 0 && i < prices.count && at(prices.known, i) === 1;
    const isOpen = isKnown ? openness !== 'below-limit' || at(prices.ct, i) <= limit : openness === 'whole-window';
    open[count] = isOpen ? 1 : 0;
    costs[count] = isOpen && isKnown ? sign * at(prices.whole, i) : 0;
    edges[++count] = end;
    start = end;
  }
  return { count, edges, costs, open };
}

/** How long power may be drawn in a field, in ms. */
export function openTime(field: Field): number {
  let sum = 0;
  for (let i = 0; i < field.count; i++) if (at(field.open, i) === 1) sum += at(field.edges, i + 1) - at(field.edges, i);
  return sum;
}

/** How long power may be drawn below a cost of zero, in ms. */
export function timeBelowZero(field: Field): number {
  let sum = 0;
  for (let i = 0; i < field.count; i++) if (at(field.costs, i) < 0) sum += at(field.edges, i + 1) - at(field.edges, i);
  return sum;
}

/** How long power may be drawn without a break from the beginning of a field, in ms. */
export function openFromStart(field: Field): number {
  let past = 0;
  while (past < field.count && at(field.open, past) === 1) past++;
  return at(field.edges, past) - at(field.edges, 0);
}
