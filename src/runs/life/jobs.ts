import { contains, type Interval, type Ms } from '../../time/index.js';
import { freezes } from '../device/freeze.js';
import { allClosed, type Closed, type Job, type RunLog } from '../device/log.js';
import { type RunOptions, type RunSettings, wantedMs, withOptions } from '../device/settings.js';
import { settingsKey } from '../device/settings-key.js';
import { dailyWindow } from '../device/windows.js';
import { begunAt } from '../placing/expected.js';
import type { Scene } from '../placing/plan-job.js';

/** A job that has not been planned yet. */
export function newJob(kind: Job['kind'], window: Interval, of: { scene: Scene; options: RunOptions }): Job {
  const settings = withOptions(of.scene.settings, of.options);
  return {
    kind,
    window,
    since: Math.max(of.scene.now, window.start),
    options: of.options,
    settingsKey: settingsKey(settings),
    wantedMs: wantedMs(settings),
    ran: [],
    runs: [],
    locked: false,
    feasible: false,
    provisional: false,
    told: {},
  };
}

/**
 * The log with the job that is to be done now: a run that is on keeps its job; a request lasts until it is done or its
 * window ends; daily, it is the window open now or else the next one that is neither done nor left out.
 */
export function withJob(log: RunLog, scene: Scene): RunLog {
  const { job } = log;
  if (job?.current !== undefined || job?.kind === 'start') return log;
  if (job !== undefined && job.kind !== scene.settings.trigger) return { ...log, job: undefined };
  if (scene.settings.trigger === 'message') return log;
  const window = windowFor(scene.settings, log, scene);
  if (job === undefined) {
    return window === undefined ? log : { ...log, job: newJob('daily', window, { scene, options: {} }) };
  }
  const own = windowFor(withOptions(scene.settings, job.options), log, scene);
  if (own === undefined) return { ...log, job: undefined };
  if (own.start === job.window.start && own.end === job.window.end) return log;
  const hasOtherSettings = settingsKey(withOptions(scene.settings, job.options)) !== job.settingsKey;
  if (!hasOtherSettings && job.ran.length === 0) return withJob({ ...log, job: undefined }, scene);
  // Other hours for a window keep its options and what has been run in it.
  const since = job.ran.length > 0 ? job.since : Math.max(scene.now, own.start);
  return { ...log, job: { ...job, window: own, since, locked: false, runs: [], told: {} } };
}

function windowFor(settings: RunSettings, log: RunLog, { now }: Scene): Interval | undefined {
  const { closed, closedBefore, skipped } = log;
  return dailyWindow(settings, { closed, closedBefore, skipped, settingsKey: settingsKey(settings) }, now);
}

/** The job with its next run on since `start`; with it, the runs after it may freeze. */
export function withNextRun(job: Job, start: Ms, scene: Scene): Job {
  const [run, ...runs] = job.runs;
  if (run === undefined) return job;
  const begun = { ...job, current: begunAt(run, scene.series, start), runs };
  return { ...begun, locked: job.locked || freezes(begun, withOptions(scene.settings, job.options)) };
}

/** The log with its job over; a daily window or a request is remembered until the next one, so that it is not begun again. */
export function closeJob(log: RunLog, how: Closed['how'], now: Ms): RunLog {
  const { job, aside, ...rest } = log;
  if (job === undefined) return log;
  if (job.kind === 'start') return aside === undefined ? rest : { ...rest, job: aside };
  const { kind, window, options, settingsKey: key } = job;
  const at = Math.min(Math.max(now, window.start), window.end - 1);
  return withClosed(rest, { kind, how, window, at, options, settingsKey: key });
}

const mostClosedBefore = 2;

/** The log with one more daily window closed; a request is the only one. */
export function withClosed(log: RunLog, closed: Closed): RunLog {
  const { closedBefore: _, ...rest } = log;
  const others = allClosed(log).filter(({ kind, at }) => kind === closed.kind && !contains(closed.window, at));
  const closedBefore = closed.kind === 'daily' ? others.slice(0, mostClosedBefore) : [];
  return { ...rest, closed, ...(closedBefore.length > 0 && { closedBefore }) };
}
