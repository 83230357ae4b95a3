import { horizon, mergeSeries, type PriceSeries, slice, withoutPlaceholders } from '../../prices/index.js';
import { addDays, type CivilDate, civilDate, civilDay, type Interval } from '../../time/index.js';

/** The local days that were asked for, both included. */
export interface AskedDays {
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  readonly timeZone: string;
}

const keptDays = 3;

/**
 * What is known after an answer: only the days that were asked for count, placeholder days are unknown, and of the
 * result the last three days with prices are kept, which may well lie in the future of a clock that is wrong.
 */
export function joinAnswer(known: PriceSeries, answer: PriceSeries, asked: AskedDays): PriceSeries {
  const days = daysOf(asked);
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return known;
  const wanted = slice(answer, { start: first.start, end: last.end });
  return lastDays(mergeSeries(known, withoutPlaceholders(wanted, days, known)), asked.timeZone);
}

function daysOf({ firstDay, lastDay, timeZone }: AskedDays): Interval[] {
  const days: Interval[] = [];
  for (let date = firstDay; date <= lastDay; date = addDays(date, 1)) days.push(civilDay(timeZone, date));
  return days;
}

function lastDays(series: PriceSeries, timeZone: string): PriceSeries {
  const end = horizon(series);
  if (end === undefined) return series;
  const firstKept = civilDay(timeZone, addDays(civilDate(timeZone, end - 1), 1 - keptDays)).start;
  return series.filter((interval) => interval.end > firstKept);
}
