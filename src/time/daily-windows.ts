import { addDays, checkTime, civilDate, instantOf, isoWeekday } from './civil.js';
import { type Interval, overlaps } from './interval.js';

/**
 * The recurring local windows that overlap `range`, whole (not clipped to it), in order.
 *
 * `from` and `to` are local wall times `HH:MM`; `to` not after `from` lies on the next day, so equal times mean a whole
 * local day. `weekdays` are ISO numbers (Monday 1) of the days on which a window opens; an empty list gives no window.
 * Windows are half-open. Edges in a clock change lie as `instantOf` says: in spring one in the gap moves forward by it,
 * and a window that is then empty is left out; in autumn the repeated hour belongs to a window that spans it, and an
 * edge inside it is the earlier one. Throws `invalid-value` for a malformed time, whatever the weekdays.
 */
export function dailyWindows(
  timeZone: string,
  from: string,
  to: string,
  weekdays: readonly number[],
  range: Interval,
): Interval[] {
  for (const time of [from, to]) checkTime(time);
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
