import type { Interval } from '../time/index.js';
import type { InitialState, Segment } from './request.js';

/** The on-stretches of segments: touching segments are one run. */
export function runsOf(segments: readonly Segment[]): Interval[] {
  const runs: Interval[] = [];
  for (const { start, end } of segments) {
    const last = runs.at(-1);
    if (last?.end === start) runs[runs.length - 1] = { start: last.start, end };
    else runs.push({ start, end });
  }
  return runs;
}

/** How often the device is switched on; going on with a run that is on before `window` begins is no start. */
export function countStarts(runs: readonly Interval[], window: Interval, initial: InitialState | undefined): number {
  const goesOn = initial?.on === true && runs[0]?.start === window.start;
  return runs.length - (goesOn ? 1 : 0);
}
