import type { Steps } from '../planner/index.js';
import type { PriceSeries, UsualDay } from '../prices/index.js';
import type { Interval, Ms } from '../time/index.js';
import { joined, msPerMinute } from '../time/index.js';
import { usableStretches } from './below-limit.js';
import { type Ask, bestRuns, type Choice } from './best-runs.js';
import { blindRun } from './blind-run.js';
import { chosenRuns, expects, plannedSeries, usualPrint } from './expected.js';
import { fingerprint } from './fingerprint.js';
import { type Job, type Run, type RunLog, remainingMs, totalMs } from './log.js';
import { isPriced, stretchesWhere } from './priced.js';
import { type RunSettings, wantedMs, withOptions } from './settings.js';
import { settingsKey } from './settings-key.js';

const printBySeries = new WeakMap<PriceSeries, string>();

function seriesPrint(series: PriceSeries): string {
  const known = printBySeries.get(series);
  if (known !== undefined) return known;
  const print = fingerprint(series.map(({ start, end, priceCt }) => [start, end, priceCt]));
  printBySeries.set(series, print);
  return print;
}

/** What every decision is made from, besides the log. */
export interface Scene {
  /** The node's own settings. */
  readonly settings: RunSettings;
  /** What is published. */
  readonly series: PriceSeries;
  /** What prices usually are; absent = nothing is learned. */
  readonly usual?: UsualDay | undefined;
  readonly now: Ms;
}

/** What a job's plan depends on besides the job. */
export type Circumstances = Pick<RunLog, 'override' | 'device' | 'lastSeenAt' | 'extra'>;

/**
 * The job with its plan as it has to be now: frozen runs stay, a run that is on stays, everything else follows from
 * settings, prices and what has been run.
 *
 * An optimal plan stays optimal while time passes before its next run, so it is computed again only when something that
 * it was made from has changed.
 */
export function* planJob(job: Job, scene: Scene, circumstances: Circumstances): Steps<Job> {
  const settings = withOptions(scene.settings, job.options);
  const key = settingsKey(settings);
  const missed = job.runs.some((run) => run.start < scene.now);
  if (job.locked && key === job.settingsKey && !missed) return job.provisional ? { ...job, provisional: false } : job;
  // A contiguous run that is on is all that its job wanted when it began.
  const keepsWanted = settings.mode !== 'interruptible' && job.current !== undefined;
  const wanted = keepsWanted ? job.wantedMs : wantedMs(settings);
  const room = { start: freeFrom(job, scene.now, circumstances), end: job.window.end };
  const provisional = !isPriced(scene.series, room);
  const { override } = circumstances;
  const usual = provisional ? usualPrint(scene, settings) : undefined;
  const grounds = [seriesPrint(scene.series), key, wanted, job.window, job.ran, job.current, override, provisional];
  const basis = fingerprint(usual === undefined ? grounds : [...grounds, usual]);
  const { emptyFrom, ...rest } = job;
  if (basis === job.basis && !missed && (job.runs.length > 0 || staysEmpty(job, settings, room))) return job;
  const open = { ...rest, settingsKey: key, basis, locked: false, wantedMs: wanted, provisional };
  const around = { settings, scene, circumstances, room };
  const planned = settings.mode === 'threshold' ? belowLimit(open, around) : yield* runTime(open, around);
  const isEmpty = planned.runs.length === 0 && planned.reason === 'price-cap' && settings.mode !== 'threshold';
  return { ...planned, locked: freezes(planned, settings), ...(isEmpty && { emptyFrom: room.start }) };
}

/**
 * True when there was no run within the limit in more room than there is now.
 *
 * In a room hardly longer than what is asked for, a run may begin between two whole minutes, so it is tried again.
 */
function staysEmpty({ emptyFrom, wantedMs: wanted }: Job, settings: RunSettings, room: Interval): boolean {
  if (emptyFrom === undefined || room.start < emptyFrom) return false;
  return settings.partial === 'maximise' || room.end - room.start > wanted + settings.startAlignMinutes * msPerMinute;
}

/** True when the remaining minutes cannot be run any more in what is left of the window. */
export function isTooLate(job: Job, scene: Scene): boolean {
  const settings = withOptions(scene.settings, job.options);
  if (settings.mode === 'threshold' || job.current !== undefined) return false;
  const remaining = remainingMs(job, scene.now);
  if (settings.partial === 'maximise' || remaining === 0) return false;
  return remaining > job.window.end - Math.max(scene.now, job.window.start);
}

interface Around {
  readonly settings: RunSettings;
  /** The part of the window in which the device is free. */
  readonly room: Interval;
  readonly scene: Scene;
  readonly circumstances: Circumstances;
}

/** True when the runs to come stay as they are, whatever prices do; those in expected time never are. */
export function freezes(job: Job, { replan, mode }: RunSettings): boolean {
  if (mode === 'threshold' || !job.feasible || replan === 'always') return false;
  if (replan === 'locked' && !job.provisional) return true;
  if (job.runs.some(({ cause }) => cause === 'expected')) return false;
  const allPlanned = totalMs(job.runs) + totalMs(job.ran) + lengthOf(job.current) >= job.wantedMs;
  return job.current !== undefined && (allPlanned || !job.provisional);
}

