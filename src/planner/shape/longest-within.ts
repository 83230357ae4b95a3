import { invalidValue } from '../../errors.js';
import { msPerMinute } from '../../time/index.js';
import { checkRequest } from '../problem/check-request.js';
import { type Field, layField } from '../problem/field.js';
import { type Job, makeJob } from '../problem/job.js';
import { at, infinite } from '../problem/numbers.js';
import type { Prepared } from '../problem/prepare.js';
import type { ContiguousRequest, InterruptibleRequest } from '../problem/request.js';
import { finished, type Steps, statesPerStep } from '../problem/steps.js';
import { borrowWorkspace, returnWorkspace } from '../problem/workspace.js';
import { layCells } from '../program/cells.js';
import { runTime } from '../program/few-starts.js';
import { longestWithFewStarts } from '../program/longest-few-starts.js';
import type { Program } from '../program/program.js';
import { cheapestCellRuns, longestOf } from '../program/run-program.js';

/** A limit on the average price of runs, together with earlier runs of the same device. */
export interface AverageLimit {
  /** ct/kWh. */
  readonly maxCt: number;
  /** What the earlier runs have cost, ct, and drawn, kWh. */
  readonly spentCt: number;
  readonly spentKwh: number;
}

/** The limit in units of the field: run time of a cost c keeps it when `c <= cost * run time + budget` (cost x ms). */
interface Allowance {
  readonly cost: number;
  readonly budget: number;
}

// Wide enough for rounding: whoever asks verifies the plan, and may ask for the next shorter run time.
const slackCt = 2e-9;

/**
 * The longest run time in whole minutes, up to `durationMs`, whose cheapest plan keeps the average, in ms; 0 = none.
 *
 * Exact for prices of up to six decimals on whole minutes, except that an average less than 2e-9 ct above the limit
 * may pass. A longer run time never keeps it, but where many starts are allowed and proving it would be too much work. `maxPriceCt`, `partial` and ties of the request do not matter. Throws `invalid-value` with `maxOffMs`.
 */
export function longestWithin(
  prices: Prepared,
  request: ContiguousRequest | InterruptibleRequest,
  limit: AverageLimit,
): number {
  return finished(longestWithinInSteps(prices, request, limit));
}

/** The same in steps. */
export function* longestWithinInSteps(
  prices: Prepared,
  request: ContiguousRequest | InterruptibleRequest,
  limit: AverageLimit,
): Steps<number> {
  checkRequest(request);
  if (request.maxOffMs !== undefined)
    throw invalidValue('maxOffMs', request.maxOffMs, 'absent with a limit on the average');
  const space = borrowWorkspace();
  try {
    return yield* longest(makeJob(prices, request, space), request, allowanceOf(prices, request, limit));
  } finally {
    returnWorkspace(space);
  }
}

function* longest(job: Job, request: ContiguousRequest | InterruptibleRequest, allowance: Allowance): Steps<number> {
  const mostMs = wholeMinutes(Math.round(request.durationMs));
  // A run of its own and rules only make it dearer.
  const pieces = longestInPieces(layField(job.ground, 'known-prices'), mostMs, allowance);
  if (pieces === 0) return 0;
  if (request.kind === 'contiguous') return yield* longestRunWithin(job, { ...request, durationMs: pieces }, allowance);
  return job.rules === undefined
    ? pieces
    : yield* longestUnderRules(job, { ...request, durationMs: pieces }, allowance);
}

function allowanceOf({ scale }: Prepared, { powerW }: { powerW: number }, limit: AverageLimit): Allowance {
  const maxCt = limit.maxCt + slackCt;
  return { cost: maxCt * scale, budget: ((maxCt * limit.spentKwh - limit.spentCt) * scale * 3.6e9) / powerW };
}

