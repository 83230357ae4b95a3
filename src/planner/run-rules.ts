import type { Interval } from '../time/index.js';
import { layCells } from './cells.js';
import type { Field } from './field.js';
import { at, infinite } from './numbers.js';
import { type CellRun, cheapestCellRuns, type Program } from './run-program.js';
import type { RunsWanted } from './runs-wanted.js';
import type { Steps } from './steps.js';

/**
 * The cheapest runs under rules for runs, or undefined when there are none.
 *
 * `latest` is `earliest` with time turned round.
 */
export function* cheapestRunsUnderRules(field: Field, wanted: RunsWanted): Steps<Interval[] | undefined> {
  const { program, maxStarts, history, cellMs } = layCells(field, wanted);
  const found = yield* wanted.tieBreak === 'latest' ? solveTurned(program, maxStarts) : solve(program, maxStarts);
  const origin = at(field.edges, 0) - history * cellMs;
  return found
    ?.map(({ first, past }) => ({ start: origin + Math.max(first, history) * cellMs, end: origin + past * cellMs }))
    .filter(({ start, end }) => start < end);
}

/** A limit on starts multiplies the work, so it is left out where the best plan keeps it anyway. */
function* solve(program: Program, maxStarts: number): Steps<CellRun[] | undefined> {
  const free = yield* cheapestCellRuns(program, infinite);
  return free === undefined || free.length <= maxStarts ? free : yield* cheapestCellRuns(program, maxStarts);
}

function* solveTurned(program: Program, maxStarts: number): Steps<CellRun[] | undefined> {
  const { count, space } = program;
  const costs = space.numbers(count);
  for (let cell = 0; cell < count; cell++) costs[cell] = at(program.costs, count - 1 - cell);
  const runs = yield* solve({ ...program, costs, beginsOn: false, endsOn: program.beginsOn }, maxStarts);
  return runs?.map(({ first, past }) => ({ first: count - past, past: count - first })).reverse();
}
