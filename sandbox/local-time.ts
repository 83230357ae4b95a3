import { Temporal } from 'temporal-polyfill';

/** Where the customers of the simulated Nomos live: its days begin and end here. */
const localZone = 'Europe/Berlin';

/** Length of a market interval. */
const quarterMs = 900_000;

/** Of a day of UTC, which knows no other length. */
export const dayMs = 86_400_000;

/** The start of a quarter-hour and its place on the local clock. */
export interface LocalQuarter {
  readonly start: number;
  /** Minutes since 00:00 on the wall clock; repeats and jumps on the two DST days. */
  readonly minuteOfDay: number;
}

/** The local date, `YYYY-MM-DD`, of an instant. */
export function localDate(instant: number): string {
  return wallClock(instant).slice(0, 10);
}

/** The date `days` later, or earlier when negative. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** The first day of the month in which `date` lies, or of one `months` later. */
export function firstOfMonth(date: string, months = 0): string {
  return Temporal.PlainDate.from(date).with({ day: 1 }).add({ months }).toString();
}

/** The earlier one of two dates. */
export function earlier(a: string, b: string): string {
  return a.localeCompare(b) <= 0 ? a : b;
}

/** How many days lie between two dates; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to).days;
}

/** Whether `text` is an existing date in the form `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** Year, day of the year from 1, and ISO weekday (Monday 1) of a date. */
export function calendarPlace(date: string): { year: number; dayOfYear: number; weekday: number; month: number } {
  const { year, dayOfYear, dayOfWeek, month } = Temporal.PlainDate.from(date);
  return { year, dayOfYear, weekday: dayOfWeek, month };
}

/** The instant at which the local clock shows `time` (`HH:MM`) on `date`; the earlier of two. */
export function localInstant(date: string, time: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(localZone).epochMilliseconds;
}

/** By the date: finding it out takes long, and bills ask for every day of years. */
const starts = new Map<string, number>();

/** First instant of a local day. */
export function startOfDate(date: string): number {
  const known = starts.get(date);
  if (known !== undefined) return known;
  const start = Temporal.PlainDate.from(date).toZonedDateTime(localZone).epochMilliseconds;
  starts.set(date, start);
  return start;
}

/** Every quarter-hour that starts on a local day: 92, 96 or 100. */
export function quartersOf(date: string): LocalQuarter[] {
  const begin = startOfDate(date);
  const count = (startOfDate(shiftDate(date, 1)) - begin) / quarterMs;
  return Array.from({ length: count }, (_, index) => {
    const start = begin + index * quarterMs;
    // Only on the two DST days has the wall clock to be asked, which takes long.
    return { start, minuteOfDay: count === 96 ? index * 15 : wallMinute(start) };
  });
}

/** Minutes since 00:00 on the local wall clock at an instant. */
export function wallMinute(instant: number): number {
  return Math.floor(((instant + offsetMs(instant)) % dayMs) / 60_000);
}

/** The local wall time `HH:MM` of an instant. */
export function localTime(instant: number): string {
  return wallClock(instant).slice(11, 16);
}

/** Minutes since midnight of a wall time `HH:MM`. */
export function minuteOfDay(time: string): number {
  const [hour = Number.NaN, minute = Number.NaN] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** ISO 8601 in UTC with seconds and `Z`, as Nomos writes the instants of prices. */
export function isoSeconds(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** What the local clock shows, as ISO 8601 without a zone that would mean anything. */
function wallClock(instant: number): string {
  return new Date(instant + offsetMs(instant)).toISOString();
}

const hourMs = 3_600_000;
/** By the hour, in which it never changes: finding it out takes long, and a year has many quarter-hours. */
const offsets = new Map<number, number>();

function offsetMs(instant: number): number {
  const hour = Math.floor(instant / hourMs);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(localZone);
  const offset = zoned.offsetNanoseconds / 1_000_000;
  offsets.set(hour, offset);
  return offset;
}
