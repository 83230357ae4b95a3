export type { UsageFigures } from './figures.js';
export type { MeteredInterval, MeteredSeries } from './metered.js';
export { commonDays, lastPeriod, type Period, type PeriodKind, periodOf } from './periods.js';
export { type UsageDay, type UsageOptions, type UsageReport, usageReport } from './report.js';
export {
  afterDay,
  afterReading,
  duePeriods,
  isBetter,
  lookedAhead,
  nothingReported,
  type OpenPeriod,
  type Quality,
  qualities,
  qualityOf,
  type Reported,
  type Stretch,
  stretchesOf,
  withNewPeriods,
} from './reported.js';
