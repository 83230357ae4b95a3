import { type Ms, msPerMinute } from './interval.js';

/** What an ISO 8601 text shows: the wall time in ms as if it were UTC, and how far that is ahead of UTC where it says so. */
export interface WallTime {
  readonly wall: Ms;
  readonly offset: Ms | undefined;
}

const longestText = 64;
const daysBefore1970 = 719_162;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a date with or without a time: `2026-11-22`, `2026-11-22T14:00`, `2026-11-22 14:00:00.000+0100`; undefined for
 * anything else and for a day or time that does not exist. Written without a pattern, because suppliers send thousands.
 */
export function isoWallTime(given: string): WallTime | undefined {
  if (given.length > longestText) return undefined;
  const text = given.trim();
  const day = dayNumber(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
  if (day === undefined || text[4] !== '-' || text[7] !== '-') return undefined;
  if (text.length === 10) return { wall: day * 24 * 60 * msPerMinute, offset: undefined };
  if (!'Tt '.includes(text[10] ?? '?')) return undefined;
  const clock = clockAt(text, 11);
  if (clock === undefined) return undefined;
  const offset = offsetAt(text, clock.next);
  return offset === null ? undefined : { wall: day * 24 * 60 * msPerMinute + clock.ms, offset };
}

/** The time of day, and where in the text it ends. */
function clockAt(text: string, from: number): { ms: Ms; next: number } | undefined {
  const hour = digits(text, from, 2);
  let next = text[from + 2] === ':' ? from + 3 : from + 2;
  const minute = digits(text, next, 2);
  if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) return undefined;
  next += 2;
  let ms = (hour * 60 + minute) * msPerMinute;
  const colon = text[next] === ':' ? 1 : 0;
  const second = digits(text, next + colon, 2);
  if (second < 0) return { ms, next };
  if (second > 60) return undefined;
  next += colon + 2;
  ms += Math.min(59, second) * 1000;
  if (text[next] !== '.' && text[next] !== ',') return { ms, next };
  next += 1;
  for (let unit = 100; digits(text, next, 1) >= 0; unit /= 10) {
    ms += Math.floor(unit) * digits(text, next, 1);
    next += 1;
  }
  return { ms, next };
}

/** How far the time is ahead of UTC; undefined when the text ends without saying so, null when it is no offset. */
function offsetAt(text: string, from: number): Ms | undefined | null {
  if (from === text.length) return undefined;
  const at = text[from] === ' ' ? from + 1 : from;
  const bracket = text.indexOf('[', at);
  const end = bracket > 0 && text.endsWith(']') ? bracket : text.length;
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return end === at + 1 ? 0 : null;
  const hours = digits(text, at + 1, 2);
  if ((sign !== '+' && sign !== '-') || hours < 0) return null;
  const colon = text[at + 3] === ':' ? 1 : 0;
  const minutes = end === at + 3 ? 0 : digits(text, at + 3 + colon, 2);
  if (minutes < 0 || (end !== at + 3 && end !== at + 5 + colon)) return null;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * msPerMinute;
}

/** The number that so many digits make; -1 where one of them is not a digit. */
function digits(text: string, from: number, count: number): number {
  let number = 0;
  for (let index = from; index < from + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Days since 1970-01-01 by the Gregorian calendar; undefined for a day that it does not have. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = (monthLengths[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  if (year < 1 || day < 1 || day > length) return undefined;
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  for (let index = 0; index < month - 1; index += 1) days += monthLengths[index] ?? 0;
  return days + (isLeap && month > 2 ? 1 : 0) + day - 1 - daysBefore1970;
}
