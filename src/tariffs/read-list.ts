import type { Interval } from '../time/index.js';
import type { FoundList } from './find-lists.js';
import type { ReadTime } from './instants.js';
import { listUnit, type UnitChoice } from './list-unit.js';
import { type ReadRows, readRows } from './read-rows.js';
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

/** Reads one list; throws `invalid-value` for a unit that is none. */
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
  const highest = rows.reduce((most, { amount }) => Math.max(most, Math.abs(amount ?? 0)), 0);
  const unit = listUnit(list, { beside: by.unit, choice: by.choice, highest });
  const { ctPerKwh } = unit ?? assumedUnit;
  const points = rows.map((row) => ({ ...row, priceCt: row.amount === null ? null : inCt(row.amount, ctPerKwh) }));
  return { points, unit, left };
}

/** Eight decimals hide what binary fractions add, and are far below what any price has. */
function inCt(amount: number, ctPerKwh: number): number {
  return Math.round(amount * ctPerKwh * 1e8) / 1e8;
}
