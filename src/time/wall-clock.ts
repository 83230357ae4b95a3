import { Temporal } from 'temporal-polyfill';
import type { Ms } from './interval.js';

const msPerDay = 86_400_000;
const msPerQuarter = 900_000;

/**
 * Makes the function that finds the instants of a local wall time, given in ms as if it were UTC, earliest first.
 *
 * Mostly there is one; there are two in the hour that autumn repeats, and none in the hour that spring leaves out. The
 * function remembers what it learns of the zone, so that thousands of times of a few days cost little.
 */
export function wallClock(timeZone: string): (wall: Ms) => readonly Ms[] {
  const known = new Map<Ms, Ms>();
  const offsetAt = (instant: Ms): Ms => {
    const key = Math.floor(instant / msPerQuarter) * msPerQuarter;
    const offset = known.get(key) ?? offsetOf(timeZone, key);
    known.set(key, offset);
    return offset;
  };
  return (wall) => {
    const day = Math.floor(wall / msPerDay) * msPerDay;
    const before = offsetAt(day - msPerDay);
    const after = offsetAt(day + 2 * msPerDay);
    if (before === after) return [wall - before];
    return [wall - Math.max(before, after), wall - Math.min(before, after)].filter(
      (instant) => instant + offsetAt(instant) === wall,
    );
  };
}

function offsetOf(timeZone: string, instant: Ms): Ms {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
}
