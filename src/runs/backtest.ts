import { ConfigError } from '../errors.js';
import { finished, type Steps } from '../planner/index.js';
import { gaps, isKnown, learnUsualDay, nothingUsual, type PriceSeries, slice } from '../prices/index.js';
import { addDays, civilDate, civilDay, dailyWindows, type Interval, instantOf, type Ms } from '../time/index.js';
import { begunRuns, emptyRunLog, type Job, type PlanReason, type Run, type RunLog, totalMs } from './device/log.js';
import { hasProfile, type RunSettings } from './device/settings.js';
import { decideInSteps } from './life/decide.js';
import { addCosts, costsInOrder, loadOf } from './placing/costs.js';
import { type Savings, savings } from './told/savings.js';

/** What a device would have done in one window [start, end), and what that would have cost. */
export interface BacktestWindow extends Interval {
  readonly runs: readonly Interval[];
  readonly minutes: number;
  readonly minutesMissing: number;
  /** kWh; of a device of 1 kW where the settings name no power. */
  readonly energyKwh: number;
  /** ct; undefined where a price that was paid is unknown. */
  readonly costCt: number | undefined;
  readonly saved: Savings;
  /** Why it did not run all of its minutes by price; absent where it did. */
  readonly reason?: PlanReason | undefined;
  readonly priceGaps: readonly Interval[];
}

/** What a device would have cost in all windows together; a sum leaves out the windows in which it is unknown. */
export interface Backtest {
  readonly windows: readonly BacktestWindow[];
  /** True where the settings name no power, so that energy and money are those of a device of 1 kW. */
  readonly perKw: boolean;
  readonly minutes: number;
  readonly minutesMissing: number;
  readonly energyKwh: number;
  /** Undefined, as what was saved, where no window has a known one. */
  readonly costCt: number | undefined;
  readonly averageCt: number | undefined;
  readonly saved: Savings;
  /** How many windows have no known cost, and are in none of the sums of money. */
  readonly windowsUnpriced: number;
}

/** By this local time the prices of the next day are out. */
const publishedTime = '14:00';

/**
 * What these settings would have done with past prices, decision by decision, in every window inside `range`.
 *
 * At each moment only what Nomos had published by then is known: today, and from 14:00 on tomorrow; and what was learned of
 * the days of the range that are over. Nothing is stored and nothing switched. Throws `backtest-daily-only` for settings that wait for a message: nobody knows when one would
 * have come.
 */
export function backtest(settings: RunSettings, prices: PriceSeries, range: Interval): Backtest {
  return finished(backtestInSteps(settings, prices, range));
}

/** The same in steps of one decision at most. */
export function* backtestInSteps(settings: RunSettings, prices: PriceSeries, range: Interval): Steps<Backtest> {
  if (settings.trigger !== 'daily') throw new ConfigError('backtest-daily-only', 'a backtest needs a daily window');
  const { timeZone, from, to, weekdays } = settings;
  const isInside = ({ start, end }: Interval) => start >= range.start && end <= range.end;
  const jobs = yield* replay(settings, prices, range);
  const windows = dailyWindows(timeZone, from, to, weekdays, range)
    .filter(isInside)
    .map((window) => judged({ settings, prices, window }, jobs.get(window.start)));
  return { ...summed(windows), windows, perKw: settings.powerKw === undefined && !hasProfile(settings) };
}

/** What was done in a window, as far as its job has come. */
type Done = Pick<Job, 'wantedMs' | 'reason'> & { readonly runs: readonly Run[] };

