import { ConfigError, invalidValue, NomosError } from '../errors.js';
import { type PriceSeries, slice } from '../prices/index.js';
import { type Interval, isoLocal, type Ms, msPerHour, timeReader } from '../time/index.js';
import { findLists, mostRows } from './find-lists.js';
import { type UnitChoice, unitNames } from './list-unit.js';
import { assumedUnit, type ReadList, readList } from './read-list.js';
import { settle } from './settle.js';
import type { TariffPoint } from './tariff-point.js';
import { withoutOthers } from './without-others.js';

/** What came, and what is known beside it. */
export interface TariffQuestion {
  readonly payload: unknown;
  /** The unit that the message names. */
  readonly unit: unknown;
  /** The person's choice for lists that name no unit. */
  readonly choice: UnitChoice;
  /** Where times without an offset are at home. */
  readonly timeZone: string;
  readonly now: Ms;
}

/** How prices were read, to be told with every plan made by them. */
export interface TariffReading {
  /** The shape that fitted. */
  readonly from: string;
  /** The unit of its amounts; those of a currency without ct are hundredths of it in every figure of a plan. */
  readonly unit: string;
  /** Present when nobody named a unit, so that ct/kWh was taken. */
  readonly assumed?: true;
  /** Rows without a readable time or price, or for another time than now and the weeks to come. */
  readonly dropped?: number;
  /** Starts at which two prices contradict each other, so that none is known. */
  readonly contradictions?: number;
  /** Lists of other homes or areas beside the one that was read. */
  readonly otherLists?: number;
}

/** Prices in ct/kWh, and how they were read. */
export interface Tariff {
  readonly series: PriceSeries;
  readonly reading: TariffReading;
}

const keptMs = 48 * msPerHour;
const aheadMs = 31 * 24 * msPerHour;
/** A clock before 2020 is not set: it cannot say what is over. */
const rightClockSince = 1_577_836_800_000;
/** Where no amount of a tariff reaches the one, or one is above the other, they are no ct/kWh. */
const leastCt = 1;
const mostCt = 400;

/**
 * Reads the prices of any tariff out of what came, whatever stands around them.
 *
 * Throws `invalid-value` for what holds no prices (naming what came) and when no row can be read (naming the first),
 * `prices-outside` when all are for another time, and `price-unit-unknown` when nobody names a unit and the amounts are
 * no ct/kWh. Single rows that cannot be read are left out and counted; a null price is unknown, never 0.
 */
export function decodeTariff(question: TariffQuestion): Tariff {
  try {
    return decode(question);
  } catch (error) {
    if (error instanceof NomosError) throw error;
    // A getter that throws, or the like: what came is no data.
    throw invalidValue('payload', question.payload, { rule: 'price-shapes' });
  }
}

function decode(question: TariffQuestion): Tariff {
  const { payload, now, timeZone, unit, choice } = question;
  const found = findLists(payload);
  const [first] = found;
  if (first === undefined) throw invalidValue('payload', payload, { rule: 'price-shapes' });
  const count = total(found.map(({ rows }) => rows.length));
  if (count > mostRows) throw invalidValue('payload.length', count, `0 … ${mostRows}`);
  const reach = reachOf(now);
  const readTime = timeReader(timeZone);
  const all = found.map((list) => readList(list, { unit, choice, readTime, reach }));
  const lists = withoutOthers(all);
  const kept = lists.find(({ points }) => points.length > 0);
  if (kept === undefined) throw nothingFrom(lists, question);
  const isAssumed = checkAssumption(lists);
  const { series, contradictions } = settle(lists.map(({ points }) => points));
  const dropped = total(lists.map(({ left }) => left.dropped));
  return {
    series: slice(series, reach),
    reading: {
      from: first.shape.from,
      unit: (kept.unit ?? assumedUnit).name,
      ...(isAssumed && { assumed: true as const }),
      ...(dropped > 0 && { dropped }),
      ...(contradictions > 0 && { contradictions }),
      ...(lists.length < all.length && { otherLists: all.length - lists.length }),
    },
  };
}

/** The last days and the weeks to come; all time while the clock is not set. */
function reachOf(now: Ms): Interval {
  if (now < rightClockSince) return { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };
  return { start: now - keptMs, end: now + aheadMs };
}

function nothingFrom(lists: readonly ReadList[], { payload, timeZone }: TariffQuestion): ConfigError {
  const [wrong] = lists.flatMap(({ left }) => left.wrong ?? []);
  const [outside] = lists.flatMap(({ left }) => left.outside ?? []);
  if (outside === undefined) return wrong ?? invalidValue('payload', payload, { rule: 'price-shapes' });
  const [from, to] = [isoLocal(timeZone, outside.start), isoLocal(timeZone, outside.end)];
  return new ConfigError('prices-outside', `all prices are for another time, ${from} to ${to}`, {
    params: { from, to },
  });
}

/**
 * True where one of the lists has no unit. Throws where its amounts cannot be ct/kWh; only zeros are zero in every unit.
 */
function checkAssumption(lists: readonly ReadList[]): boolean {
  const unnamed = lists.filter(({ unit, points }) => unit === undefined && points.length > 0);
  const highest = highestOf(unnamed.flatMap(({ points }) => points));
  if (highest === 0 || (highest >= leastCt && highest <= mostCt)) return unnamed.length > 0;
  throw new ConfigError('price-unit-unknown', `prices up to ${highest} without a unit are no ct/kWh`, {
    params: { highest, units: unitNames.join(' | ') },
  });
}

function highestOf(points: readonly TariffPoint[]): number {
  return points.reduce((most, { priceCt }) => Math.max(most, Math.abs(priceCt ?? 0)), 0);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
