import type { Ms } from '../time/index.js';
import type { PriceInterval, PriceSeries } from './series.js';

type Column = (number | null)[];

/** A series column by column, as JSON a tenth as long as objects. */
export interface PriceColumns {
  /** `[start, length, count]` of touching intervals of one length. */
  stretches: [Ms, Ms, number][];
  /** ct/kWh; null = unknown. */
  prices: Column;
  /** Names of the components, in the order of the amounts. */
  components: string[];
  /** One that never changes is one number. */
  amounts: (Column | number | null)[];
}

/** The columns of a series. */
export function columnsOf(series: PriceSeries): PriceColumns {
  const components = [...new Set(series.flatMap((interval) => Object.keys(interval.components)))];
  return {
    stretches: stretchesOf(series),
    prices: series.map(({ priceCt }) => priceCt),
    components,
    amounts: components.map((name) => shortened(series.map((interval) => amountOf(interval, name)))),
  };
}

/** The series of columns, whose instants nobody has checked; undefined where the columns do not fit each other. */
export function seriesOf({ stretches, prices, components, amounts }: PriceColumns): PriceInterval[] | undefined {
  const count = stretches.reduce((sum, [, , more]) => sum + more, 0);
  const fits =
    amounts.length === components.length &&
    [prices, ...amounts.filter(isList)].every((column) => column.length === count);
  if (!fits) return undefined;
  const times = stretches.flatMap(([start, lengthMs, more]) =>
    Array.from({ length: more }, (_, index) => ({
      start: start + index * lengthMs,
      end: start + (index + 1) * lengthMs,
    })),
  );
  return times.map((time, index) => {
    const listed = components.flatMap((name, column) => {
      const value = amounts[column];
      const own = isList(value) ? value[index] : value;
      return typeof own === 'number' ? [[name, own] as const] : [];
    });
    return { ...time, priceCt: prices[index] ?? null, components: Object.fromEntries(listed) };
  });
}

function stretchesOf(series: PriceSeries): PriceColumns['stretches'] {
  const stretches: PriceColumns['stretches'] = [];
  for (const { start, end } of series) {
    const last = stretches.at(-1);
    const isNext = last !== undefined && start === last[0] + last[1] * last[2] && end - start === last[1];
    if (isNext) last[2] += 1;
    else stretches.push([start, end - start, 1]);
  }
  return stretches;
}

/** Not what every object has by such a name. */
function amountOf({ components }: PriceInterval, name: string): number | null {
  return (Object.hasOwn(components, name) ? components[name] : null) ?? null;
}

function shortened(column: readonly (number | null)[]): PriceColumns['amounts'][number] {
  const [first = null] = column;
  return column.every((value) => value === first) ? first : [...column];
}

function isList(column: PriceColumns['amounts'][number] | undefined): column is Column {
  return Array.isArray(column);
}
