import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PriceSeries } from '#src/prices/index.js';
import { type MarketFile, marketFile } from '../test/support/nomos/shared-data.js';

const quarterMs = 900_000;

/** The quarter-hours of DE-LU that lie in the shared folder, month by month. */
export function marketMonths(folder: string): MarketFile[] {
  const names = readdirSync(join(folder, 'data')).filter((name) => /^de-lu-15min-.*\.json$/.test(name));
  return names.sort().map((name) => marketFile(folder, name));
}

/** What a customer pays for a price of the market, ct/kWh: (market + 1.5) x 1.19 + 17.79. */
export function allInCt(marketCt: number): number {
  return (marketCt + 1.5) * 1.19 + 17.79;
}

/** All these quarter-hours, all-in. */
export function marketPrices(folder: string): PriceSeries {
  return marketMonths(folder)
    .flatMap(({ items }) => items)
    .map(({ start, price }) => {
      const from = Date.parse(start);
      return { start: from, end: from + quarterMs, priceCt: allInCt(price / 10), components: {} };
    });
}
