import { addDays, type CivilDate, dayCount, type Interval } from '../time/index.js';
import type { UsageFigures } from './figures.js';
import { finalFrom, lastPeriod, type Period, type PeriodKind, periodOf } from './periods.js';

/** How good what is known of a period is: nothing, with holes, whole but still to be corrected, or final. */
export const qualities = ['none', 'holes', 'preliminary', 'final'] as const;
export type Quality = (typeof qualities)[number];

/** Periods that follow one another. */
export interface Stretch extends Period {
  readonly periods: readonly OpenPeriod[];
}

/** A period of which better values may still come. */
export interface OpenPeriod extends Period {
  /** The best that was told of it. */
  readonly told: Quality;
}

/** What an automatic reader of usage remembers, as JSON. */
export interface Reported {
  /** The last day of the newest period that was looked for; absent before the first. */
  readonly until?: CivilDate | undefined;
  /** The local day on which everything that was due has been done. */
  readonly doneOn?: CivilDate | undefined;
  readonly open: readonly OpenPeriod[];
}

/** For so many days holes are looked at daily; after that only when final values are due. */
const holeDays = 14;
/** After so many days nothing better is awaited. */
const openDays = 75;
/** So many periods are caught up with after a long time without power. */
const mostNew = 31;

/** What a reader that never ran remembers. */
export const nothingReported: Reported = { open: [] };

/** What was looked for later than this many days ahead was looked for while a clock was wrong, and counts for nothing. */
const aheadDays = 3;

/** The memory with the periods that have ended since the last look; at first only the very last one. */
export function withNewPeriods(reported: Reported, kind: PeriodKind, today: CivilDate): Reported {
  const newest = lastPeriod(kind, today);
  const known = reported.until !== undefined && dayCount(newest.lastDay, reported.until) <= aheadDays + 1;
  const until = known ? reported.until : undefined;
  const first = until === undefined ? newest : periodOf(kind, addDays(until, 1));
  const added: OpenPeriod[] = [];
  for (let period = first; period.lastDay <= newest.lastDay; period = periodOf(kind, addDays(period.lastDay, 1)))
    added.push({ ...period, told: 'none' });
  const open = [...reported.open, ...added.slice(-mostNew)];
  return {
    ...reported,
    until: added.at(-1)?.lastDay ?? until,
    open: open.filter(({ lastDay }) => lastDay < today && dayCount(lastDay, today) <= openDays),
  };
}

/** The open periods that are worth reading today, in order. */
export function duePeriods({ open }: Reported, today: CivilDate): OpenPeriod[] {
  return open.filter((period) => {
    const hasHoles = period.told === 'none' || period.told === 'holes';
    return (hasHoles && dayCount(period.lastDay, today) <= holeDays) || today >= finalFrom(period);
  });
}

/** How good the figures of a range [start, end) are. */
export function qualityOf({ usageGaps, priceGaps, isPreliminary }: UsageFigures, { start, end }: Interval): Quality {
  const [gap] = usageGaps;
  if (gap !== undefined && gap.start <= start && gap.end >= end) return 'none';
  if (usageGaps.length > 0 || priceGaps.length > 0) return 'holes';
  return isPreliminary ? 'preliminary' : 'final';
}

/** True where what was found is better than what was told, and so worth telling. */
export function isBetter(found: Quality, told: Quality): boolean {
  return qualities.indexOf(found) > qualities.indexOf(told);
}

/** The memory after a period was read; final values close it. */
export function afterReading(reported: Reported, { firstDay }: Period, found: Quality): Reported {
  const open = reported.open
    .map((period) =>
      period.firstDay === firstDay && isBetter(found, period.told) ? { ...period, told: found } : period,
    )
    .filter(({ told }) => told !== 'final');
  return { ...reported, open };
}

/** Periods that follow one another, together, so that they are read at once. */
export function stretchesOf(periods: readonly OpenPeriod[]): Stretch[] {
  const found: Stretch[] = [];
  for (const period of periods) {
    const last = found.at(-1);
    if (last !== undefined && addDays(last.lastDay, 1) === period.firstDay) {
      found[found.length - 1] = { ...last, lastDay: period.lastDay, periods: [...last.periods, period] };
    } else found.push({ firstDay: period.firstDay, lastDay: period.lastDay, periods: [period] });
  }
  return found;
}
