import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import { keepsOffLimit } from './off-limit.js';
import { guessPrice } from './price-guess.js';
import type { CellRun, Program } from './program.js';
import { bytesFor, cheapestCellRuns, longestOf, mostTableBytes, statesOf } from './run-program.js';
import { spliced } from './splice.js';

/** Runs, and a bound for the cost of the best ones where these may be a little dearer; absent = they are the best. */
export interface FewRuns {
  readonly runs: readonly CellRun[];
  /** In units of the programme. */
  readonly bound?: number | undefined;
}

/** Up to how many states starts are counted at once, and how much room and work a plan may take in all. */
export interface CountingLimits {
  readonly atOnce: number;
  readonly bytes: number;
  readonly states: number;
}

/** What a small computer can spare. */
export const usualLimits: CountingLimits = { atOnce: 2 ** 22, bytes: mostTableBytes, states: 2 ** 29 };

/** What sums to it is still exact, beside costs of 2^52. */
const mostPrice = 2 ** 51;

/**
 * The cheapest runs with at most `maxStarts` starts, on at the first cell where equal plans differ; undefined when there are none.
 *
 * The limit multiplies the work, so first it is left out; what can be run at all with so many starts is looked up in the
 * fewest starts of each run time. Then a price on starts takes the place of the limit: runs that are cheapest with the price
 * and start just `maxStarts` times are the answer. Where no price brings that about, starts are counted. Where that takes too
 * much room or work, the ends of one plan are joined to the beginnings of another, or equal starts are told apart by small
 * weights: then the cost is the lowest, and which of equal plans it is does not follow the rule. What is left over comes with
 * a bound.
 */
export function* runsWithFewStarts(
  program: Program,
  maxStarts: number,
  limits: CountingLimits = usualLimits,
): Steps<FewRuns | undefined> {
  const free = yield* cheapestCellRuns(program, infinite);
  if (free === undefined || free.length <= maxStarts) return free && { runs: free };
  const whole = program.partial === 'exact' ? program : { ...program, least: 0 };
  if (statesOf(whole) * (maxStarts + 1) <= limits.atOnce && bytesFor(whole, maxStarts) <= limits.bytes)
    return yield* counted(program, maxStarts);
  const able = yield* ableRuns(program, maxStarts);
  if (able === undefined) return undefined;
  const amount = runTime(able);
  if (amount >= program.least) return yield* fewOf(program, { maxStarts, free, able, limits });
  const shorter: Program = { ...program, least: amount, most: amount };
  const less = yield* cheapestCellRuns(shorter, infinite);
  if (less === undefined || less.length <= maxStarts) return less && { runs: less };
  return yield* fewOf(shorter, { maxStarts, free: less, able, limits });
}

function* counted(program: Program, maxStarts: number): Steps<FewRuns | undefined> {
  const runs = yield* cheapestCellRuns(program, maxStarts);
  return runs && { runs };
}

/** Runs as long as the starts allow, however dear; undefined when there are none. */
function* ableRuns(program: Program, maxStarts: number): Steps<CellRun[] | undefined> {
  const costs = program.space.numbers(program.count);
  for (let cell = 0; cell < program.count; cell++) costs[cell] = at(program.costs, cell) < infinite ? 0 : infinite;
  const starts: Program = { ...program, costs, startCost: 1, startWeights: undefined };
  const allows = (fewest: number) => fewest <= maxStarts;
  const whole = yield* longestOf(starts, infinite, allows);
  if (whole !== undefined || program.partial === 'exact') return whole;
  return yield* longestOf({ ...starts, least: 0, most: Math.min(program.least - 1, program.most) }, infinite, allows);
}

/** How many cells runs have in all. */
export function runTime(runs: readonly CellRun[]): number {
  return runs.reduce((sum, { first, past }) => sum + past - first, 0);
}

/** A limit on starts, the cheapest runs without it, and some that keep it. */
interface Search {
  readonly maxStarts: number;
  readonly free: readonly CellRun[];
  readonly able: readonly CellRun[];
  readonly limits: CountingLimits;
}

function* fewOf(program: Program, search: Search): Steps<FewRuns | undefined> {
  const { maxStarts, limits } = search;
  const priced = yield* runsAtAPrice(program, search);
  if (priced.bound === undefined) return priced;
  const work = statesOf(program) * (maxStarts + 1);
  if (bytesFor(program, maxStarts) <= limits.bytes && program.space.states + work <= limits.states)
    return yield* counted(program, maxStarts);
  const joined = joinedRuns(program, priced, maxStarts);
  if (joined.bound === undefined) return joined;
  const weighted = withWeights(program);
  if (weighted === undefined) return joined;
  const free = yield* cheapestCellRuns(weighted, infinite);
  if (free === undefined || free.length <= maxStarts) return free && { runs: free };
  const apart = yield* runsAtAPrice(weighted, { ...search, free, able: joined.runs });
  if (apart.bound === undefined) return { runs: apart.runs };
  return lineOf(program, apart.runs).cost < lineOf(program, joined.runs).cost
    ? { ...joined, runs: apart.runs }
    : joined;
}

