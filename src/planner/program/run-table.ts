import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import type { CellRun, Program } from './program.js';
import { layRows, type Rows, roomOf, wordOf } from './run-rows.js';

/** What a line takes besides its states, in states. */
const workPerLine = 256;

/** A programme that is worked out: what each run time costs, and the way to it. */
export interface Table extends Rows {
  readonly program: Program;
  /** The lowest cost of each run time up to `most`; only those from `least` on are settled. */
  readonly values: Float64Array;
  /** What the first cells of a run cost where it starts at each cell; infinite where it cannot. */
  readonly startCosts: Float64Array;
  readonly on: Float64Array;
  readonly off: Float64Array;
  /** Per state two bits, 16 states to a word: starts when off, goes on when on. */
  readonly choices: Uint32Array;
}

/** Works out a programme; `maxStarts` infinite = any number. */
export function* fillTable(program: Program, maxStarts: number): Steps<Table> {
  const table = layTable(program, maxStarts);
  for (let line = 0; line < table.lineCount; line++) {
    for (let k = 0; k < table.layers; k++) {
      const states = fillLine(table, line, k);
      if (program.space.settle(workPerLine + states)) yield;
    }
    noteValue(table, line);
  }
  return table;
}

function layTable(program: Program, maxStarts: number): Table {
  const rows = layRows(program, maxStarts);
  const { space, most, count } = program;
  const room = roomOf(rows);
  // The larger one first: another programme of the same plan finds it where it was.
  const larger = space.numbers(Math.max(room.on, room.off));
  const smaller = space.numbers(Math.min(room.on, room.off));
  return {
    ...rows,
    program,
    values: space.numbers(most + 1).fill(infinite, 0, most + 1),
    startCosts: layStartCosts(program, space.numbers(count + 1)),
    on: room.on > room.off ? larger : smaller,
    off: room.on > room.off ? smaller : larger,
    choices: space.words(room.choices),
  };
}

/** What the first cells of a run cost where it starts at each cell; infinite where one is closed or the window ends. */
export function layStartCosts(
  { count, costs, minRun, startCost, startWeights }: Program,
  into: Float64Array,
): Float64Array {
  let [sum, open] = [0, 0];
  for (let t = count; t >= 0; t--) {
    into[t] = infinite;
    if (t === count) continue;
    const cost = at(costs, t);
    open = cost < infinite ? open + 1 : 0;
    sum = open === 0 ? 0 : sum + cost - (open > minRun ? at(costs, t + minRun) : 0);
    if (open >= minRun) into[t] = sum + startCost + (startWeights === undefined ? 0 : at(startWeights, t));
  }
  return into;
}

/**
 * Values and choices of one line for one number of starts left, from those of earlier lines and of later cells; returns how
 * many states that are. What lies behind the band of a line costs infinitely much, what lies before it is not read.
 */
function fillLine(table: Table, line: number, k: number): number {
  const { on, off, choices, startCosts, program } = table;
  const { costs } = program;
  const spot = spotOf(table, line, k);
  layEdges(table, line, spot);
  const { onRow, offRow, direction, origin } = spot;
  const { nextOn, startOn, nextOff, pauseOff } = readsOf(table, line, k);
  const { high, low, lastStart, lastStop } = boundsOf(table, line, k);
  const firstWord = wordOf(table, line, k);
  let word = (origin + direction * high) >> 4;
  let bits = 0;
  for (let t = high, i = origin + direction * high; t >= low; t--, i -= direction) {
    if (i >> 4 !== word) {
      choices[firstWord + word] = bits;
      word = i >> 4;
      bits = 0;
    }
    const bit = 1 << ((i & 15) << 1);
    let whenOff = off[nextOff + i] as number;
    const started = t > lastStart ? Number.POSITIVE_INFINITY : (startCosts[t] as number) + (on[startOn + i] as number);
    if (started <= whenOff) {
      whenOff = started;
      bits |= bit;
    }
    let whenOn = t > lastStop ? Number.POSITIVE_INFINITY : (off[pauseOff + i] as number);
    const goneOn = (costs[t] as number) + (on[nextOn + i] as number);
    if (goneOn <= whenOn) {
      whenOn = goneOn;
      bits |= bit << 1;
    }
    off[offRow + i] = whenOff;
    on[onRow + i] = whenOn;
  }
  if (high < low) return 0;
  choices[firstWord + word] = bits;
  return high - low + 1;
}

interface Spot {
  readonly onRow: number;
  readonly offRow: number;
  /** Place of cell t in its row: origin + direction x t. */
  readonly origin: number;
  readonly direction: 1 | -1;
}

function spotOf(table: Table, line: number, k: number): Spot {
  const { width, layers, byAmount, program } = table;
  const onRow = (table.onRowOf(line) * layers + k) * width;
  const offRow = ((line % table.offRows) * layers + k) * width;
  if (byAmount) return { onRow, offRow, direction: 1, origin: line - program.least };
  return { onRow, offRow, direction: -1, origin: program.count - line };
}

