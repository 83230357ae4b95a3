export { type BuildOptions, buildSeries, type PricedStart } from './build.js';
export { columnsOf, type PriceColumns, seriesOf } from './columns.js';
export { dayComplete, withoutPlaceholders } from './completeness.js';
export { mergeSeries } from './merge.js';
export { toPricePoints } from './price-points.js';
export {
  gaps,
  horizon,
  isKnown,
  type KnownInterval,
  nextEdge,
  type PriceInterval,
  type PriceSeries,
  priceAt,
  slice,
} from './series.js';
export { dayIntervals, defaultLevelLimits, type Level, type LevelLimits, rankOf, type Standing } from './standing.js';
export { type PriceStatistics, statistics } from './statistics.js';
export {
  isUsualDay,
  learnUsualDay,
  nothingUsual,
  quartersOf,
  type UsualDay,
  type UsualRow,
  withExpected,
} from './usual-day.js';
