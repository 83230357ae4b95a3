import {
  addDays,
  type CivilDate,
  civilDate,
  civilDay,
  type Interval,
  isoWeekday,
  type Ms,
  minuteOfDay,
  msPerQuarterHour,
  quartersIn,
} from '../time/index.js';
import { dayComplete } from './completeness.js';
import { gaps, isKnown, type PriceInterval, type PriceSeries, slice } from './series.js';

const quartersPerDay = 96;
const saturday = 6;

/** How much of a row a new day replaces; Saturdays and Sundays are rarer, so each weighs more. */
const shareOfNewDay = { weekday: 0.15, weekend: 0.25 } as const;

/** A row of 96 local quarter-hours in ct/kWh, from midnight on; empty as long as nothing is learned. */
export type UsualRow = readonly number[];

/** What power usually costs at each local quarter-hour, learned from days that are over. */
export interface UsualDay {
  /** Monday to Friday. */
  readonly weekday: UsualRow;
  /** Saturday and Sunday. */
  readonly weekend: UsualRow;
  /** Whose local time the rows are in; absent before the first day. */
  readonly timeZone?: string | undefined;
  /** The last day that was taken; absent before the first. */
  readonly learnedUntil?: CivilDate | undefined;
}

/** Before the first day. */
export const nothingUsual: UsualDay = { weekday: [], weekend: [] };

/** True for a usual day as it was stored; false for whatever else a damaged record holds. */
export function isUsualDay(value: unknown): value is UsualDay {
  if (typeof value !== 'object' || value === null) return false;
  const { weekday, weekend, timeZone, learnedUntil } = value as Record<string, unknown>;
  if (!isRow(weekday) || !isRow(weekend)) return false;
  const isNothing = timeZone === undefined && learnedUntil === undefined;
  return isNothing ? weekday.length + weekend.length === 0 : isDayOf(timeZone, learnedUntil);
}

function isDayOf(timeZone: unknown, date: unknown): boolean {
  if (typeof timeZone !== 'string' || typeof date !== 'string') return false;
  try {
    return civilDate(timeZone, civilDay(timeZone, date).start) === date;
  } catch {
    return false;
  }
}

function isRow(value: unknown): value is UsualRow {
  if (!Array.isArray(value) || !value.every(Number.isFinite)) return false;
  return value.length === 0 || value.length === quartersPerDay;
}

/**
 * The usual day with every day of the series taken that is over at `now`, complete, no placeholder, and later than those
 * already taken, in order of date; the same object where there is none.
 *
 * A row moves towards a new day by a fixed share (exponential decay), and the first day sets it. A quarter-hour that autumn
 * repeats counts with its mean, one that spring leaves out stays; an hourly price fills four. What was learned in another
 * time zone stands at other hours, so it is given up as soon as a day is learned in this one.
 */
export function learnUsualDay(
  usual: UsualDay,
  series: PriceSeries,
  { timeZone, now }: { readonly timeZone: string; readonly now: Ms },
): UsualDay {
  const learned = learnDays(usual.timeZone === timeZone ? usual : nothingUsual, series, { timeZone, now });
  return learned.learnedUntil === undefined ? usual : learned;
}

function learnDays(usual: UsualDay, series: PriceSeries, { timeZone, now }: { timeZone: string; now: Ms }): UsualDay {
  const first = series[0];
  if (first === undefined) return usual;
  // The day in which the prices end is not a whole one, nor is today.
  const last = civilDate(timeZone, Math.min(now, (series.at(-1) ?? first).end));
  const firstDate = civilDate(timeZone, first.start);
  const { learnedUntil = '' } = usual;
  let learned = usual;
  const from = learnedUntil >= firstDate ? addDays(learnedUntil, 1) : firstDate;
  for (let date = from; date < last; date = addDays(date, 1)) {
    const day = civilDay(timeZone, date);
    if (dayComplete(series, day, series))
      learned = withDay(learned, { date, timeZone }, quartersOf(series, day, timeZone));
  }
  return learned;
}

