import { isUsable } from './battery.js';
import { absorb, buy, kinds, type Pieces } from './pieces.js';

/**
 * What is stored is worth, at one instant: stretches of levels from the bottom up, and what a kWh in each of them is worth, in ct,
 * never rising. It is the least cost from that instant on, with the slope turned round.
 */
export interface Worth {
  readonly levels: Float64Array;
  readonly values: Float64Array;
  /** Where it lies in both: stretch i ends at `levels[from + i]`, kWh. */
  readonly from: number;
  readonly count: number;
  readonly bottomKwh: number;
  /** The least cost from here on when only the bottom is stored. */
  readonly bottomCt: number;
}

/** A worth to be written; the room that made it owns it. */
export type Draft = { -readonly [Key in keyof Worth]: Worth[Key] };

/** The index of the first stretch that is worth `valueCt` or less; values fall, so a bisection finds it. */
function firstAtMost({ values, from, count }: Worth, valueCt: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[from + middle] as number) > valueCt) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The level in kWh up to which another stored kWh is worth more than `valueCt`; the bottom where none is. */
export function levelAbove(worth: Worth, valueCt: number): number {
  const index = firstAtMost(worth, valueCt);
  return index === 0 ? worth.bottomKwh : (worth.levels[worth.from + index - 1] as number);
}

/** The stretch in which the next kWh above a level lies; the last one at the top and above it. */
function stretchAt({ levels, from, count }: Worth, levelKwh: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((levels[from + middle] as number) <= levelKwh) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What the next stored kWh is worth in ct; below the bottom what the first one is worth, from the top on what the last one is. */
export function valueAt(worth: Worth, levelKwh: number): number {
  return worth.values[worth.from + stretchAt(worth, levelKwh)] as number;
}

/** The least cost in ct from here on with so much stored; levels outside count as the bottom or the top. */
export function costAt(worth: Worth, levelKwh: number): number {
  let cost = worth.bottomCt;
  let below = worth.bottomKwh;
  for (let i = worth.from; i < worth.from + worth.count && below < levelKwh; i += 1) {
    const upTo = Math.min(worth.levels[i] as number, levelKwh);
    cost -= (upTo - below) * (worth.values[i] as number);
    below = upTo;
  }
  return cost;
}

/** Writes a worth of one value from the bottom to the top. */
export function writeEnd(end: Draft, battery: { minKwh: number; maxKwh: number }, valueCt: number): void {
  end.levels[end.from] = battery.maxKwh;
  end.values[end.from] = isUsable(valueCt) ? valueCt : 0;
  end.count = 1;
  end.bottomKwh = battery.minKwh;
  end.bottomCt = 0;
}

/** Stretches shorter than this are noise of the arithmetic, kWh. */
const shortestKwh = 1e-9;

/**
 * One step back in time: writes the worth at the start of a step from the worth at its end. The stretches of both, by falling
 * value, begin as far below the bottom as the step can charge; what lies outside of the battery is cut off.
 *
 * This is the inner loop of planning: what later steps want is copied in one go from one piece of the step to the next.
 */
export function stepBack(before: Draft, after: Worth, { length, slope, fullCt }: Pieces): void {
  const { levels, values, bottomKwh } = after;
  const { levels: levelsBefore, values: valuesBefore, from } = before;
  const until = after.from + after.count;
  const lowest = bottomKwh + shortestKwh;
  let shift = -(length[absorb] as number) - (length[buy] as number);
  let read = after.from;
  let write = from;
  let reached = bottomKwh;
  let below = bottomKwh + shift;
  let cost = after.bottomCt + fullCt;
  for (let place = kinds - 1; place >= -1; place -= 1) {
    if (length[place] === 0) continue;
    const own = place < 0 ? Number.NEGATIVE_INFINITY : (slope[place] as number);
    for (; read < until && (values[read] as number) > own; read += 1) {
      reached = levels[read] as number;
      const level = reached + shift;
      if (below < bottomKwh) cost -= (Math.min(level, bottomKwh) - below) * (values[read] as number);
      below = level;
      if (level < lowest) continue;
      levelsBefore[write] = level;
      valuesBefore[write++] = values[read] as number;
    }
    if (place < 0) break;
    shift += length[place] as number;
    // What later steps want at the same value is one stretch with it.
    if (read < until && values[read] === own) reached = levels[read++] as number;
    const level = reached + shift;
    if (below < bottomKwh) cost -= (Math.min(level, bottomKwh) - below) * own;
    below = level;
    if (level - (write > from ? (levelsBefore[write - 1] as number) : bottomKwh) < shortestKwh) continue;
    if (write > from && valuesBefore[write - 1] === own) write -= 1;
    levelsBefore[write] = level;
    valuesBefore[write++] = own;
  }
  before.bottomKwh = bottomKwh;
  before.bottomCt = cost;
  before.count = write - from;
  cutTop(before, levels[until - 1] as number);
}

/** Cuts off what lies above the top; a battery without room keeps one stretch of no length. */
function cutTop(draft: Draft, topKwh: number): void {
  const { levels, values, from } = draft;
  while (draft.count > 1 && (levels[from + draft.count - 2] as number) > topKwh - shortestKwh) draft.count -= 1;
  if (draft.count === 0) {
    values[from] = 0;
    draft.count = 1;
  }
  levels[from + draft.count - 1] = topKwh;
}
