import {
  type AnyRequest,
  type AverageLimit,
  type InitialState,
  longestWithinInSteps,
  type Plan,
  type Prepared,
  planInSteps,
  prepare,
  type Request,
  type Steps,
} from '../planner/index.js';
import { type PriceSeries, toPricePoints } from '../prices/index.js';
import type { Interval, Ms } from '../time/index.js';
import { joined, msPerMinute } from '../time/index.js';
import { addCosts, type Cost, costsInOrder, loadAfter, loadOf } from './costs.js';
import { aboveBase, limitsAverageByDay } from './day-limit.js';
import type { Earlier, PlanReason } from './log.js';
import type { OffRule } from './off-rule.js';
import { openParts } from './open-time.js';
import { isPriced } from './priced.js';
import { hasProfile, leastRunMinutes, limitsAverage, type RunSettings, wantedMinutes } from './settings.js';

const quarterMinutes = 15;

/** What is to be placed: `wantMs` of run time in [window.start, window.end). */
export interface Ask {
  readonly settings: RunSettings;
  readonly series: PriceSeries;
  readonly window: Interval;
  /** When nothing may run, in order and apart. */
  readonly closed: readonly Interval[];
  readonly wantMs: number;
  /** Runs of the same job that are done or on: they have used starts, money and phases of the profile. */
  readonly before: readonly Interval[];
  /** How many of them were ended before their planned end. */
  readonly cuts: number;
  /** What the device does up to the start of the window, where its minimum run or pause may still bind. */
  readonly initial?: InitialState | undefined;
  /** True when a part of the rest is better than nothing. */
  readonly shortened: boolean;
  /** Never off for too long; absent = no limit. */
  readonly off?: OffRule | undefined;
}

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

/** The first whole minute (or quarter-hour) at or after an instant. */
function alignedFrom(instant: Ms, { startAlignMinutes }: RunSettings): Ms {
  const step = startAlignMinutes * msPerMinute;
  return Math.ceil(instant / step) * step;
}

const preparedBySeries = new WeakMap<PriceSeries, Prepared>();

/** The series as the planner wants it; kept, since all nodes of an account plan with one and the same series. */
function preparedFor(series: PriceSeries): Prepared {
  const known = preparedBySeries.get(series);
  if (known !== undefined) return known;
  const prepared = prepare(toPricePoints(series));
  preparedBySeries.set(series, prepared);
  return prepared;
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
  const found = yield* planInSteps(preparedFor(ask.series), request);
  if (!found.feasible) return { feasible: false, reason: found.reason, runs: [] };
  return { feasible: true, runs: runsOf(found, ask), costCt: found.costCt };
}

function runsOf(found: Plan, ask: Ask): Interval[] {
  const first = found.segments[0];
  if (first !== undefined && hasProfile(ask.settings) && ask.settings.mode === 'contiguous')
    return [{ start: first.start, end: first.start + ask.wantMs }];
  return joined(found.segments);
}

function requestFor(ask: Ask): Request {
  if (ask.settings.mode === 'interruptible') return interruptibleRequest(ask);
  if (hasProfile(ask.settings) && ask.wantMs > 0) return profileRequest(ask);
  return contiguousRequest(ask);
}

function contiguousRequest(ask: Ask) {
  return {
    kind: 'contiguous' as const,
    ...baseRequest(ask),
    durationMs: ask.wantMs,
    powerW: watts(ask),
    startAlignMs: alignMs(ask),
  };
}

function profileRequest(ask: Ask) {
  const onMs = ask.before.reduce((sum, run) => sum + run.end - run.start, 0);
  const profile = loadAfter(loadOf(ask.settings), onMs).map(({ minutes, powerKw }) => ({
    durationMs: minutes * msPerMinute,
    powerW: powerKw * 1000,
  }));
  return { kind: 'profile' as const, ...baseRequest(ask), profile, startAlignMs: alignMs(ask) };
}

function interruptibleRequest(ask: Ask) {
  const minRunMinutes = leastMinutes(ask);
  // Device rules are counted in whole minutes; the rest of an interrupted run is rounded up to them.
  const least = ask.initial?.on || ask.wantMs === 0 ? 0 : minRunMinutes;
  const durationMs = Math.max(Math.ceil(ask.wantMs / msPerMinute), least) * msPerMinute;
  return { kind: 'interruptible' as const, ...inPieces(ask, minRunMinutes), durationMs };
}

/** A run that a limit on time off brings about is no shorter than a quarter-hour, unless less is wanted. */
function leastMinutes({ settings, off }: Ask): number {
  const { mode, minRunMinutes } = settings;
  if (off === undefined || minRunMinutes > 0) return leastRunMinutes(settings);
  return mode === 'threshold' ? quarterMinutes : Math.min(quarterMinutes, wantedMinutes(settings));
}

function inPieces(ask: Ask, minRunMinutes: number) {
  const { minPauseMinutes } = ask.settings;
  const maxStarts = startsLeft(ask);
  const earliest = ask.initial?.on ? ask.window.start : alignedFrom(ask.window.start, ask.settings);
  return {
    ...baseRequest(ask, earliest),
    powerW: watts(ask),
    ...(minRunMinutes > 0 && { minRunMs: minRunMinutes * msPerMinute }),
    ...(minPauseMinutes > 0 && { minPauseMs: minPauseMinutes * msPerMinute }),
    ...(maxStarts !== undefined && { maxStarts }),
    initial: ask.initial,
  };
}

/** On wherever the price limit and the rules for runs allow, and above it only for the limit on time off. */
export function* belowRuns(ask: Ask & { readonly off: OffRule }): Steps<Choice> {
  const { maxPriceCt = Number.NEGATIVE_INFINITY } = ask.settings;
  const request = {
    ...inPieces(ask, leastMinutes(ask)),
    kind: 'below' as const,
    maxPriceCt,
    maxOffMs: ask.off.maxOffMs,
  };
  return yield* priced(ask, request);
}

/**
 * Starts that are left; undefined when any number is. What was cut may begin again, and what is wanted to the minute always, unless the
 * device is on.
 */
export function startsLeft({ settings, before, cuts, initial, wantMs }: Ask): number | undefined {
  const { maxStarts, partial, mode } = settings;
  if (maxStarts === 0 || mode === 'contiguous') return undefined;
  const isOwed = wantMs > 0 && partial === 'exact' && !initial?.on;
  return Math.max(maxStarts + cuts - before.length, isOwed ? 1 : 0);
}

function baseRequest({ settings, window, closed, shortened, off }: Ask, earliest = window.start) {
  return {
    closed,
    objective: settings.objective,
    earliest,
    latestEnd: window.end,
    tieBreak: settings.tie,
    partial: shortened ? ('maximise' as const) : ('exact' as const),
    maxPriceCt: limitsAverage(settings) ? undefined : settings.maxPriceCt,
    ...(off && { maxOffMs: off.maxOffMs, offBeforeMs: off.beforeMs + earliest - window.start }),
  };
}

function alignMs({ settings }: Ask): number {
  return settings.startAlignMinutes * msPerMinute;
}

function watts({ settings }: Ask): number {
  return (settings.powerKw ?? 1) * 1000;
}
