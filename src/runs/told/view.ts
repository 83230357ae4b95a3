import { horizon, type PriceSeries, slice } from '../../prices/index.js';
import type { Interval, Ms } from '../../time/index.js';
import { fingerprint } from '../device/fingerprint.js';
import { begunRuns, type Earlier, type Job, type PlanReason, type Run, type RunCause, totalMs } from '../device/log.js';
import { offFigures } from '../device/off-rule.js';
import { type RunSettings, withOptions } from '../device/settings.js';
import { addCosts, costsInOrder, loadOf } from '../placing/costs.js';
import { plannedSeries } from '../placing/expected.js';
import { paidPrices, paysSun, type SunPiece, sunKwh, takesSun } from '../placing/house-share.js';
import type { Scene } from '../placing/plan-job.js';
import { type Savings, savings } from './savings.js';

/** One run of a plan with what it costs; undefined where a price is unknown. */
export interface PlannedRun extends Interval {
  readonly minutes: number;
  readonly averageCt: number | undefined;
  readonly costCt: number | undefined;
  /** With usual prices where none are published; undefined where the cost is known, or nothing is expected. */
  readonly expectedCostCt: number | undefined;
  readonly cause: RunCause;
  /** True where there would be none without the limit on time off. */
  readonly forced?: true;
}

/** A stretch of one price in which the device does not change, [start, end). */
export interface ViewInterval extends Interval {
  /** ct/kWh; null = unknown. */
  readonly priceCt: number | null;
  /** True where that is what power usually costs then, because nothing is published. */
  readonly expected?: true;
  readonly on: boolean;
}

/** A plan in instants and numbers: all runs of a window or request, those already made included. */
export interface PlanView {
  /** False when no plan by prices exists; `runs` may then hold a run that is made blindly. */
  readonly feasible: boolean;
  readonly reason: PlanReason | undefined;
  readonly provisional: boolean;
  readonly runs: readonly PlannedRun[];
  readonly minutesPlanned: number;
  readonly minutesMissing: number;
  /** With a limit on time off: what it makes more than is wanted, and the longest time off that is left. */
  readonly minutesExtra?: number;
  readonly longestOffMinutes?: number;
  readonly averageCt: number | undefined;
  readonly costCt: number | undefined;
  /** With usual prices where none are published; undefined where the cost is known, or nothing is expected. */
  readonly expectedCostCt: number | undefined;
  readonly energyKwh: number | undefined;
  /** Absent where the runs are the best ones. */
  readonly earlier?: Earlier | undefined;
  /** Of it from the sun of a house; undefined where there is none. */
  readonly sunKwh: number | undefined;
  /** True where there is sun that this load cannot be planned with. */
  readonly isSunUnused: boolean;
  /** True without a power: costs are then per kW, and `energyKwh` is undefined. */
  readonly perKw: boolean;
  /** Against running at once and against the average price of the window; positive is good for either objective. */
  readonly saved: Savings;
  /** The worst price paid, ct/kWh. */
  readonly thresholdCt: number | undefined;
  /** When the plan next switches the device, null when it does not any more. */
  readonly nextChange: Ms | null;
  readonly nextStart: Ms | null;
  readonly nextEnd: Ms | null;
  readonly window: Interval;
  /** End of the last known price; null when none is known. */
  readonly pricesUntil: Ms | null;
  readonly intervals: readonly ViewInterval[];
  /** Equal for equal runs in the same window. */
  readonly planId: string;
}

/** All runs of a job in order, touching ones of one cause joined: made, on, and to come. */
function allRuns(job: Job): Run[] {
  const together: Run[] = [];
  for (const run of [...begunRuns(job), ...job.runs]) {
    const last = together.at(-1);
    if (
      last?.end === run.start &&
      last.cause === run.cause &&
      last.wasExpected === run.wasExpected &&
      !run.forcedAfterMs
    )
      together[together.length - 1] = { ...last, end: run.end };
    else together.push(run);
  }
  return together;
}

/** The name of a plan; equal for equal runs in the same window, also when an expected one has begun. */
export function planId(job: Job): string {
  const runs = allRuns(job).map(({ wasExpected, cut: _, ...run }) =>
    wasExpected ? { ...run, cause: 'expected' } : run,
  );
  return fingerprint([job.window, runs]);
}

