import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import type { CellRun, OffProgram, Program } from './program.js';
import { layStartCosts } from './run-table.js';

/** What a line takes besides its states, in states. */
const workPerLine = 256;

const goesOn = 0x8000;

/** A programme under a limit on time off, worked out up to a run time. */
export interface OffTable {
  /** The lowest cost of each run time from `least` up to `settled`. */
  readonly values: Float64Array;
  readonly settled: number;
  /** The cheapest runs for a run time that has a finite cost, on first. */
  readonly trace: (amount: number) => CellRun[];
}

/**
 * Lines of one run time left, in a row over `cell + run time left - least`: there a run that goes on, and a start, stay in
 * their column, and a device that waits moves to the next one. So all starts that a pause may end with are neighbours in one
 * row, and the cheapest of them is kept while the window over them moves.
 */
interface Lines {
  readonly program: OffProgram;
  readonly layers: number;
  /** What a start takes off the number of starts left: 0 when any number is allowed. */
  readonly spent: number;
  readonly width: number;
  readonly startCosts: Float64Array;
  /** Open cells before each cell, and from each cell on. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Values of `minRun + 1` lines: what is to be paid when on and free to stop. */
  readonly on: Float64Array;
  /** What starting costs in the line that is being settled, and the columns of the cheapest starts ahead. */
  readonly start: Float64Array;
  readonly ahead: Float64Array;
  /** For each state how far behind the first start allowed the best one is, and whether a run goes on. */
  readonly choices: Uint16Array;
  /** Where the choices of each line begin, and the columns that it has. */
  readonly places: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** The cell of the first start for each run time. */
  readonly firsts: Float64Array;
  readonly values: Float64Array;
}

/** How many bytes the values and choices take; a line has no more than `count - least + 1` states. */
export function offTableBytes({ count, least, most, minRun }: Program, layers: number): number {
  const width = count - least + 2;
  const beyond = Math.max(0, most - least);
  return layers * (8 * (minRun + 1) * width + 2 * ((most + 1) * width - beyond ** 2 / 2));
}

/**
 * Works out a programme with a limit on time off line by line, and stops after the first run time from `least` on that is
 * `enough`; `maxStarts` infinite = any number.
 */
export function* fillOffTable(
  program: OffProgram,
  maxStarts: number,
  enough: (value: number) => boolean = () => false,
): Steps<OffTable> {
  const lines = layLines(program, maxStarts);
  let settled = program.least - 1;
  for (let line = 0; line <= program.most; line++) {
    for (let k = 0; k < lines.layers; k++) if (program.space.settle(workPerLine + settleLine(lines, line, k))) yield;
    if (line < program.least) continue;
    settled = line;
    if (enough(at(lines.values, line))) break;
  }
  return { values: lines.values, settled, trace: (amount) => trace(lines, amount) };
}

function layLines(program: OffProgram, maxStarts: number): Lines {
  const { space, count, least, most, minRun } = program;
  const spent = maxStarts === infinite ? 0 : 1;
  const layers = spent === 0 ? 1 : maxStarts + 1;
  const width = count - least + 2;
  const [before, after] = [space.numbers(count + 1), space.numbers(count + 1)];
  countOpen(program, before, after);
  const [places, lows, highs] = [space.numbers(most + 2), space.numbers(most + 1), space.numbers(most + 1)];
  layBands(program, { before, after, places, lows, highs }, layers);
  const words = space.words((at(places, most + 1) + 1) >> 1);
  return {
    program,
    layers,
    spent,
    width,
    before,
    after,
    places,
    lows,
    highs,
    startCosts: layStartCosts(program, space.numbers(count + 1)),
    on: space.numbers((minRun + 1) * layers * width),
    start: space.numbers(width),
    ahead: space.numbers(width),
    choices: new Uint16Array(words.buffer, words.byteOffset, 2 * words.length),
    firsts: space.numbers(most + 1),
    values: space.numbers(most + 1).fill(infinite, 0, most + 1),
  };
}

function countOpen({ count, costs }: Program, before: Float64Array, after: Float64Array): void {
  before[0] = 0;
  after[count] = 0;
  for (let t = 0; t < count; t++) before[t + 1] = at(before, t) + (at(costs, t) < infinite ? 1 : 0);
  for (let t = count; t > 0; t--) after[t - 1] = at(after, t) + (at(costs, t - 1) < infinite ? 1 : 0);
}

/** The cells that can matter with some run time left: enough open ones from there on, and enough before for the rest. */
function layBands(
  { count, least, most }: Program,
  { before, after, places, lows, highs }: Pick<Lines, 'before' | 'after' | 'places' | 'lows' | 'highs'>,
  layers: number,
): void {
  let [low, high] = [count + 1, count];
  places[0] = 0;
  for (let left = 0; left <= most; left++) {
    while (low > 0 && at(before, low - 1) >= least - left) low--;
    while (high >= 0 && at(after, high) < left) high--;
    lows[left] = low + left - least;
    highs[left] = high + left - least;
    places[left + 1] = at(places, left) + layers * Math.max(0, high - low + 1);
  }
}

