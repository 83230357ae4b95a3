import { invalidValue } from '../errors.js';
import { endAfter, type Interval, isoLocal, type Ms, msPerHour, msPerMinute, type ReadTime } from '../time/index.js';
import { type Found, isFields, plainColumns } from './find-forecast.js';
import type { SunForecast } from './forecast.js';
import { readAmount, readTimes } from './read-values.js';
import { longestStepMs, usualStep } from './steps.js';

/** A row with its amount; an end or a start that the source does not tell is filled in by its neighbours. */
interface Row {
  readonly field: string;
  readonly start?: Ms | undefined;
  readonly end?: Ms | undefined;
  /** Null = unknown. */
  readonly amount: number | null;
  readonly unit: (typeof plainColumns)[number];
}

type Fields = Readonly<Record<string, unknown>>;

/** Victron VRM: `[[ms, Wh]]`, energy from each time to the next. */
export function readYield({ path, value }: Found, readTime: ReadTime): SunForecast {
  const rows = (value as readonly unknown[]).map((row, index) => {
    if (!Array.isArray(row)) throw invalidValue(`${path}[${index}]`, row, '[ms, Wh]');
    return { start: row[0] as unknown, wh: row[1] as unknown };
  });
  return readList({ path, rows, columns: ['wh'], names: ['[0]', '[1]'] }, readTime);
}

/** Solcast: mean kW of the period that ends at `period_end`, or begins at `period_start`. */
export function readSolcast({ path, value }: Found, readTime: ReadTime): SunForecast {
  const rows = fieldsOf(path, value);
  const hasEnds = rows.length > 0 && 'period_end' in (rows[0] ?? {});
  const times = rows.map((row, index) => {
    const name = hasEnds ? 'period_end' : 'period_start';
    return { field: `${path}[${index}].${name}`, value: row[name] };
  });
  const instants = readTimes(times, readTime);
  const read = rows.map((row, index): Row => {
    const at = instants[index];
    const field = `${path}[${index}]`;
    const lengthMs = readPeriod(`${field}.period`, row.period);
    const other = at === undefined || lengthMs === undefined ? undefined : at + (hasEnds ? -lengthMs : lengthMs);
    const amount = readAmount(`${field}.pv_estimate`, row.pv_estimate);
    const [start, end] = hasEnds ? [other, at] : [at, other];
    return { field, start, end, amount, unit: 'kw' };
  });
  return stretchesOf(hasEnds ? withStarts(read) : withEnds(read));
}

/** evcc: `[{start, end, value W}]`. */
export function readRates({ path, value }: Found, readTime: ReadTime): SunForecast {
  const rows = fieldsOf(path, value).map((row) => ({ start: row.start, end: row.end, w: row.value ?? row.price }));
  return readList({ path, rows, columns: ['w'], names: ['.start', '.value'] }, readTime);
}

/** `[{start, end?, kw | w | watts | kwh | wh}]`; without an end a row holds until the next one begins. */
export function readPlain({ path, value }: Found, readTime: ReadTime): SunForecast {
  return readList({ path, rows: fieldsOf(path, value), columns: plainColumns, names: ['.start', ''] }, readTime);
}

function fieldsOf(path: string, value: unknown): readonly Fields[] {
  return (value as readonly unknown[]).map((row, index) => {
    if (!isFields(row)) throw invalidValue(`${path}[${index}]`, row, { rule: 'fields' });
    return row;
  });
}

/** How a list names the start and the amount of a row; without a name an amount is called as its column is. */
interface GivenList {
  readonly path: string;
  readonly rows: readonly Fields[];
  readonly columns: readonly (typeof plainColumns)[number][];
  readonly names: readonly [string, string];
}

