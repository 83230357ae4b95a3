import { type Ms, msPerMinute } from '../../time/index.js';
import { type Job, type RunLog, remainingMs, stopped } from '../device/log.js';
import { withOptions } from '../device/settings.js';
import { settingsKey } from '../device/settings-key.js';
import type { Scene } from '../placing/plan-job.js';
import { withNextRun } from './jobs.js';

/** Up to here a late alarm, a redeploy or a correction of the clock is no matter: the run keeps its planned instants. */
const toleranceMs = msPerMinute;

/** How often `lastSeenAt` is renewed while on. */
export const lastSeenEveryMs = 5 * msPerMinute;

/** Whoever was not seen for longer was not alive, or its clock has leapt. */
export const aliveMs = 2 * lastSeenEveryMs;

/** What made somebody ask for a decision. */
export type Cause = 'start' | 'prices' | 'alarm' | 'command' | 'settings';

/**
 * The log after what happened to the clock and to ourselves since it was written.
 *
 * After a power cut (or when the clock jumped ahead) on-time counts up to `lastSeenAt` only; a contiguous run goes on at
 * once with its remaining minutes while its window is open, an interruptible one up to its planned end, and the minutes
 * lost are planned again. When the clock was put back, a run that is on keeps its remaining minutes.
 */
export function settled(log: RunLog, scene: Scene, cause: Cause): RunLog {
  const { now } = scene;
  const device = log.device && log.device.since > now ? { ...log.device, since: now } : log.device;
  const sane = device === log.device ? log : { ...log, device };
  if (log.lastSeenAt === undefined) return sane;
  const gap = now - log.lastSeenAt;
  if (gap < -toleranceMs) return afterClockBack(sane, log.lastSeenAt, now);
  const alive = cause === 'start' ? toleranceMs : aliveMs;
  return gap <= alive ? sane : afterOutage(sane, log.lastSeenAt, scene);
}

/** The job with its next run begun at the planned instant, when an alarm comes only a little late for it. */
export function beginLate(log: RunLog, scene: Scene): RunLog {
  const { job } = log;
  const run = job?.runs[0];
  if (job === undefined || run === undefined || job.current !== undefined || log.override !== undefined) return log;
  if (run.start >= scene.now || scene.now - run.start > toleranceMs) return log;
  if (settingsKey(withOptions(scene.settings, job.options)) !== job.settingsKey) return log;
  return { ...log, job: withNextRun(job, run.start, scene) };
}

function afterClockBack(log: RunLog, seenAt: Ms, now: Ms): RunLog {
  const back = seenAt - now;
  const { job } = log;
  const shifted = { ...log, lastSeenAt: now, extra: undefined };
  if (job?.current === undefined) return shifted;
  const current = { ...job.current, start: now, end: Math.max(now, job.current.end - back) };
  return { ...shifted, job: { ...stopped(job, seenAt), current } };
}

function afterOutage(log: RunLog, seenAt: Ms, scene: Scene): RunLog {
  const device = log.device?.on ? { on: true, since: scene.now } : log.device;
  const cut = log.device?.on ? { dark: { start: seenAt, end: scene.now } } : {};
  const dark = { ...log, ...cut, device, extra: undefined, lastSeenAt: scene.now };
  return log.job?.current === undefined ? dark : { ...dark, job: resumed(log.job, seenAt, scene) };
}

function resumed(job: Job, seenAt: Ms, scene: Scene): Job {
  const { now } = scene;
  const cut = { ...stopped(job, seenAt), runs: [], locked: false };
  const run = job.current;
  if (run === undefined || run.cause === 'override') return cut;
  const single = job.kind === 'start' || withOptions(scene.settings, job.options).mode === 'contiguous';
  const end = single ? now + remainingMs(cut, now) : run.end;
  const goesOn = now < run.end || (single && now < job.window.end);
  return goesOn && end > now ? { ...cut, current: { ...run, start: now, end } } : cut;
}
