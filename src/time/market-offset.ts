import { dateText, dayNumber } from './calendar.js';
import { type Ms, msPerDay, msPerHour } from './interval.js';

/** The time zone of the German market, where Nomos' days begin and end. */
export const marketTimeZone = 'Europe/Berlin';

/** Since 1996 all of Europe has had one rule, and a change of it would take the law years: [first, last] year. */
const settled = { first: 1996, last: 2031 };

const settledFrom = dayOf(`${settled.first}-01-01`) * msPerDay;
const settledUntil = dayOf(`${settled.last + 1}-01-01`) * msPerDay;

/** Summer time, [start, end), of each settled year. */
const summers = Array.from({ length: settled.last - settled.first + 1 }, (_, index) => {
  const year = settled.first + index;
  return { start: changeIn(`${year}-03-31`), end: changeIn(`${year}-10-31`) };
});

/**
 * How far the local time of the market is ahead of UTC, in ms; undefined for years whose rule is not settled, and for
 * what is no number.
 *
 * The first question to `Intl` costs a process 8 MB and, on a small computer, a good part of a second, and nearly everybody
 * asks for this zone only. That the rule says the same as the tables behind `Intl` is tested.
 */
export function marketOffset(instant: Ms): Ms | undefined {
  if (!(instant >= settledFrom && instant < settledUntil)) return undefined;
  const summer = summers[yearOf(instant) - settled.first];
  const isSummer = summer !== undefined && instant >= summer.start && instant < summer.end;
  return isSummer ? 2 * msPerHour : msPerHour;
}

function yearOf(instant: Ms): number {
  return Number(dateText(Math.floor(instant / msPerDay)).slice(0, 4));
}

/** 01:00 UTC on the last Sunday of the month that ends with a date. */
function changeIn(lastDate: string): Ms {
  const last = dayOf(lastDate);
  const daysSinceSunday = (last + 4) % 7;
  return (last - daysSinceSunday) * msPerDay + msPerHour;
}

function dayOf(date: string): number {
  return dayNumber(date) as number;
}