function readList({ path, rows, columns, names }: GivenList, readTime: ReadTime): SunForecast {
  const starts = readTimes(
    rows.map(({ start }, index) => ({ field: `${path}[${index}]${names[0]}`, value: start })),
    readTime,
  );
  const read = rows.map((row, index): Row => {
    const field = `${path}[${index}]`;
    const unit = columns.find((column) => row[column] !== undefined) ?? columns[0] ?? 'kw';
    const amount = readAmount(`${field}${names[1] || `.${unit}`}`, row[unit]);
    const start = starts[index];
    return { field, start, end: readEnd(`${field}.end`, row, start, readTime), amount, unit };
  });
  return stretchesOf(withEnds(read));
}

function readEnd(field: string, row: Fields, start: Ms | undefined, readTime: ReadTime): Ms | undefined {
  const { start: from, end: given } = row;
  if (given === undefined || given === null || given === '' || start === undefined) return undefined;
  const end = endAfter(start, { start: from, end: given }, readTime);
  if (end === undefined) throw invalidValue(field, given, { rule: 'after-start' });
  return end;
}

/** ISO 8601 `PT30M` or `PT1H`, in ms; undefined where it is not told. */
function readPeriod(field: string, value: unknown): Ms | undefined {
  if (value === undefined || value === null) return undefined;
  const found = typeof value === 'string' ? /^PT(?:(\d{1,2})H)?(?:(\d{1,3})M)?$/.exec(value) : null;
  const lengthMs = Number(found?.[1] ?? 0) * msPerHour + Number(found?.[2] ?? 0) * msPerMinute;
  if (lengthMs === 0) throw invalidValue(field, value, 'PT5M … PT1H');
  return lengthMs;
}

function withEnds(rows: readonly Row[]): readonly Row[] {
  const sorted = once(rows.filter(({ start }) => start !== undefined).sort((a, b) => (a.start ?? 0) - (b.start ?? 0)));
  const stepMs = usualStep(sorted.map(({ start = 0 }) => start));
  return sorted.map((row, index) => {
    const { start = 0 } = row;
    const next = sorted[index + 1]?.start;
    return { ...row, end: row.end ?? (isStep(start, next) ? next : start + stepMs) };
  });
}

function withStarts(rows: readonly Row[]): readonly Row[] {
  const sorted = once(rows.filter(({ end }) => end !== undefined).sort((a, b) => (a.end ?? 0) - (b.end ?? 0)));
  const stepMs = usualStep(sorted.map(({ end = 0 }) => end));
  return sorted.map((row, index) => {
    const { end = 0 } = row;
    const before = sorted[index - 1]?.end;
    return { ...row, start: row.start ?? (isStep(before, end) ? before : end - stepMs) };
  });
}

/** The rows in order without those that say the same once more, as where lists of several days are put together. */
function once(sorted: readonly Row[]): readonly Row[] {
  return sorted.filter(({ start, end, amount, unit }, index) => {
    const before = sorted[index - 1];
    return before?.start !== start || before?.end !== end || before?.amount !== amount || before?.unit !== unit;
  });
}

/** False for two rows of one time: each has a length of its own, so that they are in each other's way. */
function isStep(from: Ms | undefined, to: Ms | undefined): boolean {
  return from !== undefined && to !== undefined && from < to && to - from <= longestStepMs;
}

/** The known rows as stretches. Throws where one begins before the one before it is over: which of them counts? */
function stretchesOf(rows: readonly Row[]): SunForecast {
  let covered = Number.NEGATIVE_INFINITY;
  return rows.flatMap(({ field, start = 0, end = 0, amount, unit }) => {
    if (start < covered) throw invalidValue(`${field}.start`, isoLocal('UTC', start), { rule: 'no-overlap' });
    covered = end;
    if (amount === null) return [];
    const kw = toKw(unit, amount, { start, end });
    return [{ start, end, fromKw: kw, toKw: kw }];
  });
}

function toKw(unit: Row['unit'], amount: number, { start, end }: Interval): number {
  const hours = (end - start) / msPerHour;
  const inKw = { kw: amount, w: amount / 1000, watts: amount / 1000, kwh: amount / hours, wh: amount / 1000 / hours };
  return inKw[unit];
}
