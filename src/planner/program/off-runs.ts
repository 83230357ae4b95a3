import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import { cheapestOfAnyLength } from './any-length.js';
import { type CountingLimits, type FewRuns, runsWithFewStarts, runTime, usualLimits } from './few-starts.js';
import type { CellRun, OffProgram, Program } from './program.js';
import { bytesFor, cheapestCellRuns, longestOf, shortestOf, statesOf } from './run-program.js';

/** What run time the limit on time off may bring about, and what else it has to mind. */
export interface OffSearch {
  /** Infinity = any number. */
  readonly maxStarts: number;
  /** What a cell above the price limit costs besides, more than all money together; 0 = there is none. */
  readonly penalty: number;
  /** True where the run time is whatever costs least. */
  readonly anyLength: boolean;
}

/**
 * The cheapest runs that never leave the device off for too long: of a run time from `least` to `most`, or else of the shortest
 * above that there is. With cells above a price limit as few of them as the limit on time off forces, whatever that does to the
 * run time. Undefined when there are none; with `partial: maximise` the longest run time below `least` instead.
 */
export function* runsWithinOff(
  program: OffProgram,
  search: OffSearch,
  limits: CountingLimits = usualLimits,
): Steps<FewRuns | undefined> {
  const free = yield* cheapestAmount(program, { ...search, maxStarts: infinite });
  const { maxStarts, penalty } = search;
  // With fewer starts more may be forced above the price limit, and then there may be more run time.
  if (free === undefined && (penalty === 0 || maxStarts === infinite)) return undefined;
  if (free !== undefined && free.length <= maxStarts) return { runs: free };
  if (!isCounted(program, search, limits)) return yield* pricedStarts(program, maxStarts, limits);
  const counted = yield* cheapestAmount(program, search);
  return counted && { runs: counted };
}

/** Counting starts multiplies work and room; above a price limit there is no price on starts that does without. */
function isCounted(program: OffProgram, { maxStarts, penalty }: OffSearch, limits: CountingLimits): boolean {
  const whole = { ...program, most: program.count };
  const isQuick = statesOf(whole) * (maxStarts + 1) <= limits.atOnce;
  return (isQuick || penalty > 0) && bytesFor(whole, maxStarts) <= limits.bytes;
}

function* cheapestAmount(
  program: OffProgram,
  { maxStarts, penalty }: Omit<OffSearch, 'anyLength'>,
): Steps<CellRun[] | undefined> {
  const { least, most, count } = program;
  const forced = penalty === 0 ? 0 : yield* cellsAbove(program, maxStarts, penalty);
  if (forced === undefined) return undefined;
  const allows = (value: number) => value < infinite && (penalty === 0 || Math.round(value / penalty) <= forced);
  const inRange = yield* cheapestCellRuns({ ...program, partial: 'exact' }, maxStarts);
  if (inRange !== undefined && allows(costOf(program, inRange))) return inRange;
  const longer = yield* shortestOf({ ...program, least: most + 1, most: count }, maxStarts, allows);
  if (longer !== undefined || program.partial === 'exact') return longer;
  return yield* longestOf({ ...program, least: 0, most: Math.min(least - 1, count) }, maxStarts, allows);
}

/** How many cells above the price limit any plan has at least; undefined when there is no plan. */
function* cellsAbove(program: OffProgram, maxStarts: number, penalty: number): Steps<number | undefined> {
  const { space, count, costs } = program;
  const { mark } = space;
  const above = space.numbers(count);
  for (let cell = 0; cell < count; cell++)
    above[cell] = at(costs, cell) < infinite ? Math.round(at(costs, cell) / penalty) : infinite;
  const found = yield* cheapestOfAnyLength(
    { ...program, costs: above, startCost: 0, startWeights: undefined },
    maxStarts,
  );
  space.giveBack(mark);
  return found?.cost;
}

function costOf({ costs, startCost }: Program, runs: readonly CellRun[]): number {
  let cost = startCost * runs.length;
  for (const { first, past } of runs) for (let cell = first; cell < past; cell++) cost += at(costs, cell);
  return cost;
}

/** Where there is no room to count starts: the shortest run time that so few starts allow, then a price on starts. */
function* pricedStarts(program: OffProgram, maxStarts: number, limits: CountingLimits): Steps<FewRuns | undefined> {
  const { space, count, least, most } = program;
  const costs = space.numbers(count);
  for (let cell = 0; cell < count; cell++) costs[cell] = at(program.costs, cell) < infinite ? 0 : infinite;
  const starts = { ...program, costs, startCost: 1, startWeights: undefined, most: count };
  const allows = (fewest: number) => fewest <= maxStarts;
  const able =
    (yield* shortestOf(starts, infinite, allows)) ??
    (program.partial === 'maximise'
      ? yield* longestOf({ ...starts, least: 0, most: least - 1 }, infinite, allows)
      : undefined);
  if (able === undefined) return undefined;
  const amount = runTime(able);
  const isWanted = least <= amount && amount <= most;
  const range = isWanted ? { least, most } : { least: amount, most: amount };
  return yield* runsWithFewStarts({ ...program, ...range, partial: 'exact' }, maxStarts, limits);
}
