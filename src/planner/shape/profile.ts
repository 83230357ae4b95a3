import type { Ms } from '../../time/index.js';
import type { Field } from '../problem/field.js';
import { at, infinite, integerScale } from '../problem/numbers.js';
import type { Phase, Segment } from '../problem/request.js';
import type { Steps } from '../problem/steps.js';
import { possibleStarts } from './profile-starts.js';
import { type Judged, type Measure, sweepStarts } from './profile-sweep.js';

/** A profile to place: on which grid it may start (ms since 1970), and which of equal starts wins. */
export interface ProfileWanted {
  readonly phases: readonly Phase[];
  readonly startAlignMs: number;
  readonly latest: boolean;
}

/** Phases one after the other from `start`; equal neighbours are one segment, phases of no length are none. */
export function segmentsAt(start: Ms, phases: readonly Phase[]): Segment[] {
  const segments: Segment[] = [];
  let from = start;
  for (const { durationMs, powerW } of phases) {
    const end = from + durationMs;
    const last = segments.at(-1);
    if (last?.powerW === powerW) segments[segments.length - 1] = { ...last, end };
    else if (end > from) segments.push({ start: from, end, powerW });
    from = end;
  }
  return segments;
}

/** The cheapest start of a profile inside the field, to the ms, or undefined when it fits nowhere. */
export function cheapestProfileStart(field: Field, wanted: ProfileWanted): Steps<Ms | undefined> {
  const shape = wholePowers(segmentsAt(0, wanted.phases));
  return bestStart(field, { ...wanted, shape, measures: [moneyOf(field, shape), nothing(field, shape)] });
}

/**
 * The start with the least time above the price limit, the cheapest of those; undefined where the profile fits nowhere.
 * The field has the known prices, and `below` is open where they keep the limit.
 */
export function leastAboveStart(field: Field, below: Field, wanted: ProfileWanted): Steps<Ms | undefined> {
  const shape = wholePowers(segmentsAt(0, wanted.phases));
  return bestStart(field, { ...wanted, shape, measures: [timeAbove(field, below, shape), moneyOf(field, shape)] });
}

interface Search extends ProfileWanted {
  readonly shape: readonly Segment[];
  readonly measures: readonly [Measure, Measure];
}

function* bestStart(field: Field, { shape, measures, startAlignMs, latest }: Search): Steps<Ms | undefined> {
  let best = Number.NaN;
  let lowest: Judged = [infinite, infinite];
  const ranges = yield* possibleStarts(field, shape);
  yield* sweepStarts(field, shape, { ranges, measures }, (from, to, judged, slopes) => {
    const first = Math.ceil(from / startAlignMs) * startAlignMs;
    const last = Math.floor(to / startAlignMs) * startAlignMs;
    for (let start = first; start <= last; start = start < last ? last : infinite) {
      const value = judged[0] + slopes[0] * (start - from);
      const tie = judged[1] + slopes[1] * (start - from);
      const isEqual = value === lowest[0] && tie === lowest[1];
      if (isEqual ? !latest : value > lowest[0] || (value === lowest[0] && tie > lowest[1])) continue;
      lowest = [value, tie];
      best = start;
    }
  });
  return Number.isNaN(best) ? undefined : best;
}

/** The same shape with whole numbers for powers, so that equal costs compare equal. */
function wholePowers(shape: readonly Segment[]): Segment[] {
  const scale = integerScale(Float64Array.from(shape, ({ powerW }) => powerW));
  return shape.map((segment) => ({ ...segment, powerW: Math.round(segment.powerW * scale) }));
}

/** What is paid; 0 where nothing may run, as only a phase without power lies there. */
function moneyOf(field: Field, shape: readonly Segment[]): Measure {
  const costs = field.space.numbers(field.count);
  for (let i = 0; i < field.count; i++) costs[i] = at(field.costs, i) < infinite ? at(field.costs, i) : 0;
  return { costs, added: changes(field, shape, ({ powerW }) => powerW) };
}

/** How long power is drawn above the limit. */
function timeAbove(field: Field, below: Field, shape: readonly Segment[]): Measure {
  const costs = field.space.numbers(field.count);
  for (let i = 0; i < field.count; i++) costs[i] = at(below.costs, i) === infinite ? 1 : 0;
  return { costs, added: changes(field, shape, ({ powerW }) => (powerW > 0 ? 1 : 0)) };
}

function nothing(field: Field, shape: readonly Segment[]): Measure {
  return { costs: field.space.numbers(field.count).fill(0), added: field.space.numbers(shape.length + 1).fill(0) };
}

/** By how much something changes at the beginning of each segment and at the end of the last one. */
function changes({ space }: Field, shape: readonly Segment[], of: (segment: Segment) => number): Float64Array {
  const added = space.numbers(shape.length + 1);
  let before = 0;
  for (const [index, segment] of shape.entries()) {
    added[index] = of(segment) - before;
    before = of(segment);
  }
  added[shape.length] = -before;
  return added;
}
