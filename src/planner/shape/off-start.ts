import type { Interval, Ms } from '../../time/index.js';
import { layField, type Openness } from '../problem/field.js';
import type { Job } from '../problem/job.js';
import type { Phase } from '../problem/request.js';
import type { Steps } from '../problem/steps.js';
import { cheapestProfileStart, leastAboveStart, segmentsAt } from './profile.js';

/** Where one run begins, and how long it lasts. */
interface StartWithinOff {
  readonly start: Ms;
  readonly durationMs: number;
  readonly startAlignMs: number;
}

/**
 * The part of the window in which a single run of some length leaves the device off neither before nor after it for too
 * long; undefined where there is none. What is too late already begins as early as it can on its grid.
 */
function windowWithinOff(
  { request, ground: { window }, initial, offBeforeMs }: Job,
  lengthMs: number,
  startAlignMs: number,
): Interval | undefined {
  const { maxOffMs } = request;
  if (maxOffMs === undefined) return window;
  const first = initial?.on ? window.start : Math.ceil(window.start / startAlignMs) * startAlignMs;
  const due = Math.max(first, Math.round(window.start + maxOffMs - offBeforeMs));
  // A run without length is none: then it is off all the time.
  if (lengthMs === 0) return due >= window.end && window.end - window.start <= maxOffMs ? window : undefined;
  const start = Math.max(window.start, Math.round(window.end - maxOffMs) - lengthMs);
  const end = Math.min(window.end, due + lengthMs);
  return start + lengthMs <= end ? { start, end } : undefined;
}

/** The best start of one run of some phases, and its length; a run that is on has one start left. Undefined = it fits nowhere. */
export function* startWithinOff(job: Job, phases: readonly Phase[]): Steps<StartWithinOff | undefined> {
  const { ground, initial, request } = job;
  const startAlignMs = initial?.on || !('startAlignMs' in request) ? 1 : (request.startAlignMs ?? 1);
  const durationMs = segmentsAt(0, phases).at(-1)?.end ?? 0;
  const within = windowWithinOff(job, durationMs, startAlignMs);
  if (within === undefined || (initial?.on && within.start > ground.window.start)) return undefined;
  // Nothing begins, so that no start has to be on the grid.
  if (durationMs === 0) return { start: within.start, durationMs, startAlignMs };
  const window = initial?.on ? { start: within.start, end: within.start + durationMs } : within;
  const wanted = { phases, startAlignMs, latest: request.tieBreak === 'latest' };
  const field = (open: Openness) => layField({ ...ground, window }, open);
  const start =
    (yield* cheapestProfileStart(field('below-limit'), wanted)) ??
    (yield* leastAboveStart(field('known-prices'), field('below-limit'), wanted));
  return start === undefined ? undefined : { start, durationMs, startAlignMs };
}
