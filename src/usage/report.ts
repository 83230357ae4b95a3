import type { PriceSeries } from '../prices/index.js';
import { addDays, type CivilDate, civilDate, civilDay, type Interval } from '../time/index.js';
import { figuresOf, type UsageFigures } from './figures.js';
import type { MeteredSeries } from './metered.js';
import { pieceCutter } from './pieces.js';
import { addTallies, type Tally, tallyDay } from './tally.js';

/** What a report is about. */
export interface UsageOptions {
  /** [start, end) */
  readonly range: Interval;
  /** Whose local days the report is split into. */
  readonly timeZone: string;
  /** A tariff to compare with, gross ct/kWh. */
  readonly fixedPriceCt?: number | undefined;
  /** True for energy that was sold. Default false. */
  readonly isFeedIn?: boolean | undefined;
}

/** The figures of one local day, or of the part of it that lies in the range. */
export interface UsageDay extends UsageFigures, Interval {
  readonly date: CivilDate;
}

/** The figures of the whole range, and of each of its days. */
export interface UsageReport extends UsageFigures {
  /** Empty where a value reaches over a midnight: how it falls to the days, nobody knows. */
  readonly days: readonly UsageDay[];
}

/** A local day, or the part of it that lies in the range. */
interface DayPart extends Interval {
  readonly date: CivilDate;
}

/**
 * What the metered energy cost at the prices of the same instants.
 *
 * Sums are exact to far below a hundredth of a cent. Holes in either series are named and never filled; an empty series
 * or range gives undefined figures.
 */
export function usageReport(metered: MeteredSeries, prices: PriceSeries, options: UsageOptions): UsageReport {
  const { range, timeZone, fixedPriceCt, isFeedIn = false } = options;
  const parts = localDays(range, timeZone);
  const cut = pieceCutter(metered, prices);
  const tallied = parts.map((part) => ({ part, tally: tallyDay(cut(part), part, isFeedIn) }));
  const figures = (tally: Tally) => figuresOf(tally, { fixedPriceCt, isFeedIn });
  const days = tallied.map(({ part, tally }) => ({ ...part, ...figures(tally) }));
  const total = figures(addTallies(tallied.map(({ tally }) => tally)));
  return { ...total, days: reachesOverMidnight(metered, parts) ? [] : days };
}

/** The local days of a range, the first and last one cut to it. */
function localDays(range: Interval, timeZone: string): DayPart[] {
  const days: DayPart[] = [];
  let { start } = range;
  for (let date = civilDate(timeZone, start); start < range.end; date = addDays(date, 1)) {
    const end = Math.min(civilDay(timeZone, date).end, range.end);
    days.push({ date, start, end });
    start = end;
  }
  return days;
}

/** True where a value in the range lies in more than one of its days, or reaches out of it. */
function reachesOverMidnight(metered: MeteredSeries, days: readonly Interval[]): boolean {
  let next = 0;
  return metered.some(({ start, end }) => {
    while ((days[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const day = days[next];
    return day !== undefined && end > day.start && (start < day.start || end > day.end);
  });
}
