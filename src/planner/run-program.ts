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
  const table = yield* fillTable(program, maxStarts);
  const amount = bestAmount(program, table);
  return amount === undefined ? undefined : trace(program, table, amount);
}

/** The lowest cost of each amount from 0 to `most`, infinite where there is none; ruled as above. */
export function* costsByAmount(program: Program, maxStarts: number): Steps<Float64Array> {
  const table = yield* fillTable(program, maxStarts);
  const costs = program.space.numbers(program.most + 1);
  for (let amount = 0; amount <= program.most; amount++) costs[amount] = valueFor(program, table, amount);
  return costs;
}

function* fillTable(program: Program, maxStarts: number): Steps<Table> {
  const table = layTable(program, maxStarts);
  let settled = 0;
  for (let t = program.count; t >= 0; t--)
    for (let k = 0; k < table.layers; k++) {
      fillLayer(program, table, t * table.layers + k);
      settled += table.width;
      if (settled < statesPerStep) continue;
      settled = 0;
      yield;
    }
  return table;
}

interface Table {
  /** Values by cell (modulo `rows`), starts left and run time left. */
  readonly on: Float64Array;
  readonly off: Float64Array;
  readonly rows: number;
  readonly layers: number;
  /** What a start takes off the number of starts left: 0 when any number is allowed. */
  readonly spent: number;
  readonly width: number;
  /** Per state two bits, 16 states to a word: starts when off, goes on when on. */
  readonly choices: Uint32Array;
  readonly words: number;
  /** The sum of the costs before each cell, and how many open cells follow from it on. */
  readonly sums: Float64Array;
  readonly ahead: Float64Array;
}

function layTable({ space, count, costs, most, minRun, minPause }: Program, maxStarts: number): Table {
  const rows = Math.min(Math.max(minRun, minPause), count) + 1;
  const spent = maxStarts === infinite ? 0 : 1;
  const layers = spent === 0 ? 1 : maxStarts + 1;
  const width = most + 1;
  const words = (width + 15) >> 4;
  const sums = space.numbers(count + 1);
  const ahead = space.numbers(count + 1);
  sums[0] = 0;
  for (let t = 0; t < count; t++) sums[t + 1] = at(sums, t) + (at(costs, t) < infinite ? at(costs, t) : 0);
  ahead[count] = 0;
  for (let t = count - 1; t >= 0; t--) ahead[t] = at(costs, t) < infinite ? at(ahead, t + 1) + 1 : 0;
  const room = rows * layers * width;
  const on = space.numbers(room);
  const off = space.numbers(room);
  const choices = space.words((count + 1) * layers * words);
  return { on, off, rows, layers, spent, width, choices, words, sums, ahead };
}

/** Index of the value for no run time left at a cell and number of starts left. */
function rowAt({ rows, layers, width }: Table, t: number, k: number): number {
  return ((t % rows) * layers + k) * width;
}

/** Values and choices of one cell for one number of starts left (`position` numbers them), from those of later cells. */
function fillLayer(program: Program, table: Table, position: number): void {
  const { on, off, width, choices } = table;
  const { count, minRun, minPause, endsOn } = program;
  const t = (position / table.layers) | 0;
  const k = position % table.layers;
  const row = rowAt(table, t, k);
  const nextRow = rowAt(table, t + 1, k);
  const pauseRow = rowAt(table, t + minPause, k);
  const startRow = rowAt(table, t + minRun, Math.max(0, k - table.spent)) - minRun;
  // What is impossible costs infinitely much, so that the loop needs no branches; the rows it then reads do not matter.
  const startCost = costOfStart(program, table, position);
  const cost = t < count ? at(program.costs, t) : infinite;
  const waitCost = t < count ? 0 : infinite;
  const stopCost = t + minPause <= count ? 0 : infinite;
  on[row] = endsOn && t < count ? infinite : 0;
  off[row] = endsOn ? infinite : 0;
  // Run time that the starts spent and left cannot account for is left out: nothing leads there from the beginning.
  const fresh = table.spent === 1 && k === table.layers - 1;
  const from = fresh && program.partial === 'exact' ? Math.max(1, program.least) : 1;
  const past = width - (table.layers - 1 - k) * minRun;
  let word = position * table.words + ((from - 1) >> 4);
  let bits = 0;
  for (let q = from; q < past; q++) {
    if ((q & 15) === 0) {
      choices[word++] = bits;
      bits = 0;
    }
    const bit = 1 << ((q & 15) << 1);
    let whenOff = waitCost + (off[nextRow + q] as number);
    const started = q < minRun ? Number.POSITIVE_INFINITY : startCost + (on[startRow + q] as number);
    if (started <= whenOff) {
      whenOff = started;
      bits |= bit;
    }
    let whenOn = stopCost + (off[pauseRow + q] as number);
    const goneOn = cost + (on[nextRow + q - 1] as number);
    if (goneOn <= whenOn) {
      whenOn = goneOn;
      bits |= bit << 1;
    }
    off[row + q] = whenOff;
    on[row + q] = whenOn;
  }
  choices[word] = bits;
}

const startsWhenOff = 1;
const goesOnWhenOn = 2;

/** What a start costs up to where the run may stop; infinite where there is no room or no start left. */
function costOfStart({ minRun, startCost }: Program, table: Table, position: number): number {
  const t = (position / table.layers) | 0;
  if (position % table.layers < table.spent || at(table.ahead, t) < minRun) return infinite;
  return at(table.sums, t + minRun) - at(table.sums, t) + startCost;
}

function valueFor(program: Program, table: Table, amount: number): number {
  const k = table.layers - 1;
  if (!program.beginsOn) return at(table.off, rowAt(table, 0, k) + amount);
  const startCost = costOfStart(program, table, k);
  if (startCost === infinite || amount < program.minRun) return infinite;
  return startCost + at(table.on, rowAt(table, program.minRun, k - table.spent) + amount - program.minRun);
}

/** The cheapest run time from `least` to `most`, the shortest of equals, or else what `partial` says. */
function bestAmount(program: Program, table: Table): number | undefined {
  let [best, bestValue] = [-1, infinite];
  for (let amount = program.least; amount <= program.most; amount++) {
    const value = valueFor(program, table, amount);
    if (value >= bestValue) continue;
    best = amount;
    bestValue = value;
  }
  if (best >= 0) return best;
  if (program.partial === 'exact') return undefined;
  for (let amount = Math.min(program.least - 1, program.most); amount >= 0; amount--)
    if (valueFor(program, table, amount) < infinite) return amount;
  return undefined;
}

function trace(program: Program, table: Table, amount: number): CellRun[] {
  const runs: CellRun[] = [];
  let [t, k, left] = [0, table.layers - 1, amount];
  const chose = (choice: number) => {
    const word = table.choices[(t * table.layers + k) * table.words + (left >> 4)] as number;
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
