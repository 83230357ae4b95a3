import { type Interval, type Ms, msPerMinute } from '../../time/index.js';
import { begunRuns, type Job, remainingMs, totalMs } from './log.js';
import { excludedIn, lastMoment, openParts } from './open-time.js';
import { type RunSettings, withOptions } from './settings.js';

/** True when the runs to come stay as they are, whatever prices do; those in expected time never are. */
export function freezes(job: Job, { replan, mode }: RunSettings): boolean {
  if (mode === 'threshold' || !job.feasible || replan === 'always') return false;
  if (job.runs.some(({ cause }) => cause === 'expected')) return false;
  if (replan === 'locked' && !job.provisional) return true;
  const allPlanned = totalMs(job.runs) + totalMs(begunRuns(job)) >= job.wantedMs;
  return job.current !== undefined && (allPlanned || !job.provisional);
}

/**
 * True when there was no run within the limit in more room than there is now.
 *
 * In a room hardly longer than what is asked for, a run may begin between two whole minutes, so it is tried again.
 */
export function staysEmpty({ emptyFrom, wantedMs: wanted }: Job, settings: RunSettings, room: Interval): boolean {
  if (emptyFrom === undefined || room.start < emptyFrom) return false;
  if (settings.mode === 'threshold') return true;
  return settings.partial === 'maximise' || room.end - room.start > wanted + settings.startAlignMinutes * msPerMinute;
}

/** True when the remaining minutes cannot be run any more in what is left of the window. */
export function isTooLate(job: Job, { settings: own, now }: { settings: RunSettings; now: Ms }): boolean {
  const settings = withOptions(own, job.options);
  if (settings.mode === 'threshold' || job.current !== undefined) return false;
  const remaining = remainingMs(job, now);
  if (settings.partial === 'maximise' || remaining === 0) return false;
  const latest = lastStart(job, settings, remaining);
  return latest === undefined || Math.max(now, job.window.start) > latest;
}

/** The last moment at which so much run time (ms) still fits into the window of a job; undefined where it never does. */
export function lastStart({ window }: Job, settings: RunSettings, wantMs: number): Ms | undefined {
  return lastMoment(settings, openParts(window, excludedIn(settings, window)), wantMs);
}
