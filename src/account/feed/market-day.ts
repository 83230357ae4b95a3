import {
  addDays,
  type CivilDate,
  civilDate,
  civilDay,
  contains,
  type Interval,
  instantOf,
  type Ms,
} from '../../time/index.js';

/** A local day of the market with the instants that matter for asking; the times are local wall time. */
export interface MarketDay {
  readonly date: CivilDate;
  readonly day: Interval;
  readonly nextDate: CivilDate;
  readonly nextDay: Interval;
  /** 06:00, from when a day with unknown prices is checked. */
  readonly correction: Ms;
  /** 12:58, from when homes ask for the next day. */
  readonly firstCall: Ms;
  /** 12:58 of the next day. */
  readonly nextFirstCall: Ms;
  /** 13:30 and 14:20, by when the next day is out on a late and on a very late day. */
  readonly late: Ms;
  readonly veryLate: Ms;
  /** 23:30, when polling ends. */
  readonly closing: Ms;
}

let newest: { readonly timeZone: string; readonly found: MarketDay } | undefined;

/** The market day in which the instant lies; remembered, because everybody asks for the same day over and over. */
export function marketDay(timeZone: string, instant: Ms): MarketDay {
  if (newest?.timeZone !== timeZone || !contains(newest.found.day, instant))
    newest = { timeZone, found: findDay(timeZone, instant) };
  return newest.found;
}

function findDay(timeZone: string, instant: Ms): MarketDay {
  const date = civilDate(timeZone, instant);
  const nextDate = addDays(date, 1);
  return {
    date,
    day: civilDay(timeZone, date),
    nextDate,
    nextDay: civilDay(timeZone, nextDate),
    correction: instantOf(timeZone, date, '06:00'),
    firstCall: instantOf(timeZone, date, '12:58'),
    nextFirstCall: instantOf(timeZone, nextDate, '12:58'),
    late: instantOf(timeZone, date, '13:30'),
    veryLate: instantOf(timeZone, date, '14:20'),
    closing: instantOf(timeZone, date, '23:30'),
  };
}
