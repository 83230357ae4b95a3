import { at, infinite } from './numbers.js';
import { type Steps, statesPerStep } from './steps.js';
import type { Workspace } from './workspace.js';

/** Runs on a grid of equal cells; every length is a number of cells. */
export interface Program {
  readonly space: Workspace;
  readonly count: number;
  /** Whole-number cost of each cell; Infinity where it may not be on. */
  readonly costs: Float64Array;
  /** Run time: the cheapest from `least` to `most`. */
  readonly least: number;
  readonly most: number;
  /** What to do when `least` is out of reach: give up, or take the longest run time there is. */
  readonly partial: 'exact' | 'maximise';
  /** Both at least 1. */
  readonly minRun: number;
  readonly minPause: number;
  readonly startCost: number;
  /** What a start at each cell costs besides, whole numbers; absent = nothing. */
  readonly startWeights?: Float64Array | undefined;
  /** The first run begins with the first cell; the last run ends with the last one. */
  readonly beginsOn: boolean;
  readonly endsOn: boolean;
}

/** Cells [first, past) that are on. */
export interface CellRun {
  readonly first: number;
  readonly past: number;
}

/**
 * The cheapest runs that obey the rules, on at the first cell where equal plans differ; undefined when there are none.
 * `maxStarts` infinite = any number.
 *
 * Backward dynamic programme over (cell t, starts left k, run time left q) with two states: `on` = on and may stop,
 * `off` = off and may start. A start jumps `minRun` cells ahead, a stop `minPause`, so that only the values of so many
 * cells are kept; of every state two bits remain, which lead from the first cell to the plan.
 */
export function* cheapestCellRuns(program: Program, maxStarts: number): Steps<CellRun[] | undefined> {
  const whole = yield* runsOf(program, maxStarts, cheapestAmount);
  if (whole !== undefined || program.partial === 'exact') return whole;
  const shorter = { ...program, least: 0, most: Math.min(program.least - 1, program.most) };
  return yield* runsOf(shorter, maxStarts, longestAmount);
}

function* runsOf(
  program: Program,
  maxStarts: number,
  amountOf: (program: Program, table: Table) => number | undefined,
): Steps<CellRun[] | undefined> {
  const table = yield* fillTable(program, maxStarts);
  const amount = amountOf(program, table);
  return amount === undefined ? undefined : trace(program, table, amount);
}

/** The lowest cost of each amount from `least` to `most`, infinite where there is none; ruled as above. */
export function* costsByAmount(program: Program, maxStarts: number): Steps<Float64Array> {
  const table = yield* fillTable(program, maxStarts);
  const costs = program.space.numbers(program.most + 1);
  for (let amount = program.least; amount <= program.most; amount++) costs[amount] = valueFor(program, table, amount);
  return costs;
}

function* fillTable(program: Program, maxStarts: number): Steps<Table> {
  const table = layTable(program, maxStarts);
  let settled = 0;
  for (let t = program.count; t >= 0; t--)
    for (let k = 0; k < table.layers; k++) {
      settled += 1 + fillLayer(program, table, t * table.layers + k);
      if (settled < statesPerStep) continue;
      settled = 0;
      yield;
    }
  return table;
}

interface Table {
  /** Values by cell (modulo `onRows` and `offRows`), starts left and run time left. */
  readonly on: Float64Array;
  readonly off: Float64Array;
  readonly onRows: number;
  readonly offRows: number;
  readonly layers: number;
  /** What a start takes off the number of starts left: 0 when any number is allowed. */
  readonly spent: number;
  readonly width: number;
  /** Per state two bits, 16 states to a word: starts when off, goes on when on. */
  readonly choices: Uint32Array;
  /** Where the words of each cell begin, those of its layers one after the other. */
  readonly places: Float64Array;
  /** The run time left at each cell lies between these, both included. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** The sum of the costs before each cell, and how many open cells follow from it on. */
  readonly sums: Float64Array;
  readonly ahead: Float64Array;
}

