import type { Step } from '../../storage/index.js';
import { type Ms, minuteOfDay, msPerHour } from '../../time/index.js';
import { atMarketOf } from './market-zero.js';
import type { Priced } from './priced.js';
import type { RecentDay } from './recent-days.js';

const minutesPerQuarter = 15;
/** How much of a likely day is the day it is like; the rest is what is expected. */
const ownShare = 0.5;

/** What follows the known prices, as it is expected: the same stretches with and without the house. */
export interface ExpectedDay {
  readonly priced: readonly Priced[];
  readonly steps: readonly Step[];
  readonly timeZone: string;
  /** What is paid for power fed in where power costs what an interval says. */
  readonly feedInCtOf: (interval: Priced['interval'], start: Ms) => number;
}

/**
 * Days that may follow the known prices, equally likely: each half as a recent day was and half as expected, with the same house and sun.
 * By the hour: nobody knows a quarter-hour of a day that is not published. A row that does not tell a price takes the expected one.
 */
export function likelyDays(expected: ExpectedDay, days: readonly RecentDay[]): Step[][] {
  const { priced, timeZone } = expected;
  const places = priced.map(({ start }) => Math.floor(minuteOfDay(timeZone, start) / minutesPerQuarter));
  return days.map(({ row }) => byHour(expected, (index) => row[places[index] as number]));
}

type Hour = { -readonly [Key in keyof Step]: Step[Key] };

function byHour(
  { priced, steps, feedInCtOf }: ExpectedDay,
  ctOf: (index: number) => number | null | undefined,
): Step[] {
  const hours: Hour[] = [];
  for (const [index, step] of steps.entries()) {
    const { interval, likeCt } = priced[index] as Priced;
    const dayCt = ctOf(index);
    const like = Number.isFinite(dayCt) ? (dayCt as number) : likeCt;
    const buyCt = step.buyCt + ownShare * (like - step.buyCt);
    add(hours, { ...step, buyCt, feedInCt: feedInCtOf(atMarketOf(interval, like, likeCt), step.start) });
  }
  return hours;
}

function add(hours: Hour[], step: Hour): void {
  const last = hours.at(-1);
  if (last === undefined || Math.floor(last.start / msPerHour) !== Math.floor(step.start / msPerHour)) {
    hours.push(step);
    return;
  }
  const [before, more] = [last.end - last.start, step.end - step.start];
  const mean = (one: number, other: number) => (one * before + other * more) / (before + more);
  last.buyCt = mean(last.buyCt, step.buyCt);
  last.feedInCt = mean(last.feedInCt, step.feedInCt);
  last.netKwh += step.netKwh;
  last.end = step.end;
}
