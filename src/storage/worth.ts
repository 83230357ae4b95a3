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
  let [low, high] = [0, count];
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
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((levels[from + middle] as number) <= levelKwh) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What the next stored kWh is worth in ct; at the top and above it, what the last one is worth. */
export function valueAt(worth: Worth, levelKwh: number): number {
  return worth.values[worth.from + stretchAt(worth, levelKwh)] as number;
}

/** The least cost in ct from here on with so much stored; levels outside count as the bottom or the top. */
export function costAt(worth: Worth, levelKwh: number): number {
  let [cost, below] = [worth.bottomCt, worth.bottomKwh];
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
  end.values[end.from] = Number.isFinite(valueCt) ? valueCt : 0;
  end.count = 1;
  end.bottomKwh = battery.minKwh;
  end.bottomCt = 0;
}

/** Stretches shorter than this are noise of the arithmetic, kWh. */
const shortestKwh = 1e-9;

/**
 * One step back in time: writes the worth at the start of a step from the worth at its end. The stretches of both, by falling
 * value, begin as far below the bottom as the step can charge; what lies outside of the battery is cut off.
 */
export function stepBack(before: Draft, after: Worth, pieces: Pieces): void {
  const { length, slope } = pieces;
  const { levels, values, bottomKwh } = after;
  const until = after.from + after.count;
  const topKwh = levels[until - 1] as number;
  let shift = -(length[absorb] as number) - (length[buy] as number);
  before.count = 0;
  before.bottomKwh = bottomKwh;
  before.bottomCt = after.bottomCt + pieces.fullCt;
  let place = pieceBefore(length, kinds);
  let [read, reached, level] = [after.from, bottomKwh, bottomKwh + shift];
  while (level < topKwh && (place >= 0 || read < until)) {
    const below = level;
    // At equal value the step's own piece lies lower: what can wait waits.
    const isOwn = place >= 0 && (read === until || (slope[place] as number) >= (values[read] as number));
    const value = (isOwn ? slope[place] : values[read]) as number;
    if (isOwn) {
      shift += length[place] as number;
      place = pieceBefore(length, place);
    } else reached = levels[read++] as number;
    level = reached + shift;
    if (below < bottomKwh) before.bottomCt -= (Math.min(level, bottomKwh) - below) * value;
    append(before, level > topKwh - shortestKwh ? topKwh : level, value);
  }
  end(before, topKwh, after);
}

function pieceBefore(length: Float64Array, from: number): number {
  let place = from - 1;
  while (place >= 0 && length[place] === 0) place -= 1;
  return place;
}

/** Adds a stretch; one of the same value is made longer, and what is too short or below the bottom is left out. */
function append(draft: Draft, level: number, value: number): void {
  const { levels, values, from, count, bottomKwh } = draft;
  const below = count === 0 ? bottomKwh : (levels[from + count - 1] as number);
  if (level - below < shortestKwh) return;
  if (count > 0 && values[from + count - 1] === value) {
    levels[from + count - 1] = level;
    return;
  }
  levels[from + count] = level;
  values[from + count] = value;
  draft.count = count + 1;
}

/** The last stretch ends at the top whatever the arithmetic lost; a battery without room has one stretch of no length. */
function end(draft: Draft, topKwh: number, after: Worth): void {
  if (draft.count === 0) {
    draft.values[draft.from] = after.values[after.from] as number;
    draft.count = 1;
  }
  draft.levels[draft.from + draft.count - 1] = topKwh;
}
