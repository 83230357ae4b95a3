import { type ConfigError, invalidValue } from '../errors.js';
import { endAfter, type Interval, inOrder, type Ms, msPerHour, type ReadTime } from '../time/index.js';
import type { FoundList } from './find-lists.js';

/** One row of a list: when it begins, perhaps when it ends, and its price in the unit of the list. */
export interface TariffRow {
  readonly start: Ms;
  /** Exclusive; undefined where the list tells none. */
  readonly end: Ms | undefined;
  /** Null = unknown. */
  readonly amount: number | null;
  /** As it came: it may name a unit of its own. */
  readonly source: unknown;
}

/** What became of the rows of a list. */
export interface ReadRows {
  readonly rows: readonly TariffRow[];
  /** How many rows were left out: they cannot be read, or are for another time. */
  readonly dropped: number;
  /** What is wrong with the first of those that cannot be read. */
  readonly wrong: ConfigError | undefined;
  /** The first and the last start of those that are for another time. */
  readonly outside: Interval | undefined;
}

/** How times are read, and which of them are wanted: [start, end). */
export interface RowReading {
  readonly readTime: ReadTime;
  readonly reach: Interval;
}

const longestNumber = 40;
/** A hundred years. */
const furtherNoticeMs = 100 * 365 * 24 * msPerHour;
const numberText = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i;

/** Reads the rows of a list in its order, which tells the two hours apart that autumn has of one. */
export function readRows(list: FoundList, { readTime, reach }: RowReading): ReadRows {
  const starts = inOrder(list.rows.map((row) => readTime(fieldOf(row, [list.start]))));
  const rows: TariffRow[] = [];
  const far: Ms[] = [];
  let wrong: ConfigError | undefined;
  for (const [index, row] of list.rows.entries()) {
    const start = starts[index];
    const read = readRow(list, row, { start, readTime, reach });
    if (typeof read === 'object') rows.push(read);
    else if (read === 'far') far.push(start ?? 0);
    else wrong ??= wrongField(list, { row, index, field: read });
  }
  const dropped = list.rows.length - rows.length;
  return { rows: list.shape.hasOpenEnd ? withOpenEnds(rows) : rows, dropped, wrong, outside: spanOf(far) };
}

/** Without an end a price holds until further notice, but not beside prices that change every hour or more often. */
function withOpenEnds(rows: readonly TariffRow[]): readonly TariffRow[] {
  if (rows.some(({ start, end }) => end !== undefined && end - start <= msPerHour)) return rows;
  return rows.map((row) => ({ ...row, end: row.end ?? row.start + furtherNoticeMs }));
}

function spanOf(starts: readonly Ms[]): Interval | undefined {
  if (starts.length === 0) return undefined;
  return starts.reduce(
    ({ start, end }, instant) => ({ start: Math.min(start, instant), end: Math.max(end, instant) }),
    { start: Number.POSITIVE_INFINITY, end: Number.NEGATIVE_INFINITY },
  );
}

/** The row, the name of the column that cannot be read, or that it is for another time than the one in reach. */
function readRow(
  list: FoundList,
  row: unknown,
  { start, readTime, reach }: RowReading & { readonly start: Ms | undefined },
): TariffRow | 'start' | 'end' | 'price' | 'far' {
  if (start === undefined) return 'start';
  if (start >= reach.end) return 'far';
  const given = list.end === undefined ? undefined : fieldOf(row, [list.end]);
  const isTold = given !== undefined && given !== null && given !== '';
  const from = fieldOf(row, [list.start]);
  const end = isTold ? endAfter(start, { start: from, end: given }, readTime) : undefined;
  if (end === undefined && isTold) return 'end';
  if (!(given === null && list.shape.hasOpenEnd) && (end ?? start + msPerHour) <= reach.start) return 'far';
  const amount = sumOf(list.price.names.map((name) => readAmount(fieldOf(row, name))));
  return amount === undefined ? 'price' : { start, end, amount, source: row };
}

/** Null when a part is unknown, undefined when a part is no number. */
function sumOf(amounts: readonly (number | null | undefined)[]): number | null | undefined {
  let sum = 0;
  for (const amount of amounts) {
    if (amount === undefined || amount === null) return amounts.includes(undefined) ? undefined : null;
    sum += amount;
  }
  return sum;
}

function readAmount(value: unknown): number | null | undefined {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > longestNumber) return undefined;
  const text = value.trim().replace(',', '.');
  return numberText.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

function fieldOf(row: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    row,
  );
}

function wrongField(
  list: FoundList,
  { row, index, field }: { row: unknown; index: number; field: 'start' | 'end' | 'price' },
): ConfigError {
  const names = field === 'price' ? (list.price.names[0] ?? []) : [list[field] ?? field];
  const at = `${list.path}[${index}].${names.join('.')}`;
  const allowed = { start: { rule: 'row-time' }, end: { rule: 'after-start' }, price: 'number | null' }[field];
  return invalidValue(at, fieldOf(row, names), allowed);
}
