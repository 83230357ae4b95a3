import type { Interval } from '../time/index.js';

/** What a meter counted in one stretch [start, end). */
export interface MeteredInterval extends Interval {
  /** kWh in the whole stretch, never negative. */
  readonly usageKwh: number;
  /** True while the grid operator may still correct the value. */
  readonly isPreliminary: boolean;
}

/** Metered stretches in order, not overlapping; where nothing was metered there is a hole. */
export type MeteredSeries = readonly MeteredInterval[];
