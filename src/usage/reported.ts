import { addDays, type CivilDate, dayCount } from '../time/index.js';
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
  /** Present from the first look until something has been told; records of earlier versions lack it. */
  readonly isUntold?: true | undefined;
}

/** For so many days holes are looked at daily; after that only when final values are due. */
const holeDays = 14;
/** After so many days nothing better is awaited of what has been looked for. */
const openDays = 75;
/** So many periods may be open: more would be told after a year without a sign-in, all at once. */
const mostOpen = 75;
/** So many periods are caught up with after a long time without power. */
const mostNew = 31;

/** What a reader that never ran remembers. */
export const nothingReported: Reported = { open: [] };

/** What was looked for this many days ahead, or more, was looked for while a clock was wrong, and counts for nothing. */
const aheadDays = 3;

/**
 * The memory with the periods that have ended since the last look; at first only the very last one, also where the first
 * look was made by a clock that was ahead.
 */
export function withNewPeriods(known: Reported, kind: PeriodKind, today: CivilDate): Reported {
  const reported = lookedAhead(known, today) ? nothingReported : known;
  const isReal = (lastDay: CivilDate) => lastDay < addDays(today, aheadDays);
  const open = reported.open.filter(({ lastDay }) => isReal(lastDay));
  const until = reported.until !== undefined && isReal(reported.until) ? reported.until : undefined;
  const newest = lastPeriod(kind, today);
  const first = until === undefined ? newest : periodOf(kind, addDays(until, 1));
  const added: OpenPeriod[] = [];
  for (let period = first; period.lastDay <= newest.lastDay; period = periodOf(kind, addDays(period.lastDay, 1)))
    if (!open.some(({ firstDay }) => firstDay === period.firstDay)) added.push({ ...period, told: 'none' });
  return {
    ...reported,
    until: until === undefined || until < newest.lastDay ? newest.lastDay : until,
    open: [...open, ...added.slice(-mostNew)].slice(-mostOpen),
    ...(reported.until === undefined && { isUntold: true as const }),
  };
}

/** True where all that is remembered comes from a clock that was ahead: nothing was told, and the days are still to come. */
export function lookedAhead({ open, isUntold }: Reported, today: CivilDate): boolean {
  return isUntold === true && open.every(({ lastDay }) => lastDay >= today);
}

/** The open periods that are worth reading today, in order; what a clock that was ahead has opened waits for its day. */
export function duePeriods({ open }: Reported, today: CivilDate): OpenPeriod[] {
  return open.filter((period) => {
    const hasHoles = period.told === 'none' || period.told === 'holes';
    const isFresh = period.lastDay < today && dayCount(period.lastDay, today) <= holeDays;
    return (hasHoles && isFresh) || today >= finalFrom(period);
  });
}

/** The memory at the end of a day on which all that was due has been read: what is too old to become better is closed. */
export function afterDay(reported: Reported, today: CivilDate): Reported {
  const open = reported.open.filter(({ lastDay }) => dayCount(lastDay, today) < openDays);
  return { ...reported, doneOn: today, open };
}

/** How good figures are: final only where every value and every price is there, and none may still be corrected. */
export function qualityOf({ usageKwh, usageGaps, priceGaps, isPreliminary }: UsageFigures): Quality {
  if (usageKwh === undefined) return 'none';
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
  return { ...reported, open, ...(found !== 'none' && { isUntold: undefined }) };
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
