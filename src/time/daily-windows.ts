import { addDays, civilDate, instantOf, isoWeekday } from './civil.js';
import { type Interval, overlaps } from './interval.js';

/**
 * The recurring local windows that overlap `range`, whole (not clipped to it), in order.
 *
 * `from` and `to` are local wall times `HH:MM`; `to` not after `from` lies on the next day, so equal times mean a whole
 * local day. `weekdays` are ISO numbers (Monday 1) of the days on which a window opens; an empty list gives no window.
 * Windows are half-open; on clock-change days they are 23 or 25 hours long. A window that the spring gap swallows
 * whole is left out. Throws `invalid-value` for a malformed time.
 */
export function dailyWindows(
  timeZone: string,
  from: string,
  to: string,
  weekdays: readonly number[],
  range: Interval,
): Interval[] {
  const windows: Interval[] = [];
  const lastDate = civilDate(timeZone, range.end);
  for (let date = addDays(civilDate(timeZone, range.start), -1); date <= lastDate; date = addDays(date, 1)) {
    if (!weekdays.includes(isoWeekday(date))) continue;
    const window = {
      start: instantOf(timeZone, date, from),
      end: instantOf(timeZone, to > from ? date : addDays(date, 1), to),
    };
    if (window.start < window.end && overlaps(window, range)) windows.push(window);
  }
  return windows;
}
