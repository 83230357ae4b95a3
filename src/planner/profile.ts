import type { Interval, Ms } from '../time/index.js';
import { isClosed } from './closed.js';
import { type Field, openEnd } from './field.js';
import { at, infinite, integerScale } from './numbers.js';
import type { Phase, Segment } from './request.js';

/** A profile to place: on which grid it may start (ms since 1970), and which of equal starts wins. */
export interface ProfileWanted {
  readonly phases: readonly Phase[];
  readonly startAlignMs: number;
  readonly latest: boolean;
}

/** Where the power changes, in ms after the start: by how many W, and what index of the field it is at. */
interface Step {
  readonly offsetMs: number;
  readonly addedW: number;
  index: number;
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

/**
 * The cheapest start of a profile inside the field, to the ms, or undefined when it fits nowhere.
 *
 * Between two instants at which a power step meets a price edge the cost is linear in the start: a sweep over these
 * kinks, with the slope as the sum of step times price, is exact.
 */
export function cheapestProfileStart(field: Field, wanted: ProfileWanted): Ms | undefined {
  const best = { cost: infinite, start: Number.NaN };
  const shape = wholePowers(segmentsAt(0, wanted.phases));
  for (const starts of possibleStarts(field, shape)) {
    const steps = stepsOf(shape);
    let [from, cost] = [starts.start, costFrom(field, shape, starts.start)];
    for (;;) {
      const { kink, slope } = nextKink(field, steps, from);
      const to = Math.min(kink, starts.end);
      const first = Math.ceil(from / wanted.startAlignMs) * wanted.startAlignMs;
      const last = Math.floor(to / wanted.startAlignMs) * wanted.startAlignMs;
      for (const start of first < last ? [first, last] : first === last ? [first] : []) {
        const candidate = cost + slope * (start - from);
        if (candidate > best.cost || (candidate === best.cost && !wanted.latest)) continue;
        best.cost = candidate;
        best.start = start;
      }
      if (to === starts.end) break;
      cost += slope * (to - from);
      from = to;
    }
  }
  return Number.isNaN(best.start) ? undefined : best.start;
}

/** The same shape with whole numbers for powers, so that equal costs compare equal. */
function wholePowers(shape: readonly Segment[]): Segment[] {
  const scale = integerScale(Float64Array.from(shape, ({ powerW }) => powerW));
  return shape.map((segment) => ({ ...segment, powerW: Math.round(segment.powerW * scale) }));
}

function stepsOf(shape: readonly Segment[]): Step[] {
  const steps: Step[] = [];
  let before = 0;
  for (const { start, powerW } of shape) {
    steps.push({ offsetMs: start, addedW: powerW - before, index: 0 });
    before = powerW;
  }
  steps.push({ offsetMs: shape.at(-1)?.end ?? 0, addedW: -before, index: 0 });
  return steps;
}

/** The next start after `from` at which a step meets a price edge, and how the cost grows until then, per ms. */
function nextKink(field: Field, steps: Step[], from: Ms): { kink: Ms; slope: number } {
  let [kink, slope] = [infinite, 0];
  for (const step of steps) {
    while (step.index < field.count && at(field.edges, step.index + 1) <= from + step.offsetMs) step.index++;
    if (step.index === field.count) continue;
    kink = Math.min(kink, at(field.edges, step.index + 1) - step.offsetMs);
    slope -= step.addedW * costAt(field, step.index);
  }
  return { kink, slope };
}

/** The cost of a stretch; 0 where nothing may run, as only a phase without power lies there. */
function costAt(field: Field, index: number): number {
  return at(field.costs, index) < infinite ? at(field.costs, index) : 0;
}

function costFrom(field: Field, shape: readonly Segment[], start: Ms): number {
  let cost = 0;
  for (const phase of shape)
    for (let i = 0; i < field.count; i++) {
      const from = Math.max(at(field.edges, i), start + phase.start);
      const to = Math.min(at(field.edges, i + 1), start + phase.end);
      if (from < to) cost += phase.powerW * costAt(field, i) * (to - from);
    }
  return cost;
}

/** Starts [start, end], end included, for which the profile is in the field, outside closed times, and power in open time. */
function possibleStarts(field: Field, shape: readonly Segment[]): Interval[] {
  const lengthMs = shape.at(-1)?.end ?? 0;
  let starts = startsOutsideClosed(field, lengthMs);
  for (const block of poweredBlocks(shape)) starts = intersectAll(starts, startsOfBlock(field, block));
  return starts.filter(({ start, end }) => start <= end);
}

/** Starts for which the whole profile, also what draws nothing of it, lies between closed times; where these are no matter, in the field. */
function startsOutsideClosed({ prices, first, count, edges, costs }: Field, lengthMs: number): Interval[] {
  const starts: Interval[] = [];
  let from = at(edges, 0);
  for (let i = 0; i <= count; i++) {
    const isShut = i < count && isClosed(prices, first + i) && at(costs, i) === infinite;
    if (i < count && !isShut) continue;
    starts.push({ start: from, end: at(edges, i) - lengthMs });
    from = at(edges, Math.min(i + 1, count));
  }
  return starts.filter(({ start, end }) => start <= end);
}

/** Neighbouring phases with power, as one stretch each. */
function poweredBlocks(shape: readonly Segment[]): Interval[] {
  const blocks: Interval[] = [];
  for (const { start, end, powerW } of shape) {
    if (powerW === 0) continue;
    const last = blocks.at(-1);
    if (last?.end === start) blocks[blocks.length - 1] = { start: last.start, end };
    else blocks.push({ start, end });
  }
  return blocks;
}

function startsOfBlock(field: Field, block: Interval): Interval[] {
  const starts: Interval[] = [];
  for (let first = 0; first < field.count; first++) {
    const past = openEnd(field, first);
    if (past > first)
      starts.push({ start: at(field.edges, first) - block.start, end: at(field.edges, past) - block.end });
    first = past;
  }
  return starts.filter(({ start, end }) => start <= end);
}

function intersectAll(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({ start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) }))
      .filter(({ start, end }) => start <= end),
  );
}