/** The plan of a job as it is shown; `extra` are stretches in which the device is on besides its runs. */
export function planView(job: Job, scene: Scene, extra: readonly Interval[] = []): PlanView {
  const settings = withOptions(scene.settings, job.options);
  const { series, now, house } = scene;
  const sun = house?.sun ?? [];
  const paid = paidBy(series, settings, sun);
  const runs = allRuns(job);
  const costs = costsInOrder(paid, runs, loadOf(settings));
  const total = addCosts(costs);
  const planned = plannedSeries(scene, settings, job.window);
  const expectedCosts =
    planned === series ? costs : costsInOrder(paidBy(planned, settings, sun), runs, loadOf(settings));
  const hasRuns = runs.length > 0;
  const hasPower = settings.powerKw !== undefined || settings.profile.length > 0;
  const plannedMs = totalMs(runs);
  const wantedMs = settings.mode === 'threshold' ? plannedMs : job.wantedMs;
  const plain = {
    feasible: job.feasible,
    reason: job.reason,
    provisional: job.provisional,
    runs: runs.map(({ start, end, cause, forcedAfterMs }, index) => ({
      start,
      end,
      cause,
      ...(forcedAfterMs !== undefined && { forced: true as const }),
      minutes: minutes(end - start),
      averageCt: costs[index]?.averageCt,
      costCt: costs[index]?.costCt,
      expectedCostCt: costs[index]?.costCt === undefined ? expectedCosts[index]?.costCt : undefined,
    })),
    minutesPlanned: minutes(plannedMs),
    minutesMissing: minutes(Math.max(0, wantedMs - plannedMs)),
    ...offFigures(job, runs, settings),
    averageCt: hasRuns ? total.averageCt : undefined,
    costCt: hasRuns ? total.costCt : undefined,
    expectedCostCt: hasRuns && total.costCt === undefined ? addCosts(expectedCosts).costCt : undefined,
    energyKwh: hasPower ? total.energyKwh : undefined,
    ...(job.earlier && { earlier: job.earlier }),
    ...sunOf(runs, settings, sun),
    perKw: !hasPower,
    ...nextOf(runs, now),
    window: job.window,
    pricesUntil: horizon(series) ?? null,
    planId: planId(job),
  };
  return withDetails(plain, {
    saved: () => savings({ series: paid, settings, room: { start: job.since, end: job.window.end } }, total, plannedMs),
    thresholdCt: () => worstPrice(series, runs, settings),
    intervals: () => viewIntervals(planned, job.window, [...runs, ...extra]),
  });
}

/** The object with details that are found when somebody first looks: most decisions show nobody their plan. */
function withDetails<Plain extends object, Details>(
  plain: Plain,
  details: { readonly [Name in keyof Details]: () => Details[Name] },
): Plain & Details {
  for (const [name, find] of Object.entries<() => unknown>(details)) {
    const get = () => {
      const value = find();
      Object.defineProperty(plain, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(plain, name, { get, enumerable: true, configurable: true });
  }
  return plain as Plain & Details;
}

function nextOf(runs: readonly Interval[], now: Ms): Pick<PlanView, 'nextChange' | 'nextStart' | 'nextEnd'> {
  const starts = runs.map((run) => run.start).filter((start) => start > now);
  const ends = runs.map((run) => run.end).filter((end) => end > now);
  return { nextChange: least([...starts, ...ends]), nextStart: least(starts), nextEnd: least(ends) };
}

/** The prices that are paid in the end: where the sun gives some of a constant power, that part is not bought. */
function paidBy(series: PriceSeries, settings: RunSettings, sun: readonly SunPiece[]): PriceSeries {
  return paysSun(settings) ? paidPrices(series, sun, settings.powerKw ?? 1) : series;
}

function sunOf(runs: readonly Interval[], settings: RunSettings, sun: readonly SunPiece[]) {
  const hasSun = sun.length > 0;
  return {
    sunKwh: hasSun && paysSun(settings) ? sunKwh(runs, sun, settings.powerKw ?? 1) : undefined,
    isSunUnused: hasSun && !takesSun(settings),
  };
}

function worstPrice(series: PriceSeries, runs: readonly Interval[], { objective }: RunSettings): number | undefined {
  const prices = runs.flatMap((run) => slice(series, run).flatMap(({ priceCt }) => priceCt ?? []));
  if (prices.length === 0) return undefined;
  return objective === 'cheapest' ? Math.max(...prices) : Math.min(...prices);
}

function viewIntervals(series: PriceSeries, window: Interval, onTimes: readonly Interval[]): ViewInterval[] {
  const intervals: ViewInterval[] = [];
  const ordered = [...onTimes].sort((a, b) => a.start - b.start);
  let first = 0;
  for (const { start, end, priceCt, expected } of slice(series, window)) {
    while (first < ordered.length && (ordered[first]?.end ?? end) <= start) first += 1;
    let from = start;
    // On-times may overlap: extra time reaches into runs.
    for (let index = first; from < end; ) {
      const on = ordered[index];
      if (on !== undefined && on.end <= from) index += 1;
      else {
        const isOn = on !== undefined && on.start <= from;
        const to = Math.min(end, on === undefined ? end : isOn ? on.end : on.start);
        intervals.push({ start: from, end: to, priceCt, ...(expected && { expected }), on: isOn });
        from = to;
      }
    }
  }
  return intervals;
}

function least(instants: readonly Ms[]): Ms | null {
  return instants.length === 0 ? null : Math.min(...instants);
}

function minutes(ms: number): number {
  return Math.round((ms / 60_000) * 1000) / 1000;
}
