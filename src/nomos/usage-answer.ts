import type { MeteredSeries } from '../usage/index.js';

/** How long the metered values are that are asked for. */
export type UsageResolution = '15min' | 'hour' | 'day' | 'week' | 'month';

/** What Nomos answered about metered energy. */
export interface UsageAnswer {
  /** A smart meter counts quarter-hours; an analog one is read now and then, and Nomos makes months of it. */
  readonly meterType: 'smart' | 'analog' | 'unknown';
  /** Ordered; whole values, also where one reaches over the days that were asked for. */
  readonly series: MeteredSeries;
}
