import { at, infinite } from '../problem/numbers.js';
import type { Program } from './program.js';

/**
 * In which order the states of a programme are worked out, and where their values stand.
 *
 * By amount: a line is one run time left, in a row from the first cell to the last; a pause stays in its line, a start needs
 * the lines `minRun` before. By end: a line is one cell up to which it would run without a pause, in a row over run time
 * left; a start stays in its line, a pause needs the lines `minPause` before. The order that takes less room is used.
 */
export interface Rows {
  readonly byAmount: boolean;
  readonly lineCount: number;
  readonly width: number;
  readonly layers: number;
  /** What a start takes off the number of starts left: 0 when any number is allowed. */
  readonly spent: number;
  readonly onRows: number;
  readonly offRows: number;
  /** In which row of `on` a line stands as long as it is needed. */
  readonly onRowOf: (line: number) => number;
  /** The cells of each line that can matter, both included. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Where the words of each line begin, those of its layers one after the other. */
  readonly places: Float64Array;
}

/** Plans the rows for a programme whose `least` is at most its `most`; `maxStarts` infinite = any number. */
export function layRows(program: Program, maxStarts: number): Rows {
  const { space, count, least } = program;
  const spent = maxStarts === infinite ? 0 : 1;
  const shape = shapeOf(program);
  const { byAmount, lineCount } = shape;
  const layers = spent === 0 ? 1 : maxStarts + 1;
  const lows = space.numbers(lineCount);
  const highs = space.numbers(lineCount);
  (byAmount ? bandByAmount : bandByEnd)(program, lows, highs);
  const places = space.numbers(lineCount + 1);
  places[0] = 0;
  for (let line = 0; line < lineCount; line++) {
    const [low, high] = [at(lows, line), at(highs, line)];
    const shift = line - least;
    const words = byAmount
      ? wordsBetween(low + shift, high + shift)
      : wordsBetween(count - line - high, count - line - low);
    places[line + 1] = at(places, line) + layers * words;
  }
  return { ...shape, layers, spent, lows, highs, places };
}

function wordsBetween(first: number, last: number): number {
  return last < first ? 0 : (last >> 4) - (first >> 4) + 1;
}

/** What is added to a place in a row, 16 to a word, to find its choices. */
export function wordOf(rows: Rows & { readonly program: Program }, line: number, k: number): number {
  const { byAmount, places, layers, program } = rows;
  const first = byAmount ? at(rows.lows, line) + line - program.least : program.count - line - at(rows.highs, line);
  const begin = at(places, line);
  return begin + ((at(places, line + 1) - begin) / layers) * k - (first >> 4);
}

/** How many numbers and words the values and choices take. */
export function roomOf({ onRows, offRows, width, layers, places, lineCount }: Rows) {
  return { on: onRows * layers * width, off: offRows * layers * width, choices: at(places, lineCount) };
}

type Shape = Pick<Rows, 'byAmount' | 'lineCount' | 'width' | 'onRows' | 'offRows' | 'onRowOf'>;

/** How many values of states are kept at once, for each number of starts left. */
export function roomFor(program: Program): number {
  return valuesOf(shapeOf(program));
}

function shapeOf(program: Program): Shape {
  const [byAmount, byEnd] = [shapeByAmount(program), shapeByEnd(program)];
  return valuesOf(byAmount) <= valuesOf(byEnd) ? byAmount : byEnd;
}

function valuesOf({ onRows, offRows, width }: Shape): number {
  return (onRows + offRows) * width;
}

function shapeByEnd({ count, least, most, minPause }: Program): Shape {
  const lineCount = count - least + 1;
  const offRows = Math.min(minPause + 1, lineCount);
  return { byAmount: false, lineCount, width: most + 1, onRows: 1, offRows, onRowOf: () => 0 };
}

/**
 * A first start needs the lines from `least - minRun` to `most - minRun`, later starts only those up to `most - 2 minRun`:
 * where runs are long, few lines are kept.
 */
function shapeByAmount({ count, least, most, minRun }: Program): Shape {
  const shape = { byAmount: true, lineCount: most + 1, width: count - least + 2, offRows: 1 };
  const last = most - 2 * minRun;
  const ring = Math.max(0, Math.min(last, minRun) + 1);
  const first = Math.max(least - minRun, last + 1, 0);
  const apart = Math.max(0, most - minRun - first + 1);
  if (ring + apart + 2 >= minRun + 1) return { ...shape, onRows: minRun + 1, onRowOf: (line) => line % (minRun + 1) };
  const onRowOf = (line: number) => {
    if (line <= last) return line % ring;
    return line >= first && line <= most - minRun ? ring + line - first : ring + apart + (line & 1);
  };
  return { ...shape, onRows: ring + apart + 2, onRowOf };
}

/** How many open cells there are before each cell (`step` 1) or from it on (-1). */
function openCells({ space, count, costs }: Program, step: 1 | -1): Float64Array {
  const cells = space.numbers(count + 1);
  let open = 0;
  for (let t = step === 1 ? 0 : count; t >= 0 && t <= count; t += step) {
    if (step === -1 && t < count && at(costs, t) < infinite) open++;
    cells[t] = open;
    if (step === 1 && t < count && at(costs, t) < infinite) open++;
  }
  return cells;
}

/**
 * The run time left that can matter at a cell is no more than the open cells from there on, and no less than the open cells
 * before it leave over of `least`.
 */
function bandByAmount(program: Program, lows: Float64Array, highs: Float64Array): void {
  const { count, least, most } = program;
  const [before, after] = [openCells(program, 1), openCells(program, -1)];
  let [low, high] = [count + 1, count];
  for (let left = 0; left <= most; left++) {
    while (low > 0 && at(before, low - 1) >= least - left) low--;
    while (high >= 0 && at(after, high) < left) high--;
    lows[left] = low;
    highs[left] = high;
  }
}

/** The same band, cut the other way. */
function bandByEnd(program: Program, lows: Float64Array, highs: Float64Array): void {
  const { count, least, most } = program;
  const [before, after] = [openCells(program, 1), openCells(program, -1)];
  let [low, high] = [count, count];
  for (let end = count; end >= least; end--) {
    while (low > 0 && low - 1 + at(after, low - 1) >= end) low--;
    while (high >= 0 && high - at(before, high) > end - least) high--;
    lows[count - end] = Math.max(low, end - most);
    highs[count - end] = Math.min(high, end - 1);
  }
}
