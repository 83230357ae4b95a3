import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import { type CountingLimits, lineOf, mostPriceOf, runsWithFewStarts, runTime, usualLimits } from './few-starts.js';
import { guessPrice } from './price-guess.js';
import type { CellRun, Program } from './program.js';
import { bytesFor, longestOf, statesOf } from './run-program.js';

/** What a run time may cost, in units of the programme. */
type Allowed = (amount: number) => number;

/**
 * The longest run time up to `most` that some runs with at most `maxStarts` starts reach for no more than is allowed; 0 = none.
 *
 * Counting starts multiplies the work, so where that is not quick starts have a price. What all run times cost at least with
 * that many starts, `value - price x maxStarts`, comes from one programme: it rules out every run time that it shows to be
 * too dear, and the longest one that is left is the answer where its runs keep limit and starts. Where no price settles it
 * within the work that is allowed, the answer may be shorter than the longest; it always keeps the limit.
 */
export function* longestWithFewStarts(
  program: Program,
  maxStarts: number,
  allowed: Allowed,
  limits: CountingLimits = usualLimits,
): Steps<number> {
  if (statesOf(program) * (maxStarts + 1) <= limits.atOnce && bytesFor(program, maxStarts) <= limits.bytes)
    return runTime((yield* longestOf(program, maxStarts, (cost, amount) => cost <= allowed(amount))) ?? []);
  const able = yield* longestOf(startsOnly(program), infinite, (fewest) => fewest <= maxStarts);
  if (able === undefined) return 0;
  const search = { maxStarts, allowed, limits };
  return yield* shortened(program, search, yield* atAPrice({ ...program, most: runTime(able) }, search));
}

/** The programme in which only starts cost. */
function startsOnly(program: Program): Program {
  const costs = program.space.numbers(program.count);
  for (let cell = 0; cell < program.count; cell++) costs[cell] = at(program.costs, cell) < infinite ? 0 : infinite;
  return { ...program, costs, startCost: 1, startWeights: undefined };
}

interface Search {
  readonly maxStarts: number;
  readonly allowed: Allowed;
  readonly limits: CountingLimits;
}

/** No longer run time keeps the limit, and whether it is sure that this one does. */
interface Longest {
  readonly amount: number;
  readonly isSure: boolean;
}

/** Looks for a price on starts with which the longest run time that is not ruled out keeps the limit. */
function* atAPrice(program: Program, { maxStarts, allowed, limits }: Search): Steps<Longest> {
  const guess = yield* guessPrice({ ...program, least: program.most }, maxStarts);
  let { most } = program;
  let [low, high] = [0, infinite];
  for (let price = Math.ceil(guess); ; ) {
    const isTooMuch = program.space.states + statesOf({ ...program, most }) > limits.states;
    if (price > mostPriceOf(program) || isTooMuch) return { amount: most, isSure: false };
    const priced: Program = { ...program, most, startCost: program.startCost + price };
    const runs = yield* longestOf(priced, infinite, (value, amount) => value - price * maxStarts <= allowed(amount));
    if (runs === undefined) return { amount: 0, isSure: true };
    most = runTime(runs);
    if (keeps(program, { maxStarts, allowed, limits }, runs)) return { amount: most, isSure: true };
    if (runs.length > maxStarts) low = price;
    else high = price;
    if (high - low <= 1) return { amount: most, isSure: false };
    price = high === infinite ? 2 * price + 1 : Math.floor((low + high) / 2);
  }
}

function keeps(program: Program, { maxStarts, allowed }: Search, runs: readonly CellRun[]): boolean {
  return runs.length <= maxStarts && lineOf(program, runs).cost <= allowed(runTime(runs));
}

/** Tries one run time after the other from one on that is not ruled out; with greater steps once that is too much work. */
function* shortened(program: Program, search: Search, { amount, isSure }: Longest): Steps<number> {
  if (isSure) return amount;
  let step = 1;
  for (let tried = amount; tried >= program.least; tried -= step) {
    const one: Program = { ...program, least: tried, most: tried, partial: 'exact' };
    const found = yield* runsWithFewStarts(one, search.maxStarts, search.limits);
    if (found !== undefined && keeps(program, search, found.runs)) return tried;
    if (program.space.states > search.limits.states) step *= 2;
  }
  return 0;
}
