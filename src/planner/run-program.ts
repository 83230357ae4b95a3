import { at, scratch } from './numbers.js';

/** Runs on a grid of equal cells; every length is a number of cells. */
export interface Program {
  readonly count: number;
  /** Whole-number cost of each cell, and 1 where it may be on. */
  readonly costs: Float64Array;
  readonly open: Float64Array;
  /** Run time: the cheapest from `least` to `most`. */
  readonly least: number;
  readonly most: number;
  /** What to do when `least` is out of reach: give up, or take the longest run time there is. */
  readonly partial: 'exact' | 'maximise';
  /** Both at least 1. */
  readonly minRun: number;
  readonly minPause: number;
  /** Infinity = any number. */
  readonly maxStarts: number;
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
 *
 * Backward dynamic programme over (cell t, starts left k, run time left q) with two states: `on` = on and may stop,
 * `off` = off and may start. A start jumps `minRun` cells ahead, a stop `minPause`, so that only the values of so many
 * cells are kept; of every state two bits remain, which lead from the first cell to the plan.
 */
export function cheapestCellRuns(program: Program): CellRun[] | undefined {
  const table = layTable(program);
  for (let t = program.count; t >= 0; t--) for (let k = 0; k < table.layers; k++) fillLayer(program, table, { t, k });
  const amount = bestAmount(program, table);
  return amount === undefined ? undefined : trace(program, table, amount);
}

const startsWhenOff = 1;
const goesOnWhenOn = 2;

interface Table {
  /** Values by cell (modulo `rows`), starts left and run time left. */
  readonly on: Float64Array;
  readonly off: Float64Array;
  readonly rows: number;
  readonly layers: number;
  readonly width: number;
  readonly choices: Uint8Array;
  /** The sum of the costs before each cell, and how many open cells follow from it on. */
  readonly sums: Float64Array;
  readonly ahead: Float64Array;
}

let choiceBytes = new Uint8Array(0);

function layTable({ count, costs, open, most, minRun, minPause, maxStarts }: Program): Table {
  const rows = Math.min(Math.max(minRun, minPause), count) + 1;
  const layers = Number.isFinite(maxStarts) ? maxStarts + 1 : 1;
  const width = most + 1;
  const sums = scratch('program sums', count + 1);
  const ahead = scratch('program ahead', count + 1);
  sums[0] = 0;
  for (let t = 0; t < count; t++) sums[t + 1] = at(sums, t) + at(costs, t);
  ahead[count] = 0;
  for (let t = count - 1; t >= 0; t--) ahead[t] = at(open, t) === 1 ? at(ahead, t + 1) + 1 : 0;
  const bytes = ((count + 1) * layers * width + 3) >> 2;
  if (choiceBytes.length < bytes) choiceBytes = new Uint8Array(bytes);
  else choiceBytes.fill(0, 0, bytes);
  const room = rows * layers * width;
  return {
    ...{ on: scratch('program on', room), off: scratch('program off', room), rows, layers, width },
    ...{ choices: choiceBytes, sums, ahead },
  };
}

interface Position {
  readonly t: number;
  readonly k: number;
}

/** Index of the value for no run time left. */
function rowAt({ rows, layers, width }: Table, { t, k }: Position): number {
  return ((t % rows) * layers + k) * width;
}

function fillLayer(program: Program, table: Table, { t, k }: Position): void {
  const { on, off, width, choices } = table;
  const { count, minRun, minPause } = program;
  const row = rowAt(table, { t, k });
  const nextRow = rowAt(table, { t: t + 1, k });
  const pauseRow = t + minPause <= count ? rowAt(table, { t: t + minPause, k }) : -1;
  const start = startAt(program, table, { t, k });
  const cost = t < count && at(program.open, t) === 1 ? at(program.costs, t) : Number.POSITIVE_INFINITY;
  const firstChoice = (t * table.layers + k) * width;
  on[row] = program.endsOn && t < count ? Number.POSITIVE_INFINITY : 0;
  off[row] = program.endsOn ? Number.POSITIVE_INFINITY : 0;
  for (let q = 1; q < width; q++) {
    let offValue = t < count ? at(off, nextRow + q) : Number.POSITIVE_INFINITY;
    let onValue = pauseRow >= 0 ? at(off, pauseRow + q) : Number.POSITIVE_INFINITY;
    let choice = 0;
    const started = q >= minRun ? start.cost + at(on, start.row + q) : Number.POSITIVE_INFINITY;
    if (started <= offValue && started < Number.POSITIVE_INFINITY) {
      offValue = started;
      choice = startsWhenOff;
    }
    const goneOn = cost < Number.POSITIVE_INFINITY ? cost + at(on, nextRow + q - 1) : cost;
    if (goneOn <= onValue && goneOn < Number.POSITIVE_INFINITY) {
      onValue = goneOn;
      choice |= goesOnWhenOn;
    }
    off[row + q] = offValue;
    on[row + q] = onValue;
    const index = firstChoice + q;
    choices[index >> 2] = at(choices, index >> 2) | (choice << ((index & 3) << 1));
  }
}

/** A start at a cell: its cost up to where it may stop, and the row of values there, moved by the run time till then. */
function startAt({ minRun, maxStarts, startCost }: Program, table: Table, { t, k }: Position) {
  const unlimited = maxStarts === Number.POSITIVE_INFINITY;
  if (at(table.ahead, t) < minRun || (!unlimited && k === 0)) return { row: 0, cost: Number.POSITIVE_INFINITY };
  const row = rowAt(table, { t: t + minRun, k: unlimited ? k : k - 1 }) - minRun;
  return { row, cost: at(table.sums, t + minRun) - at(table.sums, t) + startCost };
}

function valueFor(program: Program, table: Table, amount: number): number {
  const first = { t: 0, k: table.layers - 1 };
  if (!program.beginsOn) return at(table.off, rowAt(table, first) + amount);
  const start = startAt(program, table, first);
  return amount >= program.minRun ? start.cost + at(table.on, start.row + amount) : Number.POSITIVE_INFINITY;
}

/** The cheapest run time from `least` to `most`, the shortest of equals, or else what `partial` says. */
function bestAmount(program: Program, table: Table): number | undefined {
  let [best, bestValue] = [-1, Number.POSITIVE_INFINITY];
  for (let amount = program.least; amount <= program.most; amount++) {
    const value = valueFor(program, table, amount);
    if (value >= bestValue) continue;
    best = amount;
    bestValue = value;
  }
  if (best >= 0) return best;
  if (program.partial === 'exact') return undefined;
  for (let amount = Math.min(program.least - 1, program.most); amount >= 0; amount--)
    if (valueFor(program, table, amount) < Number.POSITIVE_INFINITY) return amount;
  return undefined;
}

function trace(program: Program, table: Table, amount: number): CellRun[] {
  const runs: CellRun[] = [];
  let [t, k, left] = [0, table.layers - 1, amount];
  const chose = (choice: number) => {
    const index = (t * table.layers + k) * table.width + left;
    return ((at(table.choices, index >> 2) >> ((index & 3) << 1)) & choice) !== 0;
  };
  while (left > 0) {
    while (!(program.beginsOn && t === 0) && !chose(startsWhenOff)) t++;
    const first = t;
    t += program.minRun;
    left -= program.minRun;
    if (program.maxStarts !== Number.POSITIVE_INFINITY) k--;
    for (; left > 0 && chose(goesOnWhenOn); t++) left--;
    runs.push({ first, past: t });
    t += program.minPause;
  }
  return runs;
}
