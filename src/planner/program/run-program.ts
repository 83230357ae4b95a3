import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import { fillOffTable, type OffTable, offTableBytes } from './off-table.js';
import type { CellRun, OffProgram, Program } from './program.js';
import { roomFor } from './run-rows.js';
import { fillTable, trace } from './run-table.js';

/**
 * Tables of one programme at most, in bytes: what a small computer can spare. One run time takes up to 74 MB (runs and pauses
 * of a sixth of a week); little more makes the parts of a range large and few.
 */
export const mostTableBytes = 80 * 2 ** 20;

/**
 * The cheapest runs that obey the rules, on at the first cell where equal plans differ; undefined when there are none.
 * `maxStarts` infinite = any number.
 *
 * Backward dynamic programme over (cell, starts left, run time left) with two states: on and may stop, off and may start. A
 * start jumps `minRun` cells ahead, a stop `minPause`, so that only the values of so many lines are kept; of every state two
 * bits remain, which lead from the first cell to the plan.
 */
export function* cheapestCellRuns(program: Program, maxStarts: number): Steps<CellRun[] | undefined> {
  const whole = yield* cheapestOf(program, maxStarts);
  if (whole !== undefined || program.partial === 'exact') return whole;
  return yield* longestOf(
    { ...program, least: 0, most: Math.min(program.least - 1, program.most) },
    maxStarts,
    (value) => value < infinite,
  );
}

/** The cheapest run time from `least` to `most`, the shortest of equals. */
function* cheapestOf(program: Program, maxStarts: number): Steps<CellRun[] | undefined> {
  let [best, bestValue]: [CellRun[] | undefined, number] = [undefined, infinite];
  for (const part of partsOf(program, maxStarts)) {
    const { mark } = part.space;
    const table = yield* solved(part, maxStarts);
    let amount = -1;
    for (let one = part.least; one <= part.most; one++) {
      if (at(table.values, one) >= bestValue) continue;
      amount = one;
      bestValue = at(table.values, one);
    }
    if (amount >= 0) best = table.trace(amount);
    part.space.giveBack(mark);
  }
  return best;
}

/** The longest run time with a value that is allowed. */
export function* longestOf(
  program: Program,
  maxStarts: number,
  allows: (value: number, amount: number) => boolean,
): Steps<CellRun[] | undefined> {
  for (const part of partsOf(program, maxStarts).reverse()) {
    const { mark } = part.space;
    const table = yield* solved(part, maxStarts);
    let amount = part.most;
    while (amount >= part.least && !(at(table.values, amount) < infinite && allows(at(table.values, amount), amount)))
      amount--;
    const found = amount >= part.least ? table.trace(amount) : undefined;
    part.space.giveBack(mark);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The shortest run time with a value that is allowed, under a limit on time off. */
export function* shortestOf(
  program: OffProgram,
  maxStarts: number,
  allows: (value: number) => boolean,
): Steps<CellRun[] | undefined> {
  for (const part of partsOf(program, maxStarts)) {
    const { mark } = part.space;
    const { values, settled, trace: traced } = yield* fillOffTable({ ...part, off: program.off }, maxStarts, allows);
    const found = settled >= part.least && allows(at(values, settled)) ? traced(settled) : undefined;
    part.space.giveBack(mark);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What each run time costs, and the way to it. */
function* solved(program: Program, maxStarts: number): Steps<Pick<OffTable, 'values' | 'trace'>> {
  const { off } = program;
  if (off !== undefined) return yield* fillOffTable({ ...program, off }, maxStarts);
  const table = yield* fillTable(program, maxStarts);
  return { values: table.values, trace: (amount) => trace(table, amount) };
}

/** How much room the programme takes, in bytes; 0 where nothing is to be worked out. */
export function bytesFor(program: Program, maxStarts: number): number {
  if (program.least > program.most) return 0;
  const layers = maxStarts === infinite ? 1 : maxStarts + 1;
  if (program.off !== undefined) return offTableBytes(program, layers);
  return roomFor(program) * 8 * layers + statesOf(program) * (layers / 4);
}

/** No more states than that lie on a plan, for each number of starts left. */
export function statesOf({ least, most, count }: Program): number {
  return (most + 1) * (count - least + 1) - (most - least) ** 2 / 2;
}

/** The range of run times in parts of which each has room, in order; one run time has it always. */
export function partsOf(program: Program, maxStarts: number): Program[] {
  const parts: Program[] = [];
  for (let least = program.least; least <= program.most; ) {
    let [most, tooMuch] = [least, program.most + 1];
    const fits = (upTo: number) => bytesFor({ ...program, least, most: upTo }, maxStarts) <= mostTableBytes;
    if (fits(program.most)) most = program.most;
    while (tooMuch - most > 1 && most < program.most) {
      const middle = (most + tooMuch) >> 1;
      if (fits(middle)) most = middle;
      else tooMuch = middle;
    }
    parts.push({ ...program, least, most });
    least = most + 1;
  }
  return parts;
}
