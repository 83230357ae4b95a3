import type { Interval, Ms } from '../../time/index.js';
import { msPerMinute } from '../../time/index.js';
import type { RunSettings } from './settings.js';

/** The device's own rules for a stretch that a price limit offers, and what surrounds it. */
export interface Surroundings {
  readonly settings: RunSettings;
  /** Runs that are certain, ordered. */
  readonly fixed: readonly Interval[];
  /** When the device went off, where that is known and it is off. */
  readonly offSince?: Ms | undefined;
  /** When the device went on for such a stretch, where it is on for one now. */
  readonly onSince?: Ms | undefined;
  /** Starts that are left, or undefined when any number is. */
  readonly startsLeft?: number | undefined;
}

/**
 * The stretches that may be used: cut so that pauses before and after keep their length, left out where what remains
 * (together with a certain run that it touches) is shorter than a run has to be or no start is left.
 */
export function usableStretches(offered: readonly Interval[], around: Surroundings): Interval[] {
  const { settings, fixed } = around;
  const pauseMs = settings.minPauseMinutes * msPerMinute;
  const used: Interval[] = [];
  let startsLeft = around.startsLeft ?? Number.POSITIVE_INFINITY;
  for (const [index, stretch] of offered.entries()) {
    const isOn = index === 0 && around.onSince !== undefined;
    const earlier = Math.max(around.offSince ?? 0, ...ends([...fixed, ...used], stretch.start));
    const start = isOn || earlier === stretch.start ? stretch.start : Math.max(stretch.start, earlier + pauseMs);
    const cut = { start, end: endBefore(fixed, stretch, pauseMs) };
    if (cut.start >= cut.end) continue;
    // What the pause takes away is not run.
    const joined = fixed.filter((run) => run.start <= cut.end && cut.start <= run.end);
    const length =
      Math.max(cut.end, ...joined.map((run) => run.end)) - Math.min(cut.start, ...joined.map((run) => run.start));
    const needsStart = !isOn && joined.length === 0;
    if (!isOn && length < settings.minRunMinutes * msPerMinute) continue;
    if (needsStart && startsLeft < 1) continue;
    if (needsStart) startsLeft -= 1;
    used.push(cut);
  }
  return used;
}

function ends(runs: readonly Interval[], until: Ms): Ms[] {
  return runs.filter((run) => run.start < until).map((run) => Math.min(run.end, until));
}

/** Where a stretch has to end, so that the pause to the next certain run is long enough or there is none at all. */
function endBefore(fixed: readonly Interval[], stretch: Interval, pauseMs: number): Ms {
  const next = fixed.find((run) => run.start > stretch.end);
  return next === undefined ? stretch.end : Math.min(stretch.end, next.start - pauseMs);
}
