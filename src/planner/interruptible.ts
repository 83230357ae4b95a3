import type { Interval } from '../time/index.js';
import { fillFewest } from './fewest-runs.js';
import type { Field } from './field.js';
import { at, scratch } from './numbers.js';
import type { TieBreak } from './request.js';
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
  const threshold = findThreshold(field, wanted.amountMs);
  const used = { from: scratch('used from', field.count), to: scratch('used to', field.count) };
  for (let i = 0; i < field.count; i++) {
    used.from[i] = at(field.edges, i);
    used.to[i] = at(field.edges, at(field.open, i) === 1 && at(field.costs, i) < threshold.cost ? i + 1 : i);
  }
  if (wanted.tieBreak === 'fewest') fillFewest(field, { ...threshold, runsOn: wanted.runsOn }, used);
  else if (wanted.tieBreak === 'latest') fillBackwards(field, threshold, used);
  else fillForwards(field, threshold, used);
  return join(field, used);
}

/** Which part [from, to) of each stretch is used. */
export interface Used {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

function fillForwards(field: Field, { cost, restMs }: Threshold, used: Used): void {
  for (let i = 0, rest = restMs; rest > 0 && i < field.count; i++) {
    if (at(field.open, i) === 0 || at(field.costs, i) !== cost) continue;
    const end = Math.min(at(field.edges, i + 1), at(field.edges, i) + rest);
    used.to[i] = end;
    rest -= end - at(field.edges, i);
  }
}

function fillBackwards(field: Field, { cost, restMs }: Threshold, used: Used): void {
  for (let i = field.count - 1, rest = restMs; rest > 0 && i >= 0; i--) {
    if (at(field.open, i) === 0 || at(field.costs, i) !== cost) continue;
    const start = Math.max(at(field.edges, i), at(field.edges, i + 1) - rest);
    used.from[i] = start;
    used.to[i] = at(field.edges, i + 1);
    rest -= at(field.edges, i + 1) - start;
  }
}

function join(field: Field, { from, to }: Used): Interval[] {
  const runs: Interval[] = [];
  let [start, end] = [Number.NaN, Number.NaN];
  for (let i = 0; i < field.count; i++) {
    if (at(from, i) === at(to, i)) continue;
    if (at(from, i) !== end) {
      if (end > start) runs.push({ start, end });
      start = at(from, i);
    }
    end = at(to, i);
  }
  runs.push({ start, end });
  return runs;
}