/** Lives through the range alarm by alarm; gives what was done, by the start of the window. */
function* replay(settings: RunSettings, prices: PriceSeries, range: Interval): Steps<ReadonlyMap<Ms, Done>> {
  const done = new Map<Ms, Done>();
  let log: RunLog = emptyRunLog;
  let usual = nothingUsual;
  let now = range.start;
  while (now < range.end) {
    const series = publishedBy(prices, now, settings.timeZone);
    usual = learnUsualDay(usual, series, { timeZone: settings.timeZone, now });
    const nextSeriesAt = nextPublication(now, settings.timeZone);
    for (let cause: 'prices' | 'alarm' = 'prices'; now < Math.min(nextSeriesAt, range.end); cause = 'alarm') {
      const decision = yield* decideInSteps({ settings, series, usual, log, cause, now });
      log = decision.log;
      // A window may end and the next be picked in one decision, so what is still on counts to its planned end.
      const { job } = log;
      if (job?.kind === 'daily') done.set(job.window.start, doneIn(job));
      now = Math.min(decision.nextAlarmAt ?? nextSeriesAt, nextSeriesAt);
      yield;
    }
  }
  return done;
}

function doneIn(job: Job): Done {
  const { wantedMs, reason } = job;
  return { runs: begunRuns(job), wantedMs, reason };
}

/** The prices of today and, once they are out, of tomorrow; yesterday's are needed for what has already been run. */
function publishedBy(prices: PriceSeries, now: Ms, timeZone: string): PriceSeries {
  const today = civilDate(timeZone, now);
  const isOut = now >= instantOf(timeZone, today, publishedTime);
  const { end } = civilDay(timeZone, isOut ? addDays(today, 1) : today);
  return slice(prices, { start: civilDay(timeZone, addDays(today, -1)).start, end });
}

/** When more will be known, or the day is over. */
function nextPublication(now: Ms, timeZone: string): Ms {
  const today = civilDate(timeZone, now);
  const published = instantOf(timeZone, today, publishedTime);
  return now < published ? published : civilDay(timeZone, today).end;
}

function judged(
  { settings, prices, window }: { settings: RunSettings; prices: PriceSeries; window: Interval },
  done: Done | undefined,
): BacktestWindow {
  const { runs = [], wantedMs = 0, reason } = done ?? {};
  const total = addCosts(costsInOrder(prices, runs, loadOf(settings)));
  const onMs = totalMs(runs);
  const missingMs = settings.mode === 'threshold' ? 0 : Math.max(0, wantedMs - onMs);
  const isBlind = runs.some(({ cause }) => cause === 'fallback');
  // A window of which nothing is known did not cost 0: nobody knows what it would have cost.
  const isUnknown = !slice(prices, window).some(isKnown);
  const why = isBlind || isUnknown ? 'missing-prices' : missingMs > 0 ? reason : undefined;
  return {
    ...window,
    runs: runs.map(({ start, end }) => ({ start, end })),
    minutes: onMs / 60_000,
    minutesMissing: missingMs / 60_000,
    energyKwh: total.energyKwh,
    costCt: isUnknown ? undefined : total.costCt,
    saved: savings({ series: prices, settings, room: window }, total, onMs),
    ...(why !== undefined && { reason: why }),
    priceGaps: gaps(prices, window),
  };
}

function summed(windows: readonly BacktestWindow[]): Omit<Backtest, 'windows' | 'perKw'> {
  const sum = (pick: (window: BacktestWindow) => number) => windows.reduce((total, window) => total + pick(window), 0);
  const priced = windows.filter(({ costCt }) => costCt !== undefined);
  const pricedKwh = priced.reduce((total, { energyKwh }) => total + energyKwh, 0);
  const costCt = knownSum(windows.map((window) => window.costCt));
  return {
    minutes: sum((window) => window.minutes),
    minutesMissing: sum((window) => window.minutesMissing),
    energyKwh: sum((window) => window.energyKwh),
    costCt,
    averageCt: costCt !== undefined && pricedKwh > 0 ? costCt / pricedKwh : undefined,
    saved: {
      againstNowCt: knownSum(windows.map(({ saved }) => saved.againstNowCt)),
      againstAverageCt: knownSum(windows.map(({ saved }) => saved.againstAverageCt)),
    },
    windowsUnpriced: windows.length - priced.length,
  };
}

/** The sum of what is known; undefined where nothing is. */
function knownSum(amounts: readonly (number | undefined)[]): number | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, amount) => total + amount, 0);
}
