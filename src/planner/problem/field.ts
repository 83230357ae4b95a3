import type { Interval } from '../../time/index.js';
import { isClosed } from './closed.js';
import { at, infinite } from './numbers.js';
import { indexAt, knownBefore, type Prepared } from './prepare.js';
import type { Workspace } from './workspace.js';

/**
 * A window cut at the price edges: what every algorithm works on.
 *
 * Stretch i is [edges[i], edges[i + 1]) and lies in interval `first + i` of the prices; `costs` are whole numbers, lower
 * is better whatever the objective, Infinity where nothing may run. The arrays lie in `space`.
 */
export interface Field {
  readonly space: Workspace;
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
export type Openness = 'whole-window' | 'outside-closed' | 'known-prices' | 'below-limit';

/** What a field is made of, and the room it is laid in; `sign` is -1 for the objective dearest. */
export interface Ground {
  readonly space: Workspace;
  readonly prices: Prepared;
  readonly window: Interval;
  readonly sign: 1 | -1;
  readonly maxPriceCt: number;
}

/** Cuts the window at the price edges; an empty window gives no stretch. */
export function layField(ground: Ground, openness: Openness): Field {
  const { space, prices, sign, maxPriceCt } = ground;
  const { start, end } = ground.window;
  const edges = space.numbers(prices.count + 3);
  const costs = space.numbers(prices.count + 3);
  const first = indexAt(prices, start);
  let past = indexAt(prices, end) + 1;
  if (past > 0 && at(prices.edges, past - 1) === end) past--;
  const count = start < end ? past - first : 0;
  // Whole blocks are copied, which is much faster than one by one; what lies before and after the prices is unknown.
  edges.set(prices.edges.subarray(first + 1, past), 1);
  edges[0] = start;
  edges[count] = end;
  costs[0] = infinite;
  costs.set(prices.whole.subarray(Math.max(first, 0), past), first < 0 ? 1 : 0);
  if (past > prices.count && count > 0) costs[count - 1] = infinite;
  const field = { space, prices, sign, first, count, edges, costs };
  const limit = openness === 'below-limit' ? maxPriceCt + 1e-9 * Math.abs(maxPriceCt) : infinite;
  const isPriced = openness === 'known-prices' || openness === 'below-limit';
  if (sign === 1 && limit === infinite && isPriced)
    return { ...field, openMs: knownBefore(prices, end).ms - knownBefore(prices, start).ms };
  const unknown = isPriced ? infinite : 0;
  return { ...field, openMs: reopen(field, { limit, unknown, closed: openness === 'whole-window' ? 0 : infinite }) };
}

/** What is paid at most, and what an unknown price and a closed time cost. */
interface Opening {
  readonly limit: number;
  readonly unknown: number;
  readonly closed: number;
}

/** Applies an opening and the sign to a field; returns how long power may be drawn, in ms. */
function reopen(field: Omit<Field, 'openMs'>, { limit, unknown, closed }: Opening): number {
  const { prices, sign, first, count, edges, costs } = field;
  let openMs = 0;
  for (let i = 0; i < count; i++) {
    const price = at(costs, i);
    const free = isClosed(prices, first + i) ? closed : unknown;
    const cost = price === infinite ? free : at(prices.ct, first + i) <= limit ? sign * price : infinite;
    costs[i] = cost;
    if (cost < infinite) openMs += at(edges, i + 1) - at(edges, i);
  }
  return openMs;
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
