import { Temporal } from 'temporal-polyfill';
import { invalidValue } from '../errors.js';
import type { Interval, Ms } from './interval.js';

/** A civil date, `YYYY-MM-DD`. */
export type CivilDate = string;

/** The time zone of the German market, where Nomos' days begin and end. */
export const marketTimeZone = 'Europe/Berlin';

/** Longer than any name of a zone and any instant: what follows would only cost time. */
const longestText = 100;

/** The IANA name as given, when this machine knows the zone; throws `invalid-value` otherwise. */
export function checkTimeZone(timeZone: string): string {
  if (timeZone.length <= longestText && isZone(timeZone)) return timeZone;
  throw invalidValue('timeZone', timeZone, { rule: 'time-zone' });
}

function isZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The local date of an instant. */
export function civilDate(timeZone: string, instant: Ms): CivilDate {
  return zoned(timeZone, instant).toPlainDate().toString();
}

/** The date `days` after (or, when negative, before) `date`. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** How many days there are from the first to the last date, both included; 0 or less when the last is before the first. */
export function dayCount(firstDay: CivilDate, lastDay: CivilDate): number {
  return Temporal.PlainDate.from(firstDay).until(lastDay, { largestUnit: 'days' }).days + 1;
}

/** ISO weekday of a date: Monday is 1, Sunday is 7. */
export function isoWeekday(date: CivilDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
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
  const plain = Temporal.PlainDate.from(date).toPlainDateTime(parseTime(time));
  return plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** ISO 8601 with the local offset and whole seconds, e.g. `2026-11-22T14:15:00+01:00`. */
export function isoLocal(timeZone: string, instant: Ms): string {
  return zoned(timeZone, instant).toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** Local wall time `HH:MM` of an instant. */
export function clockTime(timeZone: string, instant: Ms): string {
  return zoned(timeZone, instant).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The instant of an ISO 8601 text with an offset or `Z`, or undefined when the text is not one. */
export function parseInstant(text: string): Ms | undefined {
  if (text.length > longestText) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** A local wall time; throws `invalid-value` for anything but `HH:MM`. */
export function parseTime(time: string): Temporal.PlainTime {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw invalidValue('time', time, 'HH:MM, 00:00 … 23:59');
  return Temporal.PlainTime.from(time);
}

function startOfDay(timeZone: string, date: CivilDate): Ms {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
}

function zoned(timeZone: string, instant: Ms): Temporal.ZonedDateTime {
  // Temporal throws at a part of a millisecond; whoever shows an instant must not fail because somebody made one.
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(timeZone);
}
