import type { Ms } from '../time/index.js';
import type { Field } from './field.js';
import { at, infinite } from './numbers.js';

/** One run: how long, on which grid it may start (ms since 1970), and which of equal starts wins. */
export interface RunWanted {
  readonly durationMs: number;
  readonly startAlignMs: number;
  readonly latest: boolean;
}

interface Search {
  readonly field: Field;
  readonly wanted: RunWanted;
  cost: number;
  start: Ms;
}

/**
 * The cheapest start of one run, to the ms, or undefined when it fits nowhere.
 *
 * The cost is linear in the start between two kinks, where the run's head or tail meets a price edge, so that the
 * minimum lies at a kink or at an end: one pass with two pointers.
 */
export function cheapestStart(field: Field, wanted: RunWanted): Ms | undefined {
  const search: Search = { field, wanted, cost: infinite, start: Number.NaN };
  for (let first = 0; first < field.count; first++) {
    if (at(field.open, first) === 0) continue;
    const past = openEnd(field, first);
    if (at(field.edges, past) - at(field.edges, first) >= wanted.durationMs) slide(search, first, past);
    first = past;
  }
  return Number.isNaN(search.start) ? undefined : search.start;
}

/** The longest run that fits anywhere and starts on the grid, in ms. */
export function longestRun(field: Field, startAlignMs: number): number {
  let longest = 0;
  for (let first = 0; first < field.count; first++) {
    if (at(field.open, first) === 0) continue;
    const past = openEnd(field, first);
    longest = Math.max(longest, at(field.edges, past) - alignUp(at(field.edges, first), startAlignMs));
    first = past;
  }
  return longest;
}

/** The index after the open stretches that begin at `first`. */
function openEnd(field: Field, first: number): number {
  let past = first;
  while (past < field.count && at(field.open, past) === 1) past++;
  return past;
}

/** Slides the run over the open stretches [first, past); the cost is kept in whole numbers, so that ties are exact. */
function slide(search: Search, first: number, past: number): void {
  const { edges, costs } = search.field;
  const { durationMs, startAlignMs } = search.wanted;
  const lastStart = at(edges, past) - durationMs;
  let [head, tail, start, cost] = [first, first, at(edges, first), 0];
  while (tail < past && at(edges, tail + 1) <= start + durationMs) cost += at(costs, tail) * lengthOf(edges, tail++);
  if (tail < past) cost += at(costs, tail) * (start + durationMs - at(edges, tail));
  for (;;) {
    const tailEdge = tail < past ? at(edges, tail + 1) - durationMs : lastStart;
    const next = Math.min(at(edges, head + 1), tailEdge, lastStart);
    const slope = tail < past ? at(costs, tail) - at(costs, head) : 0;
    const firstStart = alignUp(start, startAlignMs);
    if (firstStart <= next) offer(search, firstStart, cost + slope * (firstStart - start));
    if (next === lastStart || startAlignMs > 1) {
      const finalStart = Math.floor(next / startAlignMs) * startAlignMs;
      if (finalStart > firstStart) offer(search, finalStart, cost + slope * (finalStart - start));
      if (next === lastStart) return;
    }
    cost += slope * (next - start);
    start = next;
    if (at(edges, head + 1) === start) head++;
    if (tailEdge === start && tail < past) tail++;
  }
}

function offer(search: Search, start: Ms, cost: number): void {
  if (cost > search.cost || (cost === search.cost && !search.wanted.latest)) return;
  search.cost = cost;
  search.start = start;
}

function lengthOf(edges: Float64Array, index: number): number {
  return at(edges, index + 1) - at(edges, index);
}

function alignUp(instant: Ms, gridMs: number): Ms {
  return Math.ceil(instant / gridMs) * gridMs;
}
