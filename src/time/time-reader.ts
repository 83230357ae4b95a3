import { type Ms, msPerDay } from './interval.js';
import { isoWallTime, type WallTime } from './iso-text.js';
import { offsetsOf } from './offsets.js';
import { wallClock } from './wall-clock.js';

/** Reads one time of a source: the instants that it may mean, earliest first; none when it is no time. */
export type ReadTime = (value: unknown) => readonly Ms[];

const longestNumber = 40;
const nothing: readonly Ms[] = [];
const epochText = /^\d{9,19}(\.\d+)?$/;

/**
 * Makes the reader of times for a node's zone, in which times without an offset are meant, unless a source tells them
 * in UTC.
 *
 * It reads ISO 8601 (also with a space, without seconds, a date alone), dates, and numbers since 1970, also as text:
 * seconds, milliseconds, microseconds or nanoseconds by their size.
 */
export function timeReader(timeZone: string): (isUtc: boolean) => ReadTime {
  const local = wallClock(timeZone);
  const utc = (wall: Ms) => [wall];
  return (isUtc) => (value) => {
    if (typeof value === 'string') return fromText(value, isUtc ? utc : local);
    return fromNumber(typeof value === 'object' && value !== null ? Number(value) : value);
  };
}

/**
 * The first instant after a start that an end may mean, both as a source gives them; one that spring has no hour for is as far
 * away as it shows. Undefined where the end is none.
 */
export function endAfter(
  start: Ms,
  given: { readonly start: unknown; readonly end: unknown },
  readTime: ReadTime,
): Ms | undefined {
  const instants = readTime(given.end);
  if (instants.length > 0) return instants.find((instant) => instant > start);
  const [from, to] = [shownBy(given.start), shownBy(given.end)];
  return from && to && to.wall > from.wall ? start + to.wall - from.wall : undefined;
}

/** The instants of a time as `timeReader` reads it; one that spring has no hour for moves forward by the gap (RFC 5545 3.3.5). */
export function instantsOf(timeZone: string, value: unknown): readonly Ms[] {
  const instants = timeReader(timeZone)(false)(value);
  const shown = instants.length > 0 ? undefined : shownBy(value);
  return shown === undefined ? instants : [shown.wall - offsetsOf(timeZone)(shown.wall - msPerDay)];
}

function shownBy(value: unknown): WallTime | undefined {
  return typeof value === 'string' ? isoWallTime(value) : undefined;
}

function fromText(text: string, wallInstants: (wall: Ms) => readonly Ms[]): readonly Ms[] {
  const shown = isoWallTime(text);
  if (shown !== undefined) {
    return shown.offset === undefined ? wallInstants(shown.wall) : [shown.wall - shown.offset];
  }
  const number = text.length > longestNumber ? '' : text.trim();
  return epochText.test(number) ? fromNumber(Number(number)) : nothing;
}

/** Seconds reach 10^11 in the year 5138, and milliseconds passed it in 1973; so it goes on by thousands. */
function fromNumber(value: unknown): readonly Ms[] {
  if (typeof value !== 'number' || !(value > 0)) return nothing;
  let instant = value < 1e11 ? value * 1000 : value;
  while (instant >= 1e14 && Number.isFinite(instant)) instant /= 1000;
  return Number.isFinite(instant) ? [Math.round(instant)] : nothing;
}
