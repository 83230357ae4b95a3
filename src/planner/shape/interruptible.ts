import type { Interval } from '../../time/index.js';
import type { Field } from '../problem/field.js';
import { at } from '../problem/numbers.js';
import type { TieBreak } from '../problem/request.js';
import { fillFewest } from './fewest-runs.js';
import { findThreshold, type Threshold } from './threshold.js';

/** Run time to place; `runsOn` = the device is on when the field begins. */
export interface TimeWanted {
  readonly amountMs: number;
  readonly tieBreak: TieBreak;
  readonly runsOn: boolean;
}

/**
 * The cheapest runs that add up to `amountMs`, which is at most the open time; touching stretches are one run.
 *
 * Everything below the threshold is used, nothing above it; ties only choose among what costs just the threshold.
 */
export function cheapestRuns(field: Field, wanted: TimeWanted): Interval[] {
  if (wanted.amountMs === 0) return [];
  const threshold = findThreshold(field, wanted.amountMs, field.sign);
  const used = { from: field.space.numbers(field.count), to: field.space.numbers(field.count) };
  if (wanted.tieBreak === 'fewest') fillFewest(field, { ...threshold, runsOn: wanted.runsOn }, used);
  else if (wanted.tieBreak === 'latest') fillBackwards(field, threshold, used);
  else fillForwards(field, threshold, used);
  return join(field, threshold.cost, used);
}

/** Which part [from, to) is used of each stretch that costs just the threshold. */
export interface Used {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

function fillForwards({ count, edges, costs }: Field, { cost, restMs }: Threshold, { from, to }: Used): void {
  for (let i = 0, rest = restMs; i < count; i++) {
    if (at(costs, i) !== cost) continue;
    const length = Math.min(at(edges, i + 1) - at(edges, i), rest);
    from[i] = at(edges, i);
    to[i] = at(edges, i) + length;
    rest -= length;
  }
}

function fillBackwards({ count, edges, costs }: Field, { cost, restMs }: Threshold, { from, to }: Used): void {
  for (let i = count - 1, rest = restMs; i >= 0; i--) {
    if (at(costs, i) !== cost) continue;
    const length = Math.min(at(edges, i + 1) - at(edges, i), rest);
    from[i] = at(edges, i + 1) - length;
    to[i] = at(edges, i + 1);
    rest -= length;
  }
}

function join({ count, edges, costs }: Field, threshold: number, used: Used): Interval[] {
  const runs: Interval[] = [];
  let [start, end] = [Number.NaN, Number.NaN];
  for (let i = 0; i < count; i++) {
    const cost = at(costs, i);
    if (cost > threshold) continue;
    const from = cost < threshold ? at(edges, i) : at(used.from, i);
    const to = cost < threshold ? at(edges, i + 1) : at(used.to, i);
    if (from === to) continue;
    if (from !== end) {
      if (end > start) runs.push({ start, end });
      start = from;
    }
    end = to;
  }
  runs.push({ start, end });
  return runs;
}
