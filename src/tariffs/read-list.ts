import type { Interval, ReadTime } from '../time/index.js';
import type { FoundList } from './find-lists.js';
import { listUnit, type UnitChoice, unitSaidBy } from './list-unit.js';
import { type ReadRows, readRows, type TariffRow } from './read-rows.js';
import type { TariffPoint } from './tariff-point.js';
import type { TariffUnit } from './units.js';

/** A list with its prices in ct/kWh. */
export interface ReadList {
  readonly points: readonly TariffPoint[];
  /** Undefined when nobody names one: then the amounts are taken as ct/kWh. */
  readonly unit: TariffUnit | undefined;
  /** Why rows were left out, and how many. */
  readonly left: Omit<ReadRows, 'rows'>;
}

/** What is taken where nobody names a unit. */
export const assumedUnit: TariffUnit = { name: 'ct/kWh', ctPerKwh: 1 };

/** Reads one list; throws `invalid-value` for an unknown unit. */
export function readList(
  list: FoundList,
  by: {
    readonly unit: unknown;
    readonly choice: UnitChoice;
    readonly readTime: (isUtc: boolean) => ReadTime;
    readonly reach: Interval;
  },
): ReadList {
  const readTime = by.readTime(list.shape.isUtc === true);
  const { rows, ...left } = readRows(list, { readTime, reach: by.reach });
  const unitOfRow = rowUnits(list, { beside: by.unit, choice: by.choice, highest: highestOf(rows) });
  const points = rows.map(({ start, end, amount, source }) => {
    const { ctPerKwh } = unitOfRow(source) ?? assumedUnit;
    return { start, end, amount, priceCt: amount === null ? null : inCt(amount, ctPerKwh) };
  });
  return { points, unit: unitOfRow(rows[0]?.source ?? list.rows[0]), left };
}

function highestOf(rows: readonly TariffRow[]): number {
  return rows.reduce((most, { amount }) => Math.max(most, Math.abs(amount ?? 0)), 0);
}

/** The unit of each row: all have that of the list, but for those that name another one themselves. */
function rowUnits(list: FoundList, said: Parameters<typeof listUnit>[1]): (row: unknown) => TariffUnit | undefined {
  const known = new Map<string, TariffUnit | undefined>();
  return (row) => {
    const key = unitSaidBy(row);
    if (!known.has(key)) known.set(key, listUnit({ ...list, rows: [row] }, said));
    return known.get(key);
  };
}

/** Eight decimals hide what binary fractions add, and are far below what any price has. */
function inCt(amount: number, ctPerKwh: number): number {
  return Math.round(amount * ctPerKwh * 1e8) / 1e8;
}
