import type { Field } from './field.js';
import { at, infinite } from './numbers.js';

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

/**
 * Takes `restMs` of the stretches at the threshold so that the runs are fewest, and then earliest.
 *
 * A block that touches a run costs no start, a block between two runs saves one when it is used whole, any other costs
 * one. Blocks are settled in time order: each takes the most that still lets the rest reach the fewest runs.
 */
export function fillFewest(field: Field, share: Share, used: { from: Float64Array; to: Float64Array }): void {
  const blocks = findBlocks(field, share);
  let rest = share.restMs;
  for (const [index, block] of blocks.entries()) {
    const taken = mostTaken(block, blocks.slice(index + 1), rest);
    rest -= taken;
    const atEnd = taken < block.lengthMs && block.touchesAfter && !block.touchesBefore;
    const start = atEnd ? at(field.edges, block.past) - taken : at(field.edges, block.first);
    for (let i = block.first; i < block.past; i++) {
      used.from[i] = clamp(start, at(field.edges, i), at(field.edges, i + 1));
      used.to[i] = clamp(start + taken, at(field.edges, i), at(field.edges, i + 1));
    }
  }
}

/** The most of `block` that still allows the fewest runs over it and the `later` ones together. */
function mostTaken(block: Block, later: readonly Block[], rest: number): number {
  const target = fewestStarts([block, ...later], rest);
  if (rest >= block.lengthMs && startsOf(block, block.lengthMs) + fewestStarts(later, rest - block.lengthMs) === target)
    return block.lengthMs;
  const most = Math.min(rest, block.lengthMs - 1);
  const left = leastLeft(later, { atLeast: rest - most, starts: target - startsOf(block, 1) });
  return left < rest ? rest - left : 0;
}

/** The smallest amount, `atLeast` or more, that the blocks take with so many starts; Infinity when there is none. */
function leastLeft(blocks: readonly Block[], wanted: { atLeast: number; starts: number }): number {
  let sum = 0;
  const amounts = [wanted.atLeast];
  for (const bridge of bridges(blocks)) {
    sum += bridge;
    amounts.push(sum);
  }
  for (const amount of amounts)
    if (amount >= wanted.atLeast && fewestStarts(blocks, amount) === wanted.starts) return amount;
  return infinite;
}

/** How many starts the blocks add at least (saved ones count negative) when `amount` of them is used. */
function fewestStarts(blocks: readonly Block[], amount: number): number {
  let [starts, touching] = [0, 0];
  const alone: number[] = [];
  for (const block of blocks) {
    if (block.touchesBefore || block.touchesAfter) touching += block.lengthMs;
    else alone.push(block.lengthMs);
  }
  let rest = amount;
  for (const bridge of bridges(blocks)) {
    if (bridge > rest) break;
    rest -= bridge;
    starts--;
  }
  let missing = amount - touching;
  for (const length of alone.sort((a, b) => b - a)) {
    if (missing <= 0) break;
    missing -= length;
    starts++;
  }
  return missing > 0 ? infinite : starts;
}

/** Lengths of the blocks that lie between two runs, shortest first. */
function bridges(blocks: readonly Block[]): number[] {
  const lengths: number[] = [];
  for (const block of blocks) if (block.touchesBefore && block.touchesAfter) lengths.push(block.lengthMs);
  return lengths.sort((a, b) => a - b);
}

function startsOf(block: Block, taken: number): number {
  if (taken === 0) return 0;
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