/** How much room the programme takes, in bytes. */
export function bytesFor(program: Program, maxStarts: number): number {
  const { count, most, minRun, minPause } = program;
  const { lows, highs } = layBand(program);
  let bytes = (Math.min(minRun, count) + Math.min(minPause, count) + 2) * (most + 1) * 8;
  for (let t = 0; t <= count; t++) bytes += 4 * wordsBetween(at(lows, t), at(highs, t));
  return bytes * (maxStarts === infinite ? 1 : maxStarts + 1);
}

function layTable(program: Program, maxStarts: number): Table {
  const { space, count, costs, most, minRun, minPause } = program;
  const onRows = Math.min(minRun, count) + 1;
  const offRows = Math.min(minPause, count) + 1;
  const spent = maxStarts === infinite ? 0 : 1;
  const layers = spent === 0 ? 1 : maxStarts + 1;
  const width = most + 1;
  const sums = space.numbers(count + 1);
  const ahead = space.numbers(count + 1);
  sums[0] = 0;
  for (let t = 0; t < count; t++) sums[t + 1] = at(sums, t) + (at(costs, t) < infinite ? at(costs, t) : 0);
  ahead[count] = 0;
  for (let t = count - 1; t >= 0; t--) ahead[t] = at(costs, t) < infinite ? at(ahead, t + 1) + 1 : 0;
  const row = layers * width;
  const on = space.numbers(onRows * row).fill(infinite, 0, onRows * row);
  const off = space.numbers(offRows * row).fill(infinite, 0, offRows * row);
  const { lows, highs } = layBand(program);
  const places = space.numbers(count + 2);
  places[0] = 0;
  for (let t = 0; t <= count; t++) places[t + 1] = at(places, t) + layers * wordsBetween(at(lows, t), at(highs, t));
  const choices = space.words(at(places, count + 1));
  return { on, off, onRows, offRows, layers, spent, width, choices, places, lows, highs, sums, ahead };
}

/**
 * The run time left that can matter at each cell: no more than the open cells from there on, and no less than the open
 * cells before it leave over of `least`. Both ends fall from one cell to the next, by one at an open cell at most.
 */
function layBand({ space, count, costs, least, most }: Program): Pick<Table, 'lows' | 'highs'> {
  const lows = space.numbers(count + 1);
  const highs = space.numbers(count + 1);
  for (let t = 0, before = 0; t <= count; t++) {
    lows[t] = Math.max(1, least - before);
    if (t < count && at(costs, t) < infinite) before++;
  }
  for (let t = count, after = 0; t >= 0; t--) {
    if (t < count && at(costs, t) < infinite) after++;
    highs[t] = Math.min(most, after);
  }
  return { lows, highs };
}

/** How many words hold the choices for run time left from `low` to `high`, and one more below. */
function wordsBetween(low: number, high: number): number {
  return Math.max(0, (high >> 4) - ((low - 1) >> 4)) + 1;
}

/** Index of the value of `on` for no run time left at a cell and number of starts left. */
function onRowAt({ onRows, layers, width }: Table, t: number, k: number): number {
  return ((t % onRows) * layers + k) * width;
}

/** The same in `off`. */
function offRowAt({ offRows, layers, width }: Table, t: number, k: number): number {
  return ((t % offRows) * layers + k) * width;
}

/**
 * Values and choices of one cell for one number of starts left (`position` numbers them), from those of later cells; returns
 * how many states that are. What lies above the band of a row has been infinite since it was laid, what lies below is not read.
 */
