import { dayComplete, type PriceSeries, quartersOf } from '../../prices/index.js';
import { addDays, type CivilDate, civilDate, civilDay, type Ms } from '../../time/index.js';

/** So many days back a day still says what tomorrow may be like: each weekday is among them once. */
const mostDays = 7;
const perCt = 1_000;

/** What power cost on a local day: 96 local quarter-hours in ct/kWh, null where the day has none. */
export interface RecentDay {
  readonly date: CivilDate;
  readonly row: readonly (number | null)[];
}

interface When {
  readonly now: Ms;
  readonly timeZone: string;
}

/** The last days that are over at `now`, with those of the series that are complete; the same object where none is new. */
export function withDaysOver(
  stored: readonly RecentDay[],
  series: PriceSeries,
  { now, timeZone }: When,
): readonly RecentDay[] {
  const days = soundOf(stored);
  const today = civilDate(timeZone, now);
  // A clock that was put back has learned days that are still to come.
  const over = (days.at(-1)?.date ?? '') < today ? days : days.filter(({ date }) => date < today);
  const found = daysIn(series, { after: over.at(-1)?.date, before: today, timeZone });
  return found.length === 0 ? over : [...over, ...found].slice(-mostDays);
}

/** What the day after the last known price may be like: the last days of which all is known, those to come too, the latest last. */
export function daysAlike(stored: readonly RecentDay[], series: PriceSeries, timeZone: string): readonly RecentDay[] {
  const days = soundOf(stored);
  const memo = memos.get(series);
  if (memo?.days === days && memo.timeZone === timeZone) return memo.alike;
  const alike = [...days, ...daysIn(series, { after: days.at(-1)?.date, timeZone })].slice(-mostDays);
  memos.set(series, { days, timeZone, alike });
  return alike;
}

/** Prices stay the same for hours, and every plan asks. */
const memos = new WeakMap<PriceSeries, { days: readonly RecentDay[]; timeZone: string; alike: readonly RecentDay[] }>();

interface Span {
  readonly after: CivilDate | undefined;
  readonly before?: CivilDate;
  readonly timeZone: string;
}

function daysIn(series: PriceSeries, { after, before, timeZone }: Span): RecentDay[] {
  const [first, last] = [series[0], series.at(-1)];
  if (first === undefined || last === undefined) return [];
  const firstDate = civilDate(timeZone, first.start);
  const found: RecentDay[] = [];
  const end = before ?? addDays(civilDate(timeZone, last.end - 1), 1);
  let date = after !== undefined && after >= firstDate ? addDays(after, 1) : firstDate;
  for (; date < end && civilDay(timeZone, date).start < last.end; date = addDays(date, 1)) {
    const day = civilDay(timeZone, date);
    if (!dayComplete(series, day, series)) continue;
    found.push({ date, row: quartersOf(series, day, timeZone).map(rounded) });
  }
  return found;
}

/** A stored record may be damaged; a price that is no number is left out where it is used. */
function soundOf(days: readonly RecentDay[]): readonly RecentDay[] {
  const isSound = (day: RecentDay | null) => typeof day?.date === 'string' && Array.isArray(day.row);
  return Array.isArray(days) && days.every(isSound) ? days : [];
}

/** To a thousandth of a cent, so that what is stored is what was paid, in few digits. */
function rounded(priceCt: number | undefined): number | null {
  return priceCt === undefined ? null : Math.round(priceCt * perCt) / perCt;
}
