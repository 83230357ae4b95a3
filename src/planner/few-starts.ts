import { at, infinite } from './numbers.js';
import { bytesFor, type CellRun, cheapestCellRuns, type Program } from './run-program.js';
import type { Steps } from './steps.js';

/** Runs, and a bound for the cost of the best ones where these may be a little dearer; absent = they are the best. */
export interface FewRuns {
  readonly runs: readonly CellRun[];
  /** In units of the programme. */
  readonly bound?: number | undefined;
}

/** Where starts are counted at once, and how much room that may take where a price on them does not decide. */
export interface CountingLimits {
  readonly starts: number;
  readonly bytes: number;
}

const usualLimits: CountingLimits = { starts: 7, bytes: 96 * 2 ** 20 };

/** What sums to it is still exact, beside costs of 2^52. */
const mostPrice = 2 ** 51;

/**
 * The cheapest runs with at most `maxStarts` starts, on at the first cell where equal plans differ; undefined when there are none.
 *
 * The limit multiplies the work, so first it is left out, and then a price on starts takes its place: runs that are cheapest
 * with the price and start just `maxStarts` times are the answer. Where no price brings that about, starts are counted. Where
 * that takes too much room, equal starts are told apart by small weights: then the cost is the lowest, and which of equal plans
 * it is follows from the weights. What is left over comes with a bound.
 */
export function* runsWithFewStarts(
  program: Program,
  maxStarts: number,
  limits: CountingLimits = usualLimits,
): Steps<FewRuns | undefined> {
  const free = yield* cheapestCellRuns(program, infinite);
  if (free === undefined || free.length <= maxStarts) return free && { runs: free };
  const priced = maxStarts > limits.starts ? yield* runsAtAPrice(program, maxStarts, free) : undefined;
  if (priced !== undefined && priced.bound === undefined) return priced;
  if (priced !== undefined && bytesFor(program, maxStarts) > limits.bytes) {
    const weighted = withWeights(program);
    const apart = weighted && (yield* runsAtAPrice(weighted, maxStarts, free));
    if (apart === undefined) return priced;
    return apart.bound === undefined ? apart : { runs: apart.runs, bound: priced.bound };
  }
  const counted = yield* cheapestCellRuns(program, maxStarts);
  return counted && { runs: counted };
}

/** The cheapest runs at one price: a point of the line `cost + price x starts`. */
interface Line {
  readonly runs: readonly CellRun[];
  readonly cost: number;
}

/**
 * Looks for the price where two lines cross, one with more starts than allowed and one with fewer, until no line is lower there.
 *
 * Undefined where no price that sums exactly brings the starts down to what is allowed.
 */
function* runsAtAPrice(program: Program, maxStarts: number, free: readonly CellRun[]): Steps<FewRuns | undefined> {
  const highest = Math.floor(mostPrice / (Math.floor(program.most / program.minRun) + 1));
  let many = lineOf(program, free);
  let few = yield* lineAt(program, highest);
  for (;;) {
    if (few === undefined || few.runs.length > maxStarts) return undefined;
    if (few.runs.length === maxStarts) return { runs: few.runs };
    const price = Math.floor((few.cost - many.cost) / (many.runs.length - few.runs.length));
    let [lower, bound]: [Line | undefined, number] = [undefined, -infinite];
    for (const tried of [price, price + 1]) {
      const line: Line | undefined = yield* lineAt(program, tried);
      if (line === undefined) return undefined;
      if (line.runs.length === maxStarts) return { runs: line.runs };
      const value = valueAt(line, tried);
      bound = Math.max(bound, value - tried * maxStarts);
      if (value < Math.min(valueAt(many, tried), valueAt(few, tried))) lower = line;
      if (lower !== undefined) break;
    }
    if (lower === undefined) return { runs: few.runs, bound };
    if (lower.runs.length > maxStarts) many = lower;
    else few = lower;
  }
}

function valueAt({ runs, cost }: Line, price: number): number {
  return cost + price * runs.length;
}

function* lineAt(program: Program, price: number): Steps<Line | undefined> {
  const runs = yield* cheapestCellRuns({ ...program, startCost: program.startCost + price }, infinite);
  return runs && lineOf(program, runs);
}

function lineOf({ costs, startCost, startWeights }: Program, runs: readonly CellRun[]): Line {
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