function fillLayer(program: Program, table: Table, position: number): number {
  const { on, off, width, choices } = table;
  const { count, minRun, minPause, endsOn } = program;
  const t = (position / table.layers) | 0;
  const k = position % table.layers;
  const [onRow, offRow] = [onRowAt(table, t, k), offRowAt(table, t, k)];
  const [nextOn, nextOff] = [onRowAt(table, t + 1, k), offRowAt(table, t + 1, k)];
  const pauseRow = offRowAt(table, t + minPause, k);
  const startRow = onRowAt(table, t + minRun, Math.max(0, k - table.spent)) - minRun;
  // What is impossible costs infinitely much, so that the loop needs no branches; the rows it then reads do not matter.
  const startCost = costOfStart(program, table, position);
  const cost = t < count ? at(program.costs, t) : infinite;
  const waitCost = t < count ? 0 : infinite;
  const stopCost = t + minPause <= count ? 0 : infinite;
  on[onRow] = endsOn && t < count ? infinite : 0;
  off[offRow] = endsOn ? infinite : 0;
  // Run time that the starts spent and left cannot account for is left out: nothing leads there from the beginning.
  const fresh = table.spent === 1 && k === table.layers - 1;
  const low = at(table.lows, t);
  const from = fresh ? Math.max(low, program.least) : low;
  const past = Math.min(at(table.highs, t) + 1, width - (table.layers - 1 - k) * minRun);
  if (past <= from) return 0;
  let word = wordAt(table, position, from - 1);
  let bits = 0;
  for (let q = from; q < past; q++) {
    if ((q & 15) === 0) {
      choices[word++] = bits;
      bits = 0;
    }
    const bit = 1 << ((q & 15) << 1);
    let whenOff = waitCost + (off[nextOff + q] as number);
    const started = q < minRun ? Number.POSITIVE_INFINITY : startCost + (on[startRow + q] as number);
    if (started <= whenOff) {
      whenOff = started;
      bits |= bit;
    }
    let whenOn = stopCost + (off[pauseRow + q] as number);
    const goneOn = cost + (on[nextOn + q - 1] as number);
    if (goneOn <= whenOn) {
      whenOn = goneOn;
      bits |= bit << 1;
    }
    off[offRow + q] = whenOff;
    on[onRow + q] = whenOn;
  }
  choices[word] = bits;
  return past - from;
}

/** Where the choices for run time left at a cell and number of starts left stand. */
function wordAt({ places, layers, lows, highs }: Table, position: number, left: number): number {
  const t = (position / layers) | 0;
  const low = at(lows, t);
  const words = wordsBetween(low, at(highs, t));
  return at(places, t) + (position % layers) * words + (left >> 4) - ((low - 1) >> 4);
}

const startsWhenOff = 1;
const goesOnWhenOn = 2;

/** What a start costs up to where the run may stop; infinite where there is no room or no start left. */
function costOfStart({ minRun, startCost, startWeights }: Program, table: Table, position: number): number {
  const t = (position / table.layers) | 0;
  if (position % table.layers < table.spent || at(table.ahead, t) < minRun) return infinite;
  const weight = startWeights === undefined ? 0 : at(startWeights, t);
  return at(table.sums, t + minRun) - at(table.sums, t) + startCost + weight;
}

function valueFor(program: Program, table: Table, amount: number): number {
  const k = table.layers - 1;
  if (!program.beginsOn) return at(table.off, offRowAt(table, 0, k) + amount);
  const startCost = costOfStart(program, table, k);
  if (startCost === infinite || amount < program.minRun) return infinite;
  return startCost + at(table.on, onRowAt(table, program.minRun, k - table.spent) + amount - program.minRun);
}

/** The cheapest run time from `least` to `most`, the shortest of equals; undefined when there is none. */
function cheapestAmount(program: Program, table: Table): number | undefined {
  let [best, bestValue] = [-1, infinite];
  for (let amount = program.least; amount <= program.most; amount++) {
    const value = valueFor(program, table, amount);
    if (value >= bestValue) continue;
    best = amount;
    bestValue = value;
  }
  return best >= 0 ? best : undefined;
}

/** The longest run time up to `most`; undefined when not even none is allowed. */
function longestAmount(program: Program, table: Table): number | undefined {
  for (let amount = program.most; amount >= 0; amount--) if (valueFor(program, table, amount) < infinite) return amount;
  return undefined;
}

function trace(program: Program, table: Table, amount: number): CellRun[] {
  const runs: CellRun[] = [];
  let [t, k, left] = [0, table.layers - 1, amount];
  const chose = (choice: number) => {
    const word = table.choices[wordAt(table, t * table.layers + k, left)] as number;
    return ((word >>> ((left & 15) << 1)) & choice) !== 0;
  };
  while (left > 0) {
    while (!(program.beginsOn && t === 0) && !chose(startsWhenOff)) t++;
    const first = t;
    t += program.minRun;
    left -= program.minRun;
    k -= table.spent;
    for (; left > 0 && chose(goesOnWhenOn); t++) left--;
    runs.push({ first, past: t });
    t += program.minPause;
  }
  return runs;
}
