import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSeries,
  dayComplete,
  dayIntervals,
  gaps,
  mergeSeries,
  type PriceSeries,
  rankOf,
  slice,
  statistics,
} from '#src/prices/index.js';
import { addDays, civilDate, civilDay } from '#src/time/index.js';
import { marketFile, sharedDir } from '../support/nomos/shared-data.js';

const minute = 60_000;

/** The points of a file, ct/kWh, in an order that has nothing to do with time, some of them twice. */
function shuffledPoints(file: ReturnType<typeof marketFile>) {
  const points = file.items.map(({ start, price }) => ({ start: Date.parse(start), priceCt: price / 10 }));
  const order = (index: number) => (index * 7919) % 10_007;
  return [...points, ...points.slice(0, 500)]
    .map((point, i) => ({ point, key: order(i) }))
    .sort((a, b) => a.key - b.key)
    .map(({ point }) => point);
}

describe('prices: real market days', () => {
  const folder = sharedDir();
  const files = folder === undefined ? [] : readdirSync(join(folder, 'data')).filter((name) => name.endsWith('.json'));

  it('reads the shared market data', function () {
    if (folder === undefined) this.skip();
    assert.ok(files.length > 5);
  });

  for (const name of files)
    it(`${name}: every local day is whole, in any order and with repetitions`, function () {
      this.timeout(120_000);
      const file = marketFile(folder!, name);
      const step = file.resolution_minutes * minute;
      const points = shuffledPoints(file);
      const series = buildSeries(points);
      assert.equal(series.length, file.items.length);
      assert.ok(series.every(({ start, end }) => end - start === step));
      const last = series.at(-1)!.start;
      let days = 0;
      for (
        let date = civilDate(file.timezone, series[0]!.start);
        date <= civilDate(file.timezone, last);
        date = addDays(date, 1)
      ) {
        const day = civilDay(file.timezone, date);
        const missing = gaps(series, day).reduce((sum, { start, end }) => sum + end - start, 0);
        // The British file lacks an hour of its second day, which its note says.
        const isWhole = !(name.startsWith('gb-') && date === '2024-11-06');
        assert.equal(missing, isWhole ? 0 : 2 * step, `${date}: ${missing / minute} min missing`);
        assert.equal(dayComplete(series, day, []), isWhole, date);
        checkDay(dayIntervals(series, day), (day.end - day.start - missing) / step);
        days += 1;
      }
      assert.ok(days >= 2);
    });

  it('an hourly year and a month of quarter-hours merge without overlap, whichever comes first', function () {
    if (folder === undefined) this.skip();
    const hours = buildSeries(
      shuffledPoints(marketFile(folder!, 'de-lu-hourly-2024.json')).map((point) => ({
        ...point,
        start: point.start + 306 * 24 * 60 * minute,
      })),
    );
    const quarters = buildSeries(shuffledPoints(marketFile(folder!, 'de-lu-15min-2025-10.json')));
    const october = { start: quarters[0]!.start, end: quarters.at(-1)!.end };
    for (const [older, newer] of [
      [hours, quarters],
      [quarters, hours],
    ] as const) {
      const merged = mergeSeries(older, newer);
      assert.ok(merged.every(({ end }, i) => end <= (merged[i + 1]?.start ?? end)));
      assert.deepEqual(slice(merged, october), slice(newer === quarters ? quarters : merged, october));
      assert.equal(gaps(merged, october).length, 0);
    }
  });

  function checkDay(day: ReturnType<typeof dayIntervals>, count: number): void {
    assert.equal(day.length, count);
    const found = statistics(day as PriceSeries)!;
    const prices = day.map(({ priceCt }) => priceCt).sort((a, b) => a - b);
    assert.equal(found.minCt, prices[0]);
    assert.equal(found.maxCt, prices.at(-1));
    assert.ok(Math.abs(found.meanCt - prices.reduce((a, b) => a + b, 0) / count) < 1e-9);
    assert.ok(Math.abs(found.medianCt - (prices[(count - 1) >> 1]! + prices[count >> 1]!) / 2) < 1e-9);
    const cheapest = day.find(({ priceCt }) => priceCt === found.minCt)!;
    const { rank, of, quantile } = rankOf(cheapest, day);
    assert.deepEqual([rank, of, quantile], [1, count, 0]);
  }
});
