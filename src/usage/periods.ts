import { addDays, type CivilDate, isoWeekday } from '../time/index.js';

/** How long a period is: a local day, a week from Monday to Sunday, or a calendar month. */
export type PeriodKind = 'day' | 'week' | 'month';

/** Local days, both included. */
export interface Period {
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
}

/** The period of a kind in which the date lies. */
export function periodOf(kind: PeriodKind, date: CivilDate): Period {
  if (kind === 'day') return { firstDay: date, lastDay: date };
  if (kind === 'week') {
    const firstDay = addDays(date, 1 - isoWeekday(date));
    return { firstDay, lastDay: addDays(firstDay, 6) };
  }
  return { firstDay: firstOfMonth(date), lastDay: addDays(firstOfNextMonth(date), -1) };
}

/** The days that lie in both periods; undefined where there are none. */
export function commonDays({ firstDay, lastDay }: Period, { firstDay: from, lastDay: to }: Period): Period | undefined {
  const common = { firstDay: from > firstDay ? from : firstDay, lastDay: to < lastDay ? to : lastDay };
  return common.firstDay <= common.lastDay ? common : undefined;
}

/** The last period of a kind that is over before today. */
export function lastPeriod(kind: PeriodKind, today: CivilDate): Period {
  return periodOf(kind, addDays(periodOf(kind, today).firstDay, -1));
}

/**
 * From when on the values of a period should be final: the day after the 8th working day (Monday to Friday) of the month
 * after its last day. Holidays are left aside, so it may be a day or two early.
 */
export function finalFrom({ lastDay }: Period): CivilDate {
  let date = addDays(firstOfNextMonth(lastDay), -1);
  for (let working = 0; working < 8; ) {
    date = addDays(date, 1);
    if (isoWeekday(date) <= 5) working += 1;
  }
  return addDays(date, 1);
}

function firstOfMonth(date: CivilDate): CivilDate {
  return `${date.slice(0, 7)}-01`;
}

function firstOfNextMonth(date: CivilDate): CivilDate {
  return firstOfMonth(addDays(firstOfMonth(date), 31));
}
