import type { Interval, Ms } from '../time/index.js';
import { isClosed } from './closed.js';
import { type Field, layField, type Openness } from './field.js';
import type { Job } from './job.js';
import { at, infinite } from './numbers.js';
import { cheapestProfileStart, segmentsAt } from './profile.js';
import type { Phase, Segment } from './request.js';

/**
 * The part of the window in which a single run of some length leaves the device off neither before nor after it for too
 * long; undefined where there is none. What is too late already begins as early as it can on its grid.
 */
function windowWithinOff(
  { request, ground: { window }, initial }: Job,
  lengthMs: number,
  startAlignMs: number,
): Interval | undefined {
  const { maxOffMs } = request;
  if (maxOffMs === undefined) return window;
  const before = request.offBeforeMs ?? (initial?.on === false ? initial.forMs : 0);
  const first = initial?.on ? window.start : Math.ceil(window.start / startAlignMs) * startAlignMs;
  const due = Math.max(first, Math.round(window.start + maxOffMs - before));
  // A run without length is none: then it is off all the time.
  if (lengthMs === 0) return due >= window.end && window.end - window.start <= maxOffMs ? window : undefined;
  const start = Math.max(window.start, Math.round(window.end - maxOffMs) - lengthMs);
  const end = Math.min(window.end, due + lengthMs);
  return start + lengthMs <= end ? { start, end } : undefined;
}

/** The best start of one run of some phases, and its length; a run that is on has one start left. Undefined = it fits nowhere. */
export function startWithinOff(job: Job, phases: readonly Phase[], openness: Openness) {
  const { ground, initial, request } = job;
  const startAlignMs = initial?.on || !('startAlignMs' in request) ? 1 : (request.startAlignMs ?? 1);
  const segments = segmentsAt(0, phases);
  const durationMs = segments.at(-1)?.end ?? 0;
  const within = windowWithinOff(job, durationMs, startAlignMs);
  if (within === undefined || (initial?.on && within.start > ground.window.start)) return undefined;
  // Nothing begins, so that no start has to be on the grid.
  if (durationMs === 0) return { start: within.start, durationMs, startAlignMs };
  const window = initial?.on ? { start: within.start, end: within.start + durationMs } : within;
  const latest = request.tieBreak === 'latest';
  const limited = cheapestProfileStart(layField({ ...ground, window }, openness), { phases, startAlignMs, latest });
  const start =
    limited ??
    (openness === 'below-limit' ? leastAboveStart(job, window, { segments, startAlignMs, latest }) : undefined);
  return start === undefined ? undefined : { start, durationMs, startAlignMs };
}

interface Shape {
  readonly segments: readonly Segment[];
  readonly startAlignMs: number;
  readonly latest: boolean;
}

/**
 * The start with the least time above the price limit, the cheapest of those; undefined where the run fits nowhere.
 *
 * Both are straight between two instants at which the power changes on a price edge, so only starts next to such an
 * instant are tried.
 */
function leastAboveStart({ ground }: Job, window: Interval, shape: Shape): Ms | undefined {
  const field = layField({ ...ground, window }, 'known-prices');
  const below = layField({ ...ground, window }, 'below-limit');
  const lengthMs = shape.segments.at(-1)?.end ?? 0;
  let best: { start: Ms; aboveMs: number; cost: number } | undefined;
  for (const start of startsToTry(field, window.end - lengthMs, shape)) {
    const tried = weighed(field, below, shape.segments, start);
    if (tried === undefined) continue;
    const isBetter =
      best === undefined ||
      tried.aboveMs < best.aboveMs ||
      (tried.aboveMs === best.aboveMs && (tried.cost < best.cost || (tried.cost === best.cost && shape.latest)));
    if (isBetter) best = { start, ...tried };
  }
  return best?.start;
}

/** In order, none twice. */
function startsToTry({ edges, count }: Field, lastStart: Ms, { segments, startAlignMs }: Shape): Ms[] {
  const offsets = [0, ...segments.map(({ end }) => end)];
  const first = at(edges, 0);
  const kinks = [first, lastStart];
  for (let i = 0; i <= count; i++) for (const offset of offsets) kinks.push(at(edges, i) - offset);
  const aligned = kinks.flatMap((kink) => [
    Math.floor(kink / startAlignMs) * startAlignMs,
    Math.ceil(kink / startAlignMs) * startAlignMs,
  ]);
  return [...new Set(aligned)].filter((start) => start >= first && start <= lastStart).sort((a, b) => a - b);
}

function weighed(field: Field, below: Field, segments: readonly Segment[], start: Ms) {
  let [aboveMs, cost] = [0, 0];
  for (const { start: from, end, powerW } of segments) {
    for (let i = indexIn(field, start + from); i < field.count && at(field.edges, i) < start + end; i++) {
      const ms = Math.min(at(field.edges, i + 1), start + end) - Math.max(at(field.edges, i), start + from);
      // Without power an unknown price is no matter, but a closed time is.
      if (at(field.costs, i) === infinite && (powerW > 0 || isClosed(field.prices, field.first + i))) return undefined;
      if (powerW === 0) continue;
      if (at(below.costs, i) === infinite) aboveMs += ms;
      cost += at(field.costs, i) * ms * powerW;
    }
  }
  return { aboveMs, cost };
}

/** The stretch that holds an instant. */
function indexIn({ edges, count }: Field, instant: Ms): number {
  let [low, high] = [0, count];
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if (at(edges, middle) <= instant) low = middle;
    else high = middle;
  }
  return low;
}