/** Fills the cheapest time first: what is left of the allowance grows up to the limit's price, and shrinks after it. */
function longestInPieces(field: Field, mostMs: number, allowance: Allowance): number {
  const byCost = Array.from({ length: field.count }, (_, i) => i)
    .filter((i) => at(field.costs, i) < infinite)
    .sort((a, b) => at(field.costs, a) - at(field.costs, b));
  let [filled, left, longest] = [0, allowance.budget, 0];
  for (const i of byCost) {
    const length = Math.min(mostMs - filled, at(field.edges, i + 1) - at(field.edges, i));
    const gain = allowance.cost - at(field.costs, i);
    if (left + gain * length >= 0) longest = filled + length;
    else if (left >= 0) longest = filled - left / gain;
    left += gain * length;
    filled += length;
  }
  return wholeMinutes(longest);
}

/** Tries every start for every length from the longest down, on sums over whole minutes. */
function* longestRunWithin(job: Job, request: ContiguousRequest, { cost, budget }: Allowance): Steps<number> {
  const { startAlignMs = msPerMinute, durationMs } = request;
  const { start, end } = job.ground.window;
  const isOn = job.initial?.on === true;
  const first = isOn ? start : Math.ceil(start / startAlignMs) * startAlignMs;
  const count = Math.floor((end - first) / msPerMinute);
  if (count <= 0) return 0;
  const { sums, closed } = sumsByMinute(layField(job.ground, 'known-prices'), first, count);
  const step = isOn ? count : Math.max(1, Math.round(startAlignMs / msPerMinute));
  let tried = 0;
  for (let length = Math.min(count, durationMs / msPerMinute); length > 0; length--) {
    tried += (count - length) / step;
    if (tried > statesPerStep) {
      tried = 0;
      yield;
    }
    const allowed = cost * length * msPerMinute + budget;
    for (let from = 0; from + length <= count; from += step)
      if (at(sums, from + length) - at(sums, from) <= allowed && at(closed, from + length) === at(closed, from))
        return length * msPerMinute;
  }
  return 0;
}

/** Cost x ms and closed ms of a field before each of `count` minutes from an instant on. */
function sumsByMinute(field: Field, first: number, count: number) {
  const sums = field.space.numbers(count + 1);
  const closed = field.space.numbers(count + 1);
  sums[0] = 0;
  closed[0] = 0;
  let i = 0;
  for (let minute = 0; minute < count; minute++) {
    let [sum, shut] = [at(sums, minute), at(closed, minute)];
    const past = first + (minute + 1) * msPerMinute;
    for (let from = past - msPerMinute; from < past; ) {
      while (at(field.edges, i + 1) <= from) i++;
      const to = Math.min(past, at(field.edges, i + 1));
      if (at(field.costs, i) < infinite) sum += at(field.costs, i) * (to - from);
      else shut += to - from;
      from = to;
    }
    sums[minute + 1] = sum;
    closed[minute + 1] = shut;
  }
  return { sums, closed };
}

/** Reads all run times off one programme over cells of a minute. */
function* longestUnderRules(job: Job, request: InterruptibleRequest, { cost, budget }: Allowance): Steps<number> {
  const { minRunMs = 0, minPauseMs = 0, maxStarts = infinite, durationMs } = request;
  const { cellMs, history, factor, program, ...grid } = layCells(layField(job.ground, 'known-prices'), {
    leastMs: msPerMinute,
    mostMs: durationMs,
    partial: 'exact',
    tieBreak: 'earliest',
    startCost: 0,
    maxStarts,
    minRunMs: Math.round(minRunMs),
    minPauseMs: Math.round(minPauseMs),
    initial: job.initial,
  });
  const allowed = (amount: number): number => (cost * (amount - history) + budget / cellMs) * factor;
  const free = runTime((yield* longestOf(program, infinite, (cost, amount) => cost <= allowed(amount))) ?? []);
  const isFree = free === 0 || grid.maxStarts === infinite || (yield* startsOf(program, free)) <= grid.maxStarts;
  const longest = isFree ? free : yield* longestWithFewStarts({ ...program, most: free }, grid.maxStarts, allowed);
  return Math.max(0, longest - history) * cellMs;
}

/** How often the cheapest plan for an amount starts. */
function* startsOf(program: Program, amount: number): Steps<number> {
  return (yield* cheapestCellRuns({ ...program, least: amount, most: amount }, infinite))?.length ?? 0;
}

function wholeMinutes(ms: number): number {
  return Math.floor(ms / msPerMinute) * msPerMinute;
}
