import { invalidValue } from '../errors.js';
import { dateAfter, daysFrom, instantOfTime, startOfDate, weekdayOf, zonedText } from './by-temporal.js';
import { dateText, dayNumber, twoDigits } from './calendar.js';
import { type Interval, type Ms, msPerDay, msPerMinute } from './interval.js';
import { offsetsOf } from './offsets.js';

/** A civil date, `YYYY-MM-DD`. */
export type CivilDate = string;

/** Longer than any name of a zone: what follows would only cost time. */
const longestName = 100;

/** Local times from 1972 to 2199 are reckoned here, by the offsets of their zone; Temporal does the others. */
const reckoned = { start: 730 * msPerDay, end: 84_006 * msPerDay };

/** The IANA name as given, when this machine knows the zone; throws `invalid-value` otherwise. */
export function checkTimeZone(timeZone: string): string {
  if (timeZone.length <= longestName && isZone(timeZone)) return timeZone;
  throw invalidValue('timeZone', timeZone, { rule: 'time-zone' });
}

function isZone(timeZone: string): boolean {
  try {
    offsetsOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The local date of an instant. */
export function civilDate(timeZone: string, instant: Ms): CivilDate {
  const wall = wallAt(timeZone, instant);
  return wall === undefined ? farText(timeZone, instant).date : dateOf(wall);
}

/** The date `days` after (or, when negative, before) `date`. */
export function addDays(date: CivilDate, days: number): CivilDate {
  const moved = (wallOf(date) ?? Number.NaN) + days * msPerDay;
  return isReckoned(moved) ? dateOf(moved) : dateAfter(date, days);
}

/** How many days there are from the first to the last date, both included; 0 or less when the last is before the first. */
export function dayCount(firstDay: CivilDate, lastDay: CivilDate): number {
  const [first, last] = [dayNumber(firstDay), dayNumber(lastDay)];
  return (first === undefined || last === undefined ? daysFrom(firstDay, lastDay) : last - first) + 1;
}

/** ISO weekday of a date: Monday is 1, Sunday is 7. */
export function isoWeekday(date: CivilDate): number {
  const start = wallOf(date);
  return start === undefined ? weekdayOf(date) : ((start / msPerDay + 3) % 7) + 1;
}

/** A local day as instants, [midnight, next midnight): 23, 24 or 25 hours long. */
export function civilDay(timeZone: string, date: CivilDate): Interval {
  return { start: startOfDay(timeZone, date), end: startOfDay(timeZone, addDays(date, 1)) };
}

/**
 * The instant of a local wall time `HH:MM` on a date.
 *
 * A time in the spring gap moves forward by the gap; a repeated autumn time is the earlier one (Temporal "compatible",
 * RFC 5545 3.3.5). `24:00` is not accepted. Throws `invalid-value` for a malformed time.
 */
export function instantOf(timeZone: string, date: CivilDate, time: string): Ms {
  checkTime(time);
  const wall = (wallOf(date) ?? Number.NaN) + minutesOf(time) * msPerMinute;
  return instantOfWall(timeZone, wall) ?? instantOfTime(timeZone, date, time);
}

/** Of each zone; more than a week has quarter-hours. */
const mostTexts = 1_000;
const mostZones = 32;

const textsByZone = new Map<string, Map<Ms, string>>();

/**
 * ISO 8601 with the local offset and whole seconds, e.g. `2026-11-22T14:15:00+01:00`. A bounded number of them is remembered:
 * each plan that is shown has some hundred, and most of them are those of the one before.
 */
export function isoLocal(timeZone: string, instant: Ms): string {
  const texts = textsByZone.get(timeZone) ?? new Map<Ms, string>();
  const known = texts.get(instant);
  if (known !== undefined) return known;
  const text = isoText(timeZone, instant);
  if (texts.size >= mostTexts) texts.clear();
  texts.set(instant, text);
  if (textsByZone.size >= mostZones) textsByZone.clear();
  textsByZone.set(timeZone, texts);
  return text;
}

function isoText(timeZone: string, instant: Ms): string {
  const wall = wallAt(timeZone, instant);
  const offset = wall === undefined ? undefined : offsetText(wall - Math.floor(instant));
  if (wall !== undefined && offset !== undefined) {
    const second = twoDigits(Math.floor((wall % msPerMinute) / 1_000));
    return `${dateOf(wall)}T${clockOf(wall)}:${second}${offset}`;
  }
  return zonedText(timeZone, instant);
}

/** Local wall time `HH:MM` of an instant. */
export function clockTime(timeZone: string, instant: Ms): string {
  const wall = wallAt(timeZone, instant);
  return wall === undefined ? farText(timeZone, instant).time : clockOf(wall);
}

/** Whole minutes of the local wall clock since midnight, 0 to 1439. */
export function minuteOfDay(timeZone: string, instant: Ms): number {
  const wall = wallAt(timeZone, instant);
  if (wall !== undefined) return Math.floor((wall % msPerDay) / msPerMinute);
  return minutesOf(farText(timeZone, instant).time);
}

/** Does nothing for a local wall time `HH:MM`; throws `invalid-value` for anything else. */
export function checkTime(time: string): void {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw invalidValue('time', time, 'HH:MM, 00:00 … 23:59');
}

function startOfDay(timeZone: string, date: CivilDate): Ms {
  return instantOfWall(timeZone, wallOf(date)) ?? startOfDate(timeZone, date);
}

/** The instant of a wall time, the earlier one of two; undefined for a wall time that there is not, and where it is not reckoned. */
function instantOfWall(timeZone: string, wall: Ms | undefined): Ms | undefined {
  if (!isReckoned(wall)) return undefined;
  const offsetAt = offsetsOf(timeZone);
  const offsets = [offsetAt(wall - msPerDay), offsetAt(wall + msPerDay)];
  const found = offsets.map((offset) => wall - offset).filter((instant) => instant + offsetAt(instant) === wall);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** Midnight of a date as if it were UTC; undefined for what is no plain date, and for years that Temporal does. */
function wallOf(date: CivilDate): Ms | undefined {
  const day = dayNumber(date);
  return day !== undefined && isReckoned(day * msPerDay) ? day * msPerDay : undefined;
}

/** The local date and time as if it were UTC, whole ms; undefined for years that Temporal does. */
function wallAt(timeZone: string, instant: Ms): Ms | undefined {
  if (!isReckoned(instant)) return undefined;
  const whole = Math.floor(instant);
  return whole + offsetsOf(timeZone)(whole);
}

function isReckoned(wall: Ms | undefined): wall is Ms {
  return wall !== undefined && wall >= reckoned.start && wall < reckoned.end;
}

function dateOf(wall: Ms): CivilDate {
  return dateText(Math.floor(wall / msPerDay));
}

function clockOf(wall: Ms): string {
  const minute = Math.floor((wall % msPerDay) / msPerMinute);
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
}

/** `+01:00`; undefined where Temporal would round. */
function offsetText(offset: Ms): string | undefined {
  if (offset % msPerMinute !== 0) return undefined;
  const minutes = Math.abs(offset) / msPerMinute;
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The local date and the wall time `HH:MM` of years that are not reckoned here. */
function farText(timeZone: string, instant: Ms): { readonly date: string; readonly time: string } {
  const text = zonedText(timeZone, instant);
  const dateEnds = text.indexOf('T');
  return { date: text.slice(0, dateEnds), time: text.slice(dateEnds + 1, dateEnds + 6) };
}
