import type { Interval } from '../../time/index.js';
import type { Field } from '../problem/field.js';
import { at } from '../problem/numbers.js';
import type { RunsWanted } from '../problem/runs-wanted.js';
import type { Steps } from '../problem/steps.js';
import { cheapestOfAnyLength } from '../program/any-length.js';
import { layCells } from '../program/cells.js';
import { type FewRuns, runsWithFewStarts } from '../program/few-starts.js';
import { turnedOffLimit } from '../program/off-limit.js';
import { type OffSearch, runsWithinOff } from '../program/off-runs.js';
import type { Program } from '../program/program.js';

/** Runs under rules, and a bound for the cost of the best ones where these may be a little dearer. */
export interface RuledRuns {
  readonly runs: readonly Interval[];
  /** In units of the field's cost x ms, with start costs; absent = nothing is cheaper. */
  readonly bound?: number;
}

/**
 * The cheapest runs under rules for runs, or undefined when there are none.
 *
 * `latest` is `earliest` with time turned round.
 */
export function* cheapestRunsUnderRules(field: Field, wanted: RunsWanted): Steps<RuledRuns | undefined> {
  const { program, maxStarts, penalty, history, cellMs, factor } = layCells(field, wanted);
  const found = yield* (wanted.tieBreak === 'latest' ? solveTurned : solveForwards)(program, {
    maxStarts,
    penalty,
    anyLength: wanted.off?.worth !== undefined,
  });
  if (found === undefined) return undefined;
  const origin = at(field.edges, 0) - history * cellMs;
  const runs = found.runs
    .map(({ first, past }) => ({ start: origin + Math.max(first, history) * cellMs, end: origin + past * cellMs }))
    .filter(({ start, end }) => start < end);
  // What rounding and ties add is less than a unit for each start.
  const bound = found.bound !== undefined && ((found.bound - maxStarts) / factor) * cellMs;
  return bound === false ? { runs } : { runs, bound };
}

function* solveForwards(program: Program, search: OffSearch): Steps<FewRuns | undefined> {
  const { off } = program;
  if (off === undefined) return yield* runsWithFewStarts(program, search.maxStarts);
  if (search.anyLength) return yield* cheapestOfAnyLength({ ...program, off }, search.maxStarts);
  return yield* runsWithinOff({ ...program, off }, search);
}

function* solveTurned(program: Program, search: OffSearch): Steps<FewRuns | undefined> {
  const { count, space } = program;
  const costs = space.numbers(count);
  for (let cell = 0; cell < count; cell++) costs[cell] = at(program.costs, count - 1 - cell);
  const off = turnedOffLimit(program.off);
  const turned = { ...program, costs, beginsOn: false, endsOn: program.beginsOn, off };
  const found = yield* solveForwards(turned, search);
  const runs = found?.runs.map(({ first, past }) => ({ first: count - past, past: count - first })).reverse();
  return found && runs && { ...found, runs };
}
