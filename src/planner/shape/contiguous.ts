import type { Ms } from '../../time/index.js';
import { type Field, openEnd } from '../problem/field.js';
import { at, infinite } from '../problem/numbers.js';

/** One run: how long, on which grid it may start (ms since 1970), and which of equal starts wins. */
export interface RunWanted {
  readonly durationMs: number;
  readonly startAlignMs: number;
  readonly latest: boolean;
}

/** The cheapest start and, the first of equals, the dearest; NaN when the run fits nowhere. */
export interface Starts {
  readonly best: Ms;
  readonly worst: Ms;
}

interface Search extends RunWanted {
  low: number;
  best: Ms;
  high: number;
  worst: Ms;
}

/**
 * The cheapest and the dearest start of one run, to the ms.
 *
 * The cost is linear in the start between two kinks, where the run's head or tail meets a price edge, so that the
 * extremes lie at a kink or at an end: one pass with two pointers.
 */
export function extremeStarts(field: Field, { durationMs, startAlignMs, latest }: RunWanted): Starts {
  const none = { best: Number.NaN, worst: Number.NaN };
  const search: Search = { durationMs, startAlignMs, latest, low: infinite, high: -infinite, ...none };
  for (let first = 0; first < field.count; first++) {
    const past = openEnd(field, first);
    if (past > first && at(field.edges, past) - at(field.edges, first) >= durationMs)
      slide(search, field, [first, past]);
    first = past;
  }
  return search;
}

/** The longest run that fits anywhere and starts on the grid, in ms. */
export function longestRun(field: Field, startAlignMs: number): number {
  let longest = 0;
  for (let first = 0; first < field.count; first++) {
    const past = openEnd(field, first);
    if (past > first)
      longest = Math.max(longest, at(field.edges, past) - alignUp(at(field.edges, first), startAlignMs));
    first = past;
  }
  return longest;
}

/** Slides the run over the open stretches [first, past); the cost is kept in whole numbers, so that ties are exact. */
function slide(search: Search, { edges, costs }: Field, [first, past]: readonly [number, number]): void {
  const { durationMs, startAlignMs } = search;
  const lastStart = at(edges, past) - durationMs;
  let [head, tail, start, cost] = [first, first, at(edges, first), 0];
  for (; tail < past && at(edges, tail + 1) <= start + durationMs; tail++)
    cost += at(costs, tail) * (at(edges, tail + 1) - at(edges, tail));
  if (tail < past) cost += at(costs, tail) * (start + durationMs - at(edges, tail));
  for (;;) {
    const headEdge = at(edges, head + 1);
    const tailEdge = tail < past ? at(edges, tail + 1) - durationMs : lastStart;
    const next = tailEdge < headEdge ? tailEdge : Math.min(headEdge, lastStart);
    const slope = tail < past ? at(costs, tail) - at(costs, head) : 0;
    const firstStart = startAlignMs === 1 ? start : alignUp(start, startAlignMs);
    if (firstStart <= next) offer(search, firstStart, cost + slope * (firstStart - start));
    if (next === lastStart || startAlignMs > 1) {
      const finalStart = Math.floor(next / startAlignMs) * startAlignMs;
      if (finalStart > firstStart) offer(search, finalStart, cost + slope * (finalStart - start));
      if (next === lastStart) return;
    }
    cost += slope * (next - start);
    start = next;
    if (headEdge === start) head++;
    if (tailEdge === start && tail < past) tail++;
  }
}

function offer(search: Search, start: Ms, cost: number): void {
  if (cost < search.low || (cost === search.low && search.latest)) {
    search.low = cost;
    search.best = start;
  }
  if (cost > search.high) {
    search.high = cost;
    search.worst = start;
  }
}

function alignUp(instant: Ms, gridMs: number): Ms {
  return Math.ceil(instant / gridMs) * gridMs;
}
