export type { UsageFigures } from './figures.js';
export type { MeteredInterval, MeteredSeries } from './metered.js';
export { type UsageDay, type UsageOptions, type UsageReport, usageReport } from './report.js';