/** Values and choices of one line for one number of starts left; returns how many states that are. */
function settleLine(lines: Lines, line: number, k: number): number {
  const { program, places, lows, highs, layers } = lines;
  const [low, high] = [at(lows, line), at(highs, line)];
  const states = Math.max(0, high - low + 1);
  if (line === 0) layEnd(lines, k, [low, high]);
  else {
    layStarts(lines, line, k);
    const choicesAt = at(places, line) + states * k;
    if (states > 0) settleStates(lines, { line, k, low, high, choicesAt });
  }
  if (k === layers - 1 && line >= program.least) noteValue(lines, line);
  return states;
}

function rowOf({ program, layers, width }: Lines, line: number, k: number): number {
  return ((line % (program.minRun + 1)) * layers + k) * width;
}

/** Without run time left the device stays off up to the end, if that is not too long. */
function layEnd(lines: Lines, k: number, [low, high]: readonly [number, number]): void {
  const { count, least, off, endsOn } = lines.program;
  const row = rowOf(lines, 0, k);
  for (let i = low; i <= high; i++) {
    const rest = count - (i + least);
    lines.on[row + i] = rest <= (endsOn ? 0 : off.atEnd) ? 0 : infinite;
  }
}

/** What a start costs at each column of a line. */
function layStarts(lines: Lines, line: number, k: number): void {
  const { program, start, startCosts, on, spent, lows, highs } = lines;
  const { minRun, least } = program;
  const [low, high] = [at(lows, line), at(highs, line)];
  const shift = line - least;
  const row = line >= minRun && k >= spent ? rowOf(lines, line - minRun, k - spent) : -1;
  for (let i = low; i <= high; i++)
    start[i] = row < 0 ? infinite : (startCosts[i - shift] as number) + (on[row + i] as number);
}

interface Stretch {
  readonly line: number;
  readonly k: number;
  readonly low: number;
  readonly high: number;
  readonly choicesAt: number;
}

/** Goes from the last column to the first one; the best starts ahead stand in a queue, each better than those after it. */
function settleStates(lines: Lines, { line, k, low, high, choicesAt }: Stretch): void {
  const { program, on, start, ahead, choices } = lines;
  const { costs, minPause, off, least } = program;
  const shift = line - least;
  const row = rowOf(lines, line, k);
  const before = rowOf(lines, line - 1, k);
  const { between } = off;
  let [head, tail] = [0, 0];
  for (let i = high; i >= low; i--) {
    const next = i + minPause;
    if (next <= high) {
      const cost = start[next] as number;
      while (tail > head && (start[ahead[tail - 1] as number] as number) >= cost) tail--;
      ahead[tail++] = next;
    }
    while (tail > head && (ahead[head] as number) > i + between) head++;
    const best = tail > head ? (ahead[head] as number) : next;
    const stopped = tail > head ? (start[best] as number) : Number.POSITIVE_INFINITY;
    const gone = (costs[i - shift] as number) + (on[before + i] as number);
    on[row + i] = Math.min(gone, stopped);
    choices[choicesAt + i - low] = (best - next) | (gone <= stopped ? goesOn : 0);
  }
}

/** The cost of a run time from the first cell on, and where its first run begins. */
function noteValue(lines: Lines, line: number): void {
  const { program, values, firsts, start, lows, highs } = lines;
  const { least, count, beginsOn, endsOn, off } = program;
  const shift = line - least;
  if (line === 0) {
    const mostOff = Math.min(off.atBegin, endsOn ? 0 : off.atEnd);
    if (!beginsOn && count <= mostOff) values[0] = 0;
    return;
  }
  const last = Math.min(at(highs, line), (beginsOn ? 0 : off.atBegin) + shift);
  for (let i = Math.max(at(lows, line), shift); i <= last; i++) {
    if (at(start, i) >= at(values, line)) continue;
    values[line] = at(start, i);
    firsts[line] = i - shift;
  }
}

function trace(lines: Lines, amount: number): CellRun[] {
  const { program, layers, spent, places, lows, highs, choices, firsts } = lines;
  const { least, minRun, minPause } = program;
  const runs: CellRun[] = [];
  if (amount === 0) return runs;
  let [t, left, k] = [at(firsts, amount), amount, layers - 1];
  const choice = () => {
    const states = at(highs, left) - at(lows, left) + 1;
    return choices[at(places, left) + states * k + t + left - least - at(lows, left)] as number;
  };
  for (;;) {
    const first = t;
    t += minRun;
    left -= minRun;
    k -= spent;
    for (; left > 0 && (choice() & goesOn) !== 0; t++) left--;
    runs.push({ first, past: t });
    if (left === 0) return runs;
    t += minPause + (choice() & ~goesOn);
  }
}
