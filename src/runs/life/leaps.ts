import { contains, type Ms, msPerHour, msPerMinute } from '../../time/index.js';
import { allClosed, type Closed, type Job, type Leap, type RunLog, withoutTelling } from '../device/log.js';
import { isSame } from '../device/same.js';
import { withOptions } from '../device/settings.js';
import type { Scene } from '../placing/plan-job.js';
import { withClosed } from './jobs.js';
import type { Cause } from './settle.js';

/** Up to here a clock that is corrected, or an alarm that is late, is no leap. */
const toleranceMs = msPerMinute;
/** A clock that has not leapt again for so long is right. */
const provenAfterMs = 24 * msPerHour;
const mostLeaps = 3;

/** When a decision is made, and when it was due: at the `nextAlarmAt` of the one before, as far as that is known. */
export interface Landing {
  readonly scene: Scene;
  readonly cause: Cause;
  readonly dueAt: Ms | null | undefined;
}

/**
 * The log as it is to go on after the clock has leapt, or was looked at again only after a long while.
 *
 * Which of the two it was, nobody can tell, and whether the clock was right before or is right now. So the log of before is
 * kept, and when the clock leaps back, it goes on from there: what a wrong clock has given up was never given up. What has
 * really been run meanwhile, and what the device was told, is kept.
 */
export function landed(log: RunLog, landing: Landing): RunLog {
  return landedFrom(log, landing, log);
}

/** Like `landed`; `right` is the log that a further leap goes back to. */
function landedFrom(log: RunLog, landing: Landing, right: RunLog): RunLog {
  const { decidedAt: from, leaps = [] } = log;
  const { now } = landing.scene;
  if (from === undefined) return log;
  const direction = directionOf(from, landing);
  if (direction === undefined) return log;
  const index = leaps.findIndex((leap) => isUndone(leap, direction, now));
  const undone = leaps[index];
  if (undone === undefined) {
    const leap = { from, to: now, log: bare(right) };
    return { ...log, leaps: [...leaps, leap].slice(-mostLeaps) };
  }
  const before = { ...restored(log, undone, landing.scene), leaps: leaps.slice(0, index) };
  // A run that only a wrong clock has begun goes on, but is none of the right time, should this not be it either.
  const wasOn = undone.log.job?.current !== undefined;
  const unbegun = wasOn ? before : restored(withoutRun(log), undone, landing.scene);
  return landedFrom(before, { ...landing, dueAt: undefined }, unbegun);
}

function withoutRun(log: RunLog): RunLog {
  return log.job === undefined ? log : { ...log, job: { ...log.job, current: undefined } };
}

/**
 * The log after a decision at `now`, given the one before it: without leaps that changed nothing, or that have proved
 * right. `decidedAt` stays where nothing has changed, so that what is stored is all that there is to know.
 */
export function settledLeaps(log: RunLog, given: RunLog, now: Ms): RunLog {
  const { leaps = [], decidedAt: _, ...rest } = log;
  const last = leaps.at(-1);
  const isProven = last === undefined || now >= (last.leaptAt ?? last.to) + provenAfterMs;
  const isNothing = last?.to === now && isSame(bare(last.log), bare(log));
  const kept = isProven ? [] : isNothing ? leaptAgain(leaps.slice(0, -1), now) : leaps;
  const next = kept.length === 0 ? rest : { ...rest, leaps: kept };
  const { decidedAt, ...before } = given;
  return { ...next, decidedAt: isSame(withoutTelling(before), withoutTelling(next)) ? decidedAt : now };
}

/** The leaps, where one more has changed nothing: the last of them has yet to be proved. */
function leaptAgain(leaps: readonly Leap[], now: Ms): readonly Leap[] {
  const last = leaps.at(-1);
  return last === undefined ? leaps : [...leaps.slice(0, -1), { ...last, leaptAt: now }];
}

/** The log after something that a person said: it holds from now on, however the clock goes. */
export function withoutLeaps(log: RunLog): RunLog {
  const { leaps: _, ...rest } = log;
  return rest;
}

function directionOf(from: Ms, { scene, cause, dueAt }: Landing): 'ahead' | 'back' | undefined {
  const { now } = scene;
  if (now < from - toleranceMs) return 'back';
  if (now <= from + toleranceMs) return undefined;
  const isOnTime = cause !== 'start' && dueAt != null && now <= dueAt + toleranceMs;
  return isOnTime ? undefined : 'ahead';
}

function isUndone({ from, to }: Leap, direction: 'ahead' | 'back', now: Ms): boolean {
  if (to > from) return direction === 'back' && now < to - toleranceMs;
  return direction === 'ahead' && now >= from - toleranceMs;
}

function restored(log: RunLog, leap: Leap, { settings, now }: Scene): RunLog {
  const { device, sentAt, shown } = log;
  const { log: before } = leap;
  // What the leap itself has closed, it closed at once.
  const closed = allClosed(log).filter(({ how, at }) => how !== 'missed' && at > leap.to);
  const told: RunLog = { ...before, device, sentAt, shown, decidedAt: leap.from };
  const withAll = closed.reduceRight<RunLog>((reached, one) => withClosed(reached, one), told);
  const job = withMade(withoutDone(before.job, closed), log, leap);
  const run = log.job?.current;
  if (job === undefined || run === undefined) return { ...withAll, job };
  const elapsedMs = Math.max(0, (log.lastSeenAt ?? leap.to) - leap.to);
  if (job.current !== undefined) return { ...withAll, job, lastSeenAt: leap.from + elapsedMs };
  // A washing machine that a wrong clock has started goes on, as the run of the right window.
  const isOneRun = withOptions(settings, job.options).mode === 'contiguous' && contains(job.window, now);
  if (!isOneRun || run.cause === 'override') return { ...withAll, job };
  const ranMs = Math.max(leap.to + elapsedMs, run.start) - run.start;
  const leftMs = Math.min(run.end - run.start, job.wantedMs) - ranMs;
  const current = { ...run, start: now, end: now + Math.max(0, leftMs) };
  // It leapt some time after `from`, when nothing changed any more: it was wrong for as long as it was seen so.
  const begun = run.start - leap.to + Math.max(leap.from, now - elapsedMs);
  const ran = ranMs > 0 ? [...job.ran, { ...run, start: begun, end: begun + ranMs }] : job.ran;
  return { ...withAll, job: { ...job, ran, current, runs: [], locked: false }, lastSeenAt: now };
}

function withoutDone(job: Job | undefined, closed: readonly Closed[]): Job | undefined {
  return job !== undefined && closed.some(({ at }) => contains(job.window, at)) ? undefined : job;
}

/** The job with what has been run of it while the clock was wrong, at the time when that really was. */
function withMade(job: Job | undefined, { job: later }: RunLog, { from, to }: Leap): Job | undefined {
  if (job === undefined || later === undefined || !isSame(job.window, later.window)) return job;
  const made = later.ran
    .filter(({ start }) => start >= to)
    .map((run) => ({ ...run, start: run.start - to + from, end: run.end - to + from }));
  return made.length === 0 ? job : { ...job, ran: [...job.ran, ...made], runs: [], locked: false };
}

function bare({ leaps: _, decidedAt: __, ...log }: RunLog): RunLog {
  return log;
}
