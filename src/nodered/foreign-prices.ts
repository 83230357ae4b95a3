import { invalidValue } from '../errors.js';
import { buildSeries, type PricedStart, type PriceSeries } from '../prices/index.js';
import { type Ms, parseInstant } from '../time/index.js';
import { priceUnit } from './price-message.js';
import type { Message } from './red.js';

/** ct/kWh for one of the unit; Tibber's `total` is always EUR/kWh. */
const ctPerKwh: Readonly<Record<string, number>> = { [priceUnit]: 1, 'EUR/kWh': 100, 'EUR/MWh': 0.1 };

const mostIntervals = 20_000;

interface ForeignList {
  readonly path: string;
  readonly entries: readonly unknown[];
  /** Overrides the unit that the message names. */
  readonly unit?: string;
}

/**
 * The series in a message of any tariff: our own output 2, power-saver's `priceData`, Tibber, Nord Pool raw, or a plain
 * list of `{start, end?, value}`. `msg.unit` says ct/kWh (default), EUR/kWh or EUR/MWh.
 *
 * Throws `invalid-value` naming the first entry that is wrong; a null price is unknown, never 0.
 */
export function decodeForeignPrices(message: Message): PriceSeries {
  const lists = listsIn(message.payload);
  const count = lists.reduce((sum, { entries }) => sum + entries.length, 0);
  if (count === 0) throw invalidValue('payload', message.payload, { rule: 'price-shapes' });
  if (count > mostIntervals) throw invalidValue('payload.length', count, `0 … ${mostIntervals}`);
  const prices = lists.flatMap((list) => decodeList(list, factorOf(list.unit ?? message.unit ?? priceUnit)));
  return buildSeries(prices);
}

function factorOf(unit: unknown): number {
  const factor = typeof unit === 'string' ? ctPerKwh[unit] : undefined;
  if (factor === undefined) throw invalidValue('unit', unit, Object.keys(ctPerKwh).join(' | '));
  return factor;
}

function listsIn(payload: unknown): ForeignList[] {
  if (Array.isArray(payload)) return [{ path: 'payload', entries: payload }];
  const fields = asFields(payload);
  const info = tibberInfo(fields);
  return [
    ...namedLists(fields, ['priceData', 'raw_today', 'raw_tomorrow'], 'payload'),
    ...namedLists(asFields(fields.attributes), ['raw_today', 'raw_tomorrow'], 'payload.attributes'),
    ...namedLists(info, ['today', 'tomorrow'], 'priceInfo').map((list) => ({ ...list, unit: 'EUR/kWh' })),
  ];
}

function namedLists(fields: Readonly<Record<string, unknown>>, names: readonly string[], path: string): ForeignList[] {
  return names.flatMap((name) => {
    const entries = fields[name];
    return Array.isArray(entries) ? [{ path: `${path}.${name}`, entries }] : [];
  });
}

/** Tibber's price info, however much of its answer stands around it. */
function tibberInfo(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const viewer = asFields(asFields(fields.data ?? fields).viewer);
  const home = asFields(Array.isArray(viewer.homes) ? viewer.homes[0] : viewer.home);
  return asFields(asFields(home.currentSubscription).priceInfo ?? fields.priceInfo);
}

function decodeList({ path, entries }: ForeignList, factor: number): PricedStart[] {
  return entries.map((entry, index) => {
    const fields = asFields(entry);
    const at = `${path}[${index}]`;
    const start = decodeInstant(`${at}.start`, fields.start ?? fields.startsAt);
    return { start, end: decodeEnd(`${at}.end`, fields.end, start), priceCt: decodePrice(at, fields, factor) };
  });
}

function decodePrice(at: string, fields: Readonly<Record<string, unknown>>, factor: number): number | null {
  const name = ['amount', 'value', 'total', 'price'].find((known) => known in fields);
  const price = name === undefined ? undefined : fields[name];
  if (price === null) return null;
  if (typeof price === 'number' && Number.isFinite(price)) return price * factor;
  throw invalidValue(`${at}.${name ?? 'value'}`, price, 'number | null');
}

function decodeEnd(field: string, value: unknown, start: Ms): Ms | undefined {
  const end = value === undefined || value === null ? undefined : decodeInstant(field, value);
  if (end === undefined || end > start) return end;
  throw invalidValue(field, value, { rule: 'after-start' });
}

function decodeInstant(field: string, value: unknown): Ms {
  const instant = typeof value === 'string' ? parseInstant(value) : value instanceof Date ? value.getTime() : value;
  if (typeof instant === 'number' && Number.isSafeInteger(instant)) return instant;
  throw invalidValue(field, value, { rule: 'instant' });
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
