import type { Field } from '../problem/field.js';
import { at, infinite } from '../problem/numbers.js';

/** What costs just the threshold, how much of it to take, and whether the device is on when the field begins. */
interface Share {
  readonly cost: number;
  readonly restMs: number;
  readonly runsOn: boolean;
}

/** Neighbouring stretches [first, past) at the threshold, and on which sides they touch what is on anyway. */
interface Block {
  readonly first: number;
  readonly past: number;
  readonly lengthMs: number;
  readonly touchesBefore: boolean;
  readonly touchesAfter: boolean;
}

/** Lengths of the blocks that are still to be settled, in order of use, and how long those are that touch a run. */
interface Later {
  /** Between two runs, the shortest first: each that is used whole saves a start. */
  readonly bridges: number[];
  /** Beside no run, the longest first: each costs a start. */
  readonly alone: number[];
  touchingMs: number;
}

/**
 * Takes `restMs` of the stretches at the threshold so that the runs are fewest, and then earliest.
 *
 * A block that touches a run costs no start, a block between two runs saves one when it is used whole, any other costs
 * one. Blocks are settled in time order: each takes the most that still lets the rest reach the fewest runs.
 */
export function fillFewest(field: Field, share: Share, used: { from: Float64Array; to: Float64Array }): void {
  const blocks = findBlocks(field, share);
  const later = allOf(blocks);
  let rest = share.restMs;
  for (const block of blocks) {
    const taken = mostTaken(block, later, rest);
    rest -= taken;
    const atEnd = taken < block.lengthMs && block.touchesAfter && !block.touchesBefore;
    const start = atEnd ? at(field.edges, block.past) - taken : at(field.edges, block.first);
    for (let i = block.first; i < block.past; i++) {
      used.from[i] = clamp(start, at(field.edges, i), at(field.edges, i + 1));
      used.to[i] = clamp(start + taken, at(field.edges, i), at(field.edges, i + 1));
    }
  }
}

/** Takes a block out of `later` and returns the most of it that still allows the fewest runs over all of them together. */
function mostTaken(block: Block, later: Later, rest: number): number {
  const [target = infinite] = fewestStarts(later, [rest]);
  without(later, block);
  if (rest >= block.lengthMs) {
    const [others = infinite] = fewestStarts(later, [rest - block.lengthMs]);
    if (startsOf(block, block.lengthMs) + others === target) return block.lengthMs;
  }
  const most = Math.min(rest, block.lengthMs - 1);
  const left = leastLeft(later, { atLeast: rest - most, starts: target - startsOf(block, 1) });
  return left < rest ? rest - left : 0;
}

/** The smallest amount, `atLeast` or more, that the blocks take with so many starts; Infinity when there is none. */
function leastLeft(later: Later, wanted: { atLeast: number; starts: number }): number {
  let sum = 0;
  const amounts = [wanted.atLeast];
  for (const bridge of later.bridges) {
    sum += bridge;
    if (sum > wanted.atLeast) amounts.push(sum);
  }
  const found = fewestStarts(later, amounts).indexOf(wanted.starts);
  return amounts[found] ?? infinite;
}

/** How many starts the blocks add at least (saved ones count negative) when each of the amounts, in order, is used. */
function fewestStarts({ bridges, alone, touchingMs }: Later, amounts: readonly number[]): number[] {
  let [bridged, bridgedMs, begun, begunMs] = [0, 0, 0, 0];
  return amounts.map((amount) => {
    for (; bridgedMs + (bridges[bridged] ?? infinite) <= amount; bridged++) bridgedMs += bridges[bridged] ?? 0;
    for (; touchingMs + begunMs < amount && begun < alone.length; begun++) begunMs += alone[begun] ?? 0;
    return touchingMs + begunMs < amount ? infinite : begun - bridged;
  });
}

function allOf(blocks: readonly Block[]): Later {
  const later: Later = { bridges: [], alone: [], touchingMs: 0 };
  for (const block of blocks) {
    listOf(later, block)?.push(block.lengthMs);
    if (touches(block)) later.touchingMs += block.lengthMs;
  }
  later.bridges.sort((a, b) => a - b);
  later.alone.sort((a, b) => b - a);
  return later;
}

function without(later: Later, block: Block): void {
  const list = listOf(later, block);
  list?.splice(list.indexOf(block.lengthMs), 1);
  if (touches(block)) later.touchingMs -= block.lengthMs;
}

/** In which list a block stands; one that touches a run on one side stands in none. */
function listOf({ bridges, alone }: Later, block: Block): number[] | undefined {
  if (!touches(block)) return alone;
  return block.touchesBefore && block.touchesAfter ? bridges : undefined;
}

function touches({ touchesBefore, touchesAfter }: Block): boolean {
  return touchesBefore || touchesAfter;
}

/** How many starts it adds to take something of a block. */
function startsOf(block: Block, taken: number): number {
  if (!block.touchesBefore && !block.touchesAfter) return 1;
  return block.touchesBefore && block.touchesAfter && taken === block.lengthMs ? -1 : 0;
}

function findBlocks(field: Field, { cost, runsOn }: Share): Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < field.count; first++) {
    if (at(field.costs, first) !== cost) continue;
    let past = first + 1;
    while (past < field.count && at(field.costs, past) === cost) past++;
    blocks.push({
      first,
      past,
      lengthMs: at(field.edges, past) - at(field.edges, first),
      touchesBefore: first === 0 ? runsOn : at(field.costs, first - 1) < cost,
      touchesAfter: past < field.count && at(field.costs, past) < cost,
    });
    first = past;
  }
  return blocks;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