/** Where the row of what follows begins, for going on, for a start, for waiting and for a pause. */
function readsOf(table: Table, line: number, k: number) {
  const { width, layers, byAmount, spent, program } = table;
  const { minRun, minPause } = program;
  const fewer = Math.max(0, k - spent);
  const onRow = (from: number, left: number) => (table.onRowOf(Math.max(0, from)) * layers + left) * width;
  const offRow = (from: number) => ((Math.max(0, from) % table.offRows) * layers + k) * width;
  if (byAmount) {
    const here = offRow(line);
    return {
      nextOn: onRow(line - 1, k),
      startOn: onRow(line - minRun, fewer),
      nextOff: here + 1,
      pauseOff: here + minPause,
    };
  }
  return {
    nextOn: onRow(line, k) - 1,
    startOn: onRow(line, fewer) - minRun,
    nextOff: offRow(line - 1),
    pauseOff: offRow(line - minPause),
  };
}

/** No run time left costs nothing, and what is out of reach infinitely much. */
function layEdges(table: Table, line: number, { onRow, offRow }: Spot): void {
  const { on, off, byAmount, width, program, offRows, highs } = table;
  const { count, endsOn, least } = program;
  if (!byAmount) {
    if (line < offRows) off.fill(infinite, offRow, offRow + width);
    on[onRow] = endsOn && line > 0 ? infinite : 0;
    off[offRow] = endsOn ? infinite : 0;
  } else if (line === 0) {
    off.fill(infinite, offRow, offRow + width);
    for (let t = least; t <= count; t++) {
      on[onRow + t - least] = endsOn && t < count ? infinite : 0;
      off[offRow + t - least] = endsOn ? infinite : 0;
    }
  } else {
    const behind = at(highs, line) + line - least + 1;
    const before = line === 1 ? width : at(highs, line - 1) + line - least;
    off.fill(infinite, offRow + Math.max(0, behind), offRow + Math.max(0, behind, before));
  }
}

/** The cells of a line for a number of starts left, and the last ones at which a run may start and stop. */
function boundsOf({ byAmount, layers, spent, lows, highs, program }: Table, line: number, k: number) {
  const { count, least, most, minRun, minPause } = program;
  // Run time that the starts spent and left cannot account for is left out: nothing leads there from the beginning.
  const mostLeft = most - (layers - 1 - k) * minRun;
  const leastLeft = spent === 1 && k === layers - 1 ? Math.max(1, least) : 1;
  const canStart = spent === 0 || k > 0;
  const [low, high] = [at(lows, line), at(highs, line)];
  if (byAmount) {
    const isLeft = line >= leastLeft && line <= mostLeft;
    const lastStart = canStart && line >= minRun ? count : -1;
    return { low: isLeft ? low : high + 1, high, lastStart, lastStop: count - minPause - line };
  }
  const end = count - line;
  return {
    low: Math.max(low, end - mostLeft),
    high: Math.min(high, end - leastLeft),
    lastStart: canStart ? end - minRun : -1,
    lastStop: end + minPause <= count ? count : -1,
  };
}

/** Notes the cost of the run time that a line settles at the first cell. */
function noteValue(table: Table, line: number): void {
  const { on, off, layers, spent, byAmount, values, startCosts, program } = table;
  const { least, most, minRun, count, beginsOn } = program;
  const amount = byAmount ? line : count - line;
  if (amount < least || amount > most) return;
  const place = byAmount ? amount - least : amount;
  const k = layers - 1;
  // Out of reach: the window has too few open cells.
  if (amount > 0 && (at(table.lows, line) > 0 || at(table.highs, line) < 0)) return;
  if (!beginsOn) {
    values[amount] = at(off, spotOf(table, line, k).offRow + place);
  } else if (amount >= minRun && k >= spent) {
    values[amount] = at(startCosts, 0) + at(on, readsOf(table, line, k).startOn + place);
  }
}

const startsWhenOff = 1;
const goesOnWhenOn = 2;

/** The cheapest runs for a run time that has a cost, on first. */
export function trace(table: Table, amount: number): CellRun[] {
  const { layers, spent, byAmount, choices } = table;
  const { least, minRun, minPause, beginsOn, count } = table.program;
  const runs: CellRun[] = [];
  let [t, k, left] = [0, layers - 1, amount];
  const chose = (choice: number) => {
    const place = byAmount ? t + left - least : left;
    const word = choices[wordOf(table, byAmount ? left : count - t - left, k) + (place >> 4)] as number;
    return ((word >>> ((place & 15) << 1)) & choice) !== 0;
  };
  while (left > 0) {
    while (!(beginsOn && t === 0) && !chose(startsWhenOff)) t++;
    const first = t;
    t += minRun;
    left -= minRun;
    k -= spent;
    for (; left > 0 && chose(goesOnWhenOn); t++) left--;
    runs.push({ first, past: t });
    t += minPause;
  }
  return runs;
}