function withDay(
  usual: UsualDay,
  { date, timeZone }: { date: CivilDate; timeZone: string },
  quarters: readonly (number | undefined)[],
): UsualDay {
  const name = rowOf(date);
  const row = moved(usual[name], quarters, shareOfNewDay[name]);
  return { ...usual, [name]: row, timeZone, learnedUntil: date };
}

function rowOf(date: CivilDate): 'weekday' | 'weekend' {
  return isoWeekday(date) >= saturday ? 'weekend' : 'weekday';
}

function moved(row: UsualRow, quarters: readonly (number | undefined)[], share: number): UsualRow {
  let before = quarters.find((price) => price !== undefined) ?? 0;
  return Array.from({ length: quartersPerDay }, (_, quarter) => {
    const usualCt = row[quarter];
    const priceCt = quarters[quarter];
    // On a first day, what spring leaves out costs what the quarter-hour before it did.
    before = priceCt ?? usualCt ?? before;
    return rounded(usualCt === undefined || priceCt === undefined ? before : usualCt + share * (priceCt - usualCt));
  });
}

/** To a thousandth of a cent, so that what is stored is what was learned, in few digits. */
function rounded(priceCt: number): number {
  return Math.round(priceCt * 1_000) / 1_000;
}

/** The mean price of each of the 96 local quarter-hours of a complete day, ct/kWh; undefined where it has none. */
export function quartersOf(series: PriceSeries, day: Interval, timeZone: string): (number | undefined)[] {
  const sums: { sumCt: number; count: number }[] = [];
  for (let start = day.start; start < day.end; start += msPerQuarterHour) {
    const quarter = quarterAt(timeZone, start);
    const { sumCt, count } = sums[quarter] ?? { sumCt: 0, count: 0 };
    sums[quarter] = { sumCt: sumCt + meanOf(series, { start, end: start + msPerQuarterHour }), count: count + 1 };
  }
  return Array.from({ length: quartersPerDay }, (_, quarter) => {
    const sum = sums[quarter];
    return sum && sum.sumCt / sum.count;
  });
}

function quarterAt(timeZone: string, instant: Ms): number {
  return Math.floor(minuteOfDay(timeZone, instant) / 15);
}

/** Weighted by time; the stretch is covered by known prices. */
function meanOf(series: PriceSeries, stretch: Interval): number {
  const parts = slice(series, stretch).filter(isKnown);
  const sum = parts.reduce((total, { start, end, priceCt }) => total + priceCt * (end - start), 0);
  return sum / (stretch.end - stretch.start);
}

/**
 * The series with every stretch of `range` [start, end) that has no known price filled with the usual one, in quarter-hours
 * marked `expected`; the same object where nothing is missing or nothing is learned.
 *
 * While one of the two rows is empty the other one stands in for it. The hours are those of the place where it was learned,
 * wherever the device is.
 */
export function withExpected(series: PriceSeries, usual: UsualDay, range: Interval): PriceSeries {
  const missing = gaps(series, range);
  const { timeZone } = usual;
  if (missing.length === 0 || timeZone === undefined) return series;
  const expected = missing.flatMap((gap) => expectedIn(gap, usual, timeZone));
  const rest = series.filter(
    (interval) => isKnown(interval) || interval.end <= range.start || interval.start >= range.end,
  );
  return [...rest, ...expected].sort((a, b) => a.start - b.start);
}

function expectedIn(gap: Interval, usual: UsualDay, timeZone: string): PriceInterval[] {
  return quartersIn(gap).map(({ start, end }) => {
    return { start, end, priceCt: usualCtAt(usual, start, timeZone), components: {}, expected: true };
  });
}

function usualCtAt(usual: UsualDay, instant: Ms, timeZone: string): number {
  const own = usual[rowOf(civilDate(timeZone, instant))];
  const row = own.length > 0 ? own : usual.weekday.length > 0 ? usual.weekday : usual.weekend;
  return row[quarterAt(timeZone, instant)] ?? 0;
}
