import { type Ms, msPerDay } from './interval.js';
import { offsetsOf } from './offsets.js';

/**
 * Makes the function that finds the instants of a local wall time, given in ms as if it were UTC, earliest first.
 *
 * Mostly there is one; there are two in the hour that autumn repeats, and none in the hour that spring leaves out.
 */
export function wallClock(timeZone: string): (wall: Ms) => readonly Ms[] {
  const offsetAt = offsetsOf(timeZone);
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
