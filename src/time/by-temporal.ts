import { getISO } from 'temporal-polyfill/fns/Calendar';
import { fromEpochMilliseconds, fromString, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import {
  type Record as DateRecord,
  fromString as dateFromString,
  dayOfWeek,
  addDays as daysAfter,
  diffDays,
  toBasicString,
  toZonedDateTime,
} from 'temporal-polyfill/fns/PlainDate';
import {
  offsetNanoseconds,
  toString as textOfZoned,
  type Record as ZonedRecord,
  fromString as zonedFromString,
} from 'temporal-polyfill/fns/ZonedDateTime';
import type { Ms } from './interval.js';

/**
 * What Temporal says. It is loaded when one of these is used for the first time, and most homes never need it: usual texts,
 * dates and the offsets of Germany are reckoned by `civil.ts`, `instant-text.ts` and `market-offset.ts`. All throw RangeError for what Temporal
 * refuses.
 */

/** How far a zone is ahead of UTC at an instant, ms. */
export function zoneOffset(timeZone: string, instant: Ms): Ms {
  return offsetNanoseconds(at(timeZone, instant)) / 1e6;
}

/** ISO 8601 with the local offset and whole seconds; a part of a millisecond is cut off. */
export function zonedText(timeZone: string, instant: Ms): string {
  return textOfZoned(at(timeZone, Math.floor(instant)), { timeZoneName: 'never', smallestUnit: 'second' });
}

/** The instant of a text in any form of ISO 8601 that has an offset, whole ms. */
export function instantOfText(text: string): Ms {
  return fromString(text).epochMilliseconds;
}

/** The first instant of a local day. */
export function startOfDate(timeZone: string, date: string): Ms {
  return toZonedDateTime(dateOf(date), timeZone).epochMilliseconds;
}

/** The instant of a local wall time `HH:MM` on a date: after a gap, and the earlier one of two. */
export function instantOfTime(timeZone: string, date: string, time: string): Ms {
  return zonedFromString(`${date}T${time}[${timeZone}]`, getISO).epochMilliseconds;
}

/** The date so many days later. */
export function dateAfter(date: string, days: number): string {
  return toBasicString(daysAfter(dateOf(date), days));
}

/** How many days the second date is after the first. */
export function daysFrom(first: string, second: string): number {
  return diffDays(dateOf(first), dateOf(second));
}

/** ISO weekday of a date, Monday is 1. */
export function weekdayOf(date: string): number {
  return dayOfWeek(dateOf(date));
}

function at(timeZone: string, instant: Ms): ZonedRecord {
  return toZonedDateTimeISO(fromEpochMilliseconds(instant), timeZone);
}

function dateOf(date: string): DateRecord {
  return dateFromString(date, getISO);
}
