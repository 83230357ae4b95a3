import {
  type CivilDate,
  civilDate,
  type Interval,
  type Ms,
  minuteOfDay,
  msPerHour,
  msPerMinute,
  msPerQuarterHour,
  quarterStart,
} from '../../time/index.js';
import type { MeteredQuarter } from './readings.js';

const quartersPerDay = 96;
/** 80 % of the shortest day. */
const quartersOfLearnedDay = 74;
/** A new day replaces so much of what is learned, once five days are. */
const leastShare = 0.2;

/** 96 local quarter-hours in kWh from midnight on, null where nothing was seen yet; empty before the first. */
export type ProfileRow = readonly (number | null)[];

/** What a house draws over a day, learned from its readings. */
export interface HouseProfile {
  /** House minus sun. */
  readonly net: ProfileRow;
  /** The house alone, where it is told apart from the sun. */
  readonly house: ProfileRow;
  /** Days of which enough was seen; and those of `house`. */
  readonly days: number;
  readonly houseDays: number;
  /** The day that is being seen, and of how many of its quarter-hours both were told. */
  readonly day?: { readonly date: CivilDate; readonly net: number; readonly house: number };
  /** The end of the last quarter-hour that was learned. */
  readonly learnedAt?: Ms;
}

/** Before the first reading. */
export const nothingLearned: HouseProfile = { net: [], house: [], days: 0, houseDays: 0 };

/**
 * The profile with quarter-hours that are over: each moves its place of the local day by a fixed share. A quarter-hour that
 * autumn repeats counts twice, one that spring leaves out stays as it was.
 */
export function learned(profile: HouseProfile, quarters: readonly MeteredQuarter[], timeZone: string): HouseProfile {
  return quarters.reduce(
    (before, quarter) => withQuarter(onDay(before, quarter.start, timeZone), quarter, timeZone),
    profile,
  );
}

/** The row as it is planned with: each quarter-hour smoothed with its neighbours, what was never seen filled with the mean. */
export function smoothed(row: ProfileRow): readonly number[] {
  const seen = row.filter((kwh) => kwh !== null);
  const mean = seen.reduce((sum, kwh) => sum + kwh, 0) / Math.max(1, seen.length);
  const full = Array.from({ length: quartersPerDay }, (_, quarter) => row[quarter] ?? mean);
  const at = (quarter: number) => full[(quarter + quartersPerDay) % quartersPerDay] ?? mean;
  return full.map((kwh, quarter) => (at(quarter - 1) + kwh + at(quarter + 1)) / 3);
}

/** What the house alone is learned to draw in a quarter-hour, kWh; undefined before the first day, and where nothing was seen. */
export function usualKwh({ house, houseDays }: HouseProfile, start: Ms, timeZone: string): number | undefined {
  return houseDays < 1 ? undefined : (house[quarterAt(timeZone, start)] ?? undefined);
}

/** What a row of 96 quarter-hours holds in each interval, kWh; they may be of any length and begin anywhere. */
export function cutProfile(row: readonly number[], intervals: readonly Interval[], timeZone: string): number[] {
  return intervals.map(({ start, end }) => {
    let kwh = 0;
    for (let at = start; at < end; ) {
      const to = Math.min(end, quarterStart(at) + msPerQuarterHour);
      kwh += ((row[quarterAt(timeZone, at)] ?? 0) * (to - at)) / msPerQuarterHour;
      at = to;
    }
    return kwh;
  });
}

/** A day that is over counts where enough of it was seen. */
function onDay(profile: HouseProfile, start: Ms, timeZone: string): HouseProfile {
  const date = civilDate(timeZone, start);
  const { day } = profile;
  if (day?.date === date) return profile;
  const isSeen = (count = 0) => (count >= quartersOfLearnedDay ? 1 : 0);
  return {
    ...profile,
    days: profile.days + isSeen(day?.net),
    houseDays: profile.houseDays + isSeen(day?.house),
    day: { date, net: 0, house: 0 },
  };
}

function withQuarter(
  profile: HouseProfile,
  { start, end, netKwh, houseKwh }: MeteredQuarter,
  timeZone: string,
): HouseProfile {
  const place = quarterAt(timeZone, start);
  const { day, days, houseDays } = profile;
  return {
    ...profile,
    net: moved(profile.net, place, { kwh: netKwh, days }),
    house: moved(profile.house, place, { kwh: houseKwh, days: houseDays }),
    ...(day && {
      day: {
        date: day.date,
        net: day.net + (netKwh === undefined ? 0 : 1),
        house: day.house + (houseKwh === undefined ? 0 : 1),
      },
    }),
    learnedAt: end,
  };
}

function moved(row: ProfileRow, place: number, { kwh, days }: { kwh: number | undefined; days: number }): ProfileRow {
  if (kwh === undefined) return row;
  const share = Math.max(leastShare, 1 / (days + 1));
  return Array.from({ length: quartersPerDay }, (_, quarter) => {
    const before = row[quarter] ?? null;
    if (quarter !== place) return before;
    return rounded(before === null ? kwh : before + share * (kwh - before));
  });
}

/** To a tenth of a watt-hour, so that what is stored is what was learned, in few digits. */
function rounded(kwh: number): number {
  return Math.round(kwh * 10_000) / 10_000;
}

function quarterAt(timeZone: string, instant: Ms): number {
  return Math.floor((minuteOfDay(timeZone, instant) * msPerMinute) / msPerQuarterHour);
}

/** Kilowatts of an amount over a stretch. */
export function kwOf(kwh: number, { start, end }: Interval): number {
  return (kwh * msPerHour) / (end - start);
}
