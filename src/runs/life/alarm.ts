import { gaps, horizon } from '../../prices/index.js';
import { type Interval, later, type Ms, msPerMinute } from '../../time/index.js';
import { lastStart } from '../device/freeze.js';
import { type Job, type RunLog, remainingMs } from '../device/log.js';
import { closedIn, excludedIn, openParts } from '../device/open-time.js';
import { openWindow, settingsNow } from '../device/open-window.js';
import { withOptions } from '../device/settings.js';
import type { Scene } from '../placing/plan-job.js';
import { deviceState } from '../told/device-state.js';
import { lastSeenEveryMs } from './settle.js';

/** The next instant after now at which time alone changes something, or null when nothing is pending. */
export function nextAlarm(log: RunLog, scene: Scene, extra: readonly Interval[]): Ms | null {
  const { now } = scene;
  const pending = [...edges(log, extra), ...room(log, scene, extra), ...chores(log, scene)].filter(
    (instant) => instant > now,
  );
  return pending.length === 0 ? null : Math.min(...pending);
}

function edges({ job, override }: RunLog, extra: readonly Interval[]): Ms[] {
  const ofJob = job === undefined ? [] : [job.window, ...(job.current ? [job.current] : []), ...job.runs];
  return [
    ...[...ofJob, ...extra].flatMap(({ start, end }) => [start, end]),
    ...(override?.until == null ? [] : [override.until]),
  ];
}

/** When a house has room again for what it keeps off. */
function room(log: RunLog, scene: Scene, extra: readonly Interval[]): Ms[] {
  const { reason, until } = deviceState(log, scene, extra);
  return reason === 'power-limit' && until !== undefined ? [until] : [];
}

function chores(log: RunLog, scene: Scene): Ms[] {
  const { job, lastSeenAt, sentAt, skipped } = log;
  const open = openWindow(log, scene.now);
  const { resend } = settingsNow(log, scene.settings, scene.now);
  const known = horizon(scene.series);
  return [
    ...(open === undefined ? [] : [open.window.end]),
    ...(skipped === undefined ? [] : [skipped.end]),
    ...(lastSeenAt === undefined ? [] : [lastSeenAt + lastSeenEveryMs]),
    ...(typeof resend === 'number' && sentAt !== undefined ? [later(sentAt, resend * msPerMinute)] : []),
    ...(known === undefined ? [] : [known]),
    ...edgesOfKnowledge(log, scene),
    // A millisecond after the last moment at which the rest still fits, it is too late.
    ...(job === undefined || !fitsExactly(job, scene) ? [] : tooLate(job, scene)),
  ];
}

function tooLate(job: Job, { settings, now }: Scene): Ms[] {
  const latest = lastStart(job, withOptions(settings, job.options), remainingMs(job, now));
  return latest === undefined ? [] : [latest + 1];
}

/** Without any run, what is to be done depends on whether the price of the moment is known. */
function edgesOfKnowledge({ job }: RunLog, scene: Scene): Ms[] {
  if (job === undefined) return [];
  const { series, now } = scene;
  const rest = { start: now, end: job.window.end };
  const isIdle = !job.feasible && job.runs.length === 0;
  const next = isIdle ? gaps(series, rest) : [];
  return [...next.flatMap(({ start, end }) => [start, end]), ...(job.provisional ? knownFrom(job, rest, scene) : [])];
}

/** From when on a plan is provisional no more, because no price is missing in what is left of its window. */
function knownFrom(job: Job, rest: Interval, { settings, series, house }: Scene): Ms[] {
  const closed = closedIn(excludedIn(withOptions(settings, job.options), job.window), rest, house?.closed ?? []);
  const missing = openParts(rest, closed).flatMap((part) => gaps(series, part));
  return missing.slice(-1).map(({ end }) => end);
}

function fitsExactly(job: Job, { settings }: Scene): boolean {
  const { mode, partial } = withOptions(settings, job.options);
  return job.current === undefined && mode !== 'threshold' && partial === 'exact';
}