function lengthOf(run: Interval | undefined): number {
  return run === undefined ? 0 : run.end - run.start;
}

function* runTime(job: Job, around: Around): Steps<Job> {
  const { settings, scene, room } = around;
  const { override } = around.circumstances;
  if (override?.until === null && !override.on)
    return { ...job, runs: [], feasible: false, reason: 'override', provisional: false };
  const rest = job.wantedMs - totalMs(job.ran) - lengthOf(job.current);
  if (rest <= 0) return { ...job, runs: [], feasible: true, reason: undefined, provisional: false };
  const before = joined([...job.ran, ...(job.current ? [job.current] : [])]);
  const ask: Ask = {
    settings,
    series: scene.series,
    window: room,
    wantMs: rest,
    before,
    initial: initialState(job, room.start, around),
    // What has begun is finished as far as it can be.
    shortened: settings.partial === 'maximise' || before.length > 0,
  };
  return { ...job, ...(yield* placed(ask, job, scene)) };
}

function* placed(ask: Ask, job: Job, scene: Scene): Steps<Pick<Job, 'feasible' | 'reason' | 'runs'>> {
  const { settings, window, wantMs } = ask;
  const choice = yield* byPrice(ask, job, scene);
  if (choice !== undefined) return { ...outcome(choice, 'planned'), runs: chosenRuns(scene.series, choice.runs) };
  if (!ask.shortened && wantMs > window.end - window.start) {
    return outcome({ feasible: false, reason: 'window-too-short', runs: [] }, 'planned');
  }
  const blind = blindRun(settings, { ...window, window: job.window }, wantMs);
  return outcome({ feasible: false, reason: 'missing-prices', runs: blind ? [blind] : [] }, 'fallback');
}

/** The choice by price, or undefined when missing prices decide. */
function* byPrice(ask: Ask, { provisional, window }: Job, scene: Scene): Steps<Choice | undefined> {
  const { settings } = ask;
  if (provisional && expects(settings, scene))
    return yield* bestRuns({ ...ask, series: plannedSeries(scene, settings, window) });
  if (provisional && !['use-known', 'expect'].includes(settings.missingPrices)) return undefined;
  const choice = yield* bestRuns(ask);
  const isEmpty = choice.feasible && choice.runs.length === 0;
  return provisional && (!choice.feasible || isEmpty) ? undefined : choice;
}

function outcome({ feasible, reason, runs }: Choice, cause: Run['cause']): Pick<Job, 'feasible' | 'reason' | 'runs'> {
  return { feasible, reason, runs: runs.map(({ start, end }) => ({ start, end, cause })) };
}

/** When the device is free for another run: after the run that is on and after an override that holds it off. */
function freeFrom(job: Job, now: Ms, { override }: Circumstances): Ms {
  const heldOff = override === undefined || override.on ? 0 : (override.until ?? 0);
  const free = Math.max(now, job.window.start, job.current?.end ?? 0, heldOff);
  // Held off beyond its window, or put back before it by a wrong clock: nothing is left of it.
  return Math.min(free, Math.max(now, job.window.end));
}

/** What the device does up to an instant, as far as its minimum run and pause care; undefined where that is not known. */
function initialState(job: Job, at: Ms, { scene, circumstances }: Around): Ask['initial'] {
  const { device } = circumstances;
  if (job.current?.end === at) {
    const onSince = device?.on ? Math.min(device.since, job.current.start) : job.current.start;
    return { on: true, forMs: wholeMinutes(at - onSince) };
  }
  if (device === undefined) return undefined;
  const since = offSince(circumstances, scene.now);
  return since === undefined ? undefined : { on: false, forMs: wholeMinutes(at - since) };
}

/** Since when the device is off, `now` when its run is over and it is about to be told so; undefined while it stays on. */
function offSince({ device, lastSeenAt, extra }: Circumstances, now: Ms): Ms | undefined {
  if (device?.on === false) return device.since;
  return lastSeenAt !== undefined && (extra === undefined || extra.end <= now) ? now : undefined;
}

function wholeMinutes(ms: number): number {
  return Math.max(0, Math.floor(ms / msPerMinute)) * msPerMinute;
}

function belowLimit(job: Job, { settings, scene, room, circumstances }: Around): Job {
  const { maxPriceCt = Number.NEGATIVE_INFINITY, maxStarts } = settings;
  const before = joined([...job.ran, ...(job.current ? [job.current] : [])]);
  const runs = usableStretches(
    stretchesWhere(scene.series, room, (priceCt) => priceCt <= maxPriceCt),
    {
      settings,
      fixed: job.current ? [job.current] : [],
      offSince: offSince(circumstances, scene.now),
      startsLeft: maxStarts > 0 ? maxStarts - before.length : undefined,
    },
  );
  const feasible = runs.length > 0 || before.length > 0;
  const reason = feasible ? undefined : job.provisional ? 'missing-prices' : 'price-cap';
  return { ...job, ...outcome({ feasible, reason, runs }, 'planned') };
}
