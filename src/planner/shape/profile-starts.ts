import type { Interval } from '../../time/index.js';
import { isClosed } from '../problem/closed.js';
import { type Field, openEnd } from '../problem/field.js';
import { at, infinite } from '../problem/numbers.js';
import type { Segment } from '../problem/request.js';
import type { Steps } from '../problem/steps.js';

/** Starts [start, end], end included, for which the profile is in the field, outside closed times, and power in open time; in order. */
export function* possibleStarts(field: Field, shape: readonly Segment[]): Steps<Interval[]> {
  const lengthMs = shape.at(-1)?.end ?? 0;
  let starts = startsOutsideClosed(field, lengthMs);
  for (const block of poweredBlocks(shape)) {
    starts = inBoth(starts, startsOfBlock(field, block));
    if (field.space.settle(16 * field.count)) yield;
  }
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

/** What two lists have in common, both in order and without overlaps. */
function inBoth(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  const both: Interval[] = [];
  for (let i = 0, j = 0; ; ) {
    const [one, other] = [some[i], others[j]];
    if (one === undefined || other === undefined) return both;
    const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)];
    if (start <= end) both.push({ start, end });
    if (one.end < other.end) i++;
    else j++;
  }
}
