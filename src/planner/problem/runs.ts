import type { Interval } from '../../time/index.js';
import type { InitialState, Segment } from './request.js';

/** How often the device is switched on; going on with a run that is on before `window` begins is no start. */
export function countStarts(runs: readonly Interval[], window: Interval, initial: InitialState | undefined): number {
  const goesOn = initial?.on === true && runs[0]?.start === window.start;
  return runs.length - (goesOn ? 1 : 0);
}

/** Run time of segments, in ms. */
export function runTime(segments: readonly Segment[]): number {
  return segments.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** What segments draw, in Wh. */
export function energyOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { start, end, powerW }) => sum + ((end - start) * powerW) / 3.6e6, 0);
}
