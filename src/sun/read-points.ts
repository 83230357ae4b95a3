import { civilDate, civilDay, type Ms, msPerHour, type ReadTime } from '../time/index.js';
import type { Found } from './find-forecast.js';
import type { SunForecast, SunStretch } from './forecast.js';
import { readAmount, readTimes } from './read-values.js';
import { longestStepMs, usualStep } from './steps.js';

/** What the times of a source mean. */
export interface TimeReading {
  readonly readTime: ReadTime;
  readonly timeZone: string;
}

interface Point {
  readonly at: Ms;
  /** Null = unknown. */
  readonly amount: number | null;
}

const wattsPerKw = 1000;

/** Forecast.Solar `watts`: power at each time, straight lines between; no sun over the night. */
export function readWatts(found: Found, reading: TimeReading): SunForecast {
  const points = pointsOf(found, reading);
  const between = points.slice(1).map((point, index): SunStretch[] => {
    const before = points[index];
    if (before === undefined || before.amount === null || point.amount === null) return [];
    if (point.at - before.at > longestStepMs) return [darkness(before.at, point.at)];
    const [fromKw, toKw] = [before.amount / wattsPerKw, point.amount / wattsPerKw];
    return [{ start: before.at, end: point.at, fromKw, toKw }];
  });
  return withNights(between.flat(), points, reading);
}

/** Forecast.Solar `watt_hours_period`: energy of the period that ends at each time; no sun over the night. */
export function readPeriods(found: Found, reading: TimeReading): SunForecast {
  const points = pointsOf(found, reading);
  const stepMs = usualStep(points.map(({ at }) => at));
  const stretches = points.map(({ at, amount }, index): SunStretch[] => {
    const before = points[index - 1]?.at;
    const isLong = before === undefined || at - before > longestStepMs;
    const start = isLong ? at - stepMs : before;
    const night = isLong && before !== undefined ? [darkness(before, start)] : [];
    if (amount === null || (before === undefined && amount === 0)) return night;
    const kw = amount / wattsPerKw / ((at - start) / msPerHour);
    return [...night, { start, end: at, fromKw: kw, toKw: kw }];
  });
  return withNights(stretches.flat(), points, reading);
}

function pointsOf({ path, value }: Found, { readTime }: TimeReading): readonly Point[] {
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  const instants = readTimes(
    entries.map(([time]) => ({ field: path, value: time })),
    readTime,
  );
  const known = new Map<Ms, number | null>();
  for (const [index, [time, amount]] of entries.entries()) {
    const at = instants[index];
    if (at !== undefined) known.set(at, readAmount(`${path}["${time}"]`, amount));
  }
  return [...known].map(([at, amount]) => ({ at, amount })).sort((a, b) => a.at - b.at);
}

/** The hours of the first day before a sunrise, and of the last day after a sunset, hold no sun; a last midnight ends its day. */
function withNights(stretches: SunForecast, points: readonly Point[], { timeZone }: TimeReading): SunForecast {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return stretches;
  const midnight = civilDay(timeZone, civilDate(timeZone, first.at)).start;
  const nextMidnight = civilDay(timeZone, civilDate(timeZone, last.at - 1)).end;
  const before = first.amount === 0 && midnight < first.at ? [darkness(midnight, first.at)] : [];
  const after = last.amount === 0 && last.at < nextMidnight ? [darkness(last.at, nextMidnight)] : [];
  return [...before, ...stretches, ...after];
}

function darkness(start: Ms, end: Ms): SunStretch {
  return { start, end, fromKw: 0, toKw: 0 };
}