/** The cheapest of the runs, and of those that begin as some and end as others, that keep the limit. */
function joinedRuns(program: Program, priced: Bounded, maxStarts: number): FewRuns {
  let best = lineOf(program, priced.runs);
  for (const runs of spliced(program, priced.more, priced.runs)) {
    if (runs.length > maxStarts || !keepsOffLimit(program, runs)) continue;
    const line = lineOf(program, runs);
    if (line.cost < best.cost) best = line;
  }
  // Costs are whole numbers.
  return best.cost < priced.bound + 1 ? { runs: best.runs } : { runs: best.runs, bound: priced.bound };
}

/** Runs that may be a little dearer than the best, and cheaper ones with too many starts. */
interface Bounded {
  readonly runs: readonly CellRun[];
  readonly bound: number;
  readonly more: readonly CellRun[];
}

/** The cheapest runs at one price: a point of the line `cost + price x starts`. */
export interface Line {
  readonly runs: readonly CellRun[];
  readonly cost: number;
}

/**
 * Looks for the price where two lines cross, one with more starts than allowed and one with fewer, until no line is lower
 * there, or the work is too much.
 */
function* runsAtAPrice(
  program: Program,
  { maxStarts, free, able, limits }: Search,
): Steps<Bounded | { readonly runs: readonly CellRun[]; readonly bound?: undefined }> {
  const highest = mostPriceOf(program);
  let many = lineOf(program, free);
  let few = lineOf(program, able);
  let bound = many.cost;
  const guess = yield* guessPrice(program, maxStarts);
  for (const share of [0.97, 1.03]) {
    const tried = Math.min(highest, Math.floor(guess * share));
    const line = yield* lineAt(program, tried);
    if (line === undefined) break;
    if (line.runs.length === maxStarts) return { runs: line.runs };
    bound = Math.max(bound, valueAt(line, tried) - tried * maxStarts);
    if (line.runs.length > maxStarts) many = line;
    else few = line;
    if (few === line) break;
  }
  for (;;) {
    const price = Math.floor((few.cost - many.cost) / (many.runs.length - few.runs.length));
    let lower: Line | undefined;
    for (const tried of [price, price + 1]) {
      const isTooMuch = program.space.states + statesOf(program) > limits.states;
      const line = tried > highest || isTooMuch ? undefined : yield* lineAt(program, tried);
      if (line === undefined) return { runs: few.runs, bound, more: many.runs };
      if (line.runs.length === maxStarts) return { runs: line.runs };
      const value = valueAt(line, tried);
      bound = Math.max(bound, value - tried * maxStarts);
      if (value < Math.min(valueAt(many, tried), valueAt(few, tried))) lower = line;
      if (lower !== undefined) break;
    }
    if (lower === undefined) return { runs: few.runs, bound, more: many.runs };
    if (lower.runs.length > maxStarts) many = lower;
    else few = lower;
  }
}

/** The highest price on starts with which sums are still exact. */
export function mostPriceOf({ most, minRun }: Program): number {
  return Math.floor(mostPrice / (Math.floor(most / minRun) + 1));
}

function valueAt({ runs, cost }: Line, price: number): number {
  return cost + price * runs.length;
}

function* lineAt(program: Program, price: number): Steps<Line | undefined> {
  const runs = yield* cheapestCellRuns({ ...program, startCost: program.startCost + price }, infinite);
  return runs && lineOf(program, runs);
}

/** What runs cost without a price on starts. */
export function lineOf({ costs, startCost, startWeights }: Program, runs: readonly CellRun[]): Line {
  let cost = 0;
  for (const { first, past } of runs) {
    cost += startCost + (startWeights === undefined ? 0 : at(startWeights, first));
    for (let cell = first; cell < past; cell++) cost += at(costs, cell);
  }
  return { runs, cost };
}

/** Spreads neighbouring cells over all weights. */
const weightStep = 0x9e3779b1;

/**
 * The same programme with a small weight on each start: all weights of a plan together are less than the smallest difference
 * of costs. Undefined where the costs leave no room for them.
 */
function withWeights(program: Program): Program | undefined {
  const { space, count, costs, startCost, most, minRun } = program;
  const mostRuns = Math.floor(most / minRun) + 1;
  let sum = 1 + startCost * mostRuns;
  for (let cell = 0; cell < count; cell++) if (at(costs, cell) < infinite) sum += Math.abs(at(costs, cell));
  const factor = 2 ** Math.floor(Math.log2(mostPrice / sum));
  const weights = Math.floor((factor - 1) / mostRuns);
  if (weights < 2) return undefined;
  const startWeights = space.numbers(count + 1);
  const scaled = space.numbers(count);
  for (let cell = 0; cell <= count; cell++) startWeights[cell] = (Math.imul(cell, weightStep) >>> 0) % weights;
  for (let cell = 0; cell < count; cell++) scaled[cell] = at(costs, cell) * factor;
  return { ...program, costs: scaled, startCost: startCost * factor, startWeights };
}
