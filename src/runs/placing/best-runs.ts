import {
  type AnyRequest,
  type AverageLimit,
  longestWithinInSteps,
  type Plan,
  type Request,
  type Steps,
} from '../../planner/index.js';
import type { Interval } from '../../time/index.js';
import { joined, msPerMinute } from '../../time/index.js';
import type { Earlier, PlanReason } from '../device/log.js';
import type { OffRule } from '../device/off-rule.js';
import { openParts } from '../device/open-time.js';
import { hasProfile, limitsAverage } from '../device/settings.js';
import { type Ask, alignMs, belowRequest, contiguousRequest, requestFor } from './ask.js';
import { addCosts, type Cost, costsInOrder, loadOf } from './costs.js';
import { aboveBase, limitsAverageByDay } from './day-limit.js';
import { isPriced } from './priced.js';
import { preparedFor, sharedPlan } from './shared-plans.js';

/** Runs chosen by price, or why there are none. */
export interface Choice {
  readonly feasible: boolean;
  readonly reason?: PlanReason | undefined;
  readonly runs: readonly Interval[];
  /** Of these runs alone, at 1 kW where no power is named; absent without a plan. */
  readonly costCt?: number | undefined;
  readonly earlier?: Earlier | undefined;
}

/** The optimal runs for what is asked; starts fall on whole minutes (or quarter-hours) unless only the bare window is long enough. */
export function* bestRuns(ask: Ask): Steps<Choice> {
  const choice = yield* withinAverage(ask, requestFor(ask));
  if (choice.feasible || (choice.reason !== 'window-too-short' && choice.reason !== 'excluded-times')) return choice;
  const room = Math.max(0, ...openParts(ask.window, ask.closed).map(({ start, end }) => end - start));
  if (ask.wantMs > room) return choice;
  if (ask.wantMs <= room - alignMs(ask)) return choice;
  return yield* withinAverage(ask, { ...contiguousRequest(ask), startAlignMs: undefined });
}

/** With a limit on the average: the most minutes (all, unless a part is allowed) that keep it. */
function* withinAverage(ask: Ask, request: Request): Steps<Choice> {
  const { settings, shortened } = ask;
  const { maxPriceCt } = settings;
  if (!limitsAverage(settings) || maxPriceCt === undefined) return yield* priced(ask, request);
  if (limitsAverageByDay(settings)) return withinDayAverage(ask, yield* priced(ask, request), maxPriceCt);
  const tooDear: Choice = { feasible: false, reason: 'price-cap', runs: [] };
  const freeMs = shortened ? yield* freelyMs(ask, request, maxPriceCt) : ask.wantMs;
  if (freeMs === 0) return tooDear;
  if (freeMs >= ask.wantMs) {
    const whole = yield* priced(ask, request);
    if (!whole.feasible || fits(ask, whole, maxPriceCt)) return whole;
  }
  return (shortened && (yield* withinAverageShorter(ask, maxPriceCt))) || tooDear;
}

/** The choice where its average lies no more than the limit above the bases of its days: all of it, or nothing. */
function withinDayAverage(ask: Ask, choice: Choice, maxCt: number): Choice {
  if (!choice.feasible) return choice;
  const judged: Ask = { ...ask, series: aboveBase(ask.series, ask.settings) };
  const hasBases = choice.runs.every((run) => isPriced(judged.series, run));
  if (!hasBases) return { feasible: false, reason: 'missing-prices', runs: [] };
  return fits(judged, choice, maxCt) ? choice : { feasible: false, reason: 'price-cap', runs: [] };
}

/** The most minutes below what is asked for that keep the average. */
function* withinAverageShorter(ask: Ask, maxCt: number): Steps<Choice | undefined> {
  let wantMs = (Math.ceil(ask.wantMs / msPerMinute) - 1) * msPerMinute;
  while (wantMs > 0) {
    const less = { ...ask, wantMs: yield* longestMs({ ...ask, wantMs }, maxCt) };
    if (less.wantMs === 0) return undefined;
    const choice = yield* priced(less, requestFor(less));
    if (fits(less, choice, maxCt)) return choice;
    // Only an average within a rounding error of the limit comes here.
    wantMs = less.wantMs - msPerMinute;
  }
  return undefined;
}

function fits(ask: Ask, { feasible, runs }: Choice, maxCt: number): boolean {
  return feasible && (spent(ask, runs).averageCt ?? 0) <= maxCt + 1e-9;
}

/** No run time between this one and what is asked for keeps the average, ms; 0 = none does. */
function* longestMs(ask: Ask, maxCt: number): Steps<number> {
  const request = requestFor(ask);
  // A profile is never shortened, and a run is not shorter than the device's own minimum.
  if (request.kind !== 'contiguous' && request.kind !== 'interruptible') return 0;
  if (request.durationMs > ask.wantMs) return 0;
  return yield* longestWithinInSteps(preparedFor(ask.series), request, limitOf(ask, maxCt));
}

/** What keeps the average without rules, at most what is asked for, ms; rules only make it dearer. */
function* freelyMs(ask: Ask, request: Request, maxCt: number): Steps<number> {
  if (request.kind !== 'interruptible' || ask.window.start >= ask.window.end) return ask.wantMs;
  const { minRunMs, minPauseMs, maxStarts, ...free } = request;
  return yield* longestWithinInSteps(preparedFor(ask.series), free, limitOf(ask, maxCt));
}

function limitOf(ask: Ask, maxCt: number): AverageLimit {
  const { costCt: spentCt = 0, energyKwh: spentKwh } = spent(ask, []);
  return { maxCt, spentCt, spentKwh };
}

/** What the runs before and these cost; what has been run blind or is no longer priced cannot be judged, the rest can. */
function spent({ series, settings, before }: Ask, runs: readonly Interval[]): Cost {
  const costs = costsInOrder(series, [...before, ...runs], loadOf(settings));
  return addCosts(costs.filter((cost) => cost.costCt !== undefined));
}

function* priced(ask: Ask, request: AnyRequest): Steps<Choice> {
  const found = yield* sharedPlan(ask.series, request);
  if (!found.feasible) return { feasible: false, reason: found.reason, runs: [] };
  return { feasible: true, runs: runsOf(found, ask), costCt: found.costCt };
}

function runsOf(found: Plan, ask: Ask): Interval[] {
  const first = found.segments[0];
  if (first !== undefined && hasProfile(ask.settings)) return [{ start: first.start, end: first.start + ask.wantMs }];
  return joined(found.segments);
}

/** On wherever the price limit and the rules for runs allow, and above it only for the limit on time off. */
export function* belowRuns(ask: Ask & { readonly off: OffRule }): Steps<Choice> {
  return yield* priced(ask, belowRequest(ask));
}
