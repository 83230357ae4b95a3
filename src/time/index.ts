export {
  addDays,
  type CivilDate,
  checkTimeZone,
  civilDate,
  civilDay,
  clockTime,
  dayCount,
  instantOf,
  isoLocal,
  isoWeekday,
  minuteOfDay,
} from './civil.js';
export { dailyWindows } from './daily-windows.js';
export { inOrder } from './in-order.js';
export { parseInstant } from './instant-text.js';
export {
  contains,
  type Interval,
  intersection,
  joined,
  later,
  type Ms,
  msPerDay,
  msPerHour,
  msPerMinute,
  msPerQuarterHour,
  overlaps,
  quarterStart,
  quartersIn,
  uncovered,
  united,
} from './interval.js';
export { isoWallTime } from './iso-text.js';
export { marketTimeZone } from './market-offset.js';
export { endAfter, instantsOf, type ReadTime, timeReader } from './time-reader.js';
export { wallClock } from './wall-clock.js';
