import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  dayIntervals,
  defaultLevelLimits,
  type KnownInterval,
  type PriceSeries,
  rankOf,
  statistics,
} from '#src/prices/index.js';

/** Known intervals of given lengths, back to back from zero. */
function known(...rows: [lengthMs: number, price: number][]): KnownInterval[] {
  let start = 0;
  return rows.map(([length, priceCt]) => {
    const interval = { start, end: start + length, priceCt, components: {} };
    start = interval.end;
    return interval;
  });
}

describe('prices: statistics', () => {
  const rows: [string, PriceSeries, [min: number, max: number, mean: number, median: number] | undefined][] = [
    ['nothing known', [{ start: 0, end: 1, priceCt: null, components: {} }], undefined],
    ['one price', known([15, 7]), [7, 7, 7, 7]],
    ['two equal lengths: the median lies between', known([15, 4], [15, 2]), [2, 4, 3, 3]],
    ['an hour weighs as much as four quarter-hours', known([60, 10], [15, 20], [15, 20]), [10, 20, 10 + 10 / 3, 10]],
    ['20 60 10 80', known([15, 20], [15, 60], [15, 10], [15, 80]), [10, 80, 42.5, 40]],
    ['negative and zero', known([15, -5], [15, 0], [15, 5]), [-5, 5, 0, 0]],
  ];
  for (const [title, series, expected] of rows)
    it(title, () => {
      const found = statistics(series);
      if (expected === undefined) return assert.equal(found, undefined);
      assert.ok(found);
      const figures = [found.minCt, found.maxCt, found.meanCt, found.medianCt];
      for (const [i, value] of expected.entries()) assert.ok(Math.abs(figures[i]! - value) < 1e-12, `${figures}`);
      assert.equal(
        found.knownMs,
        series.reduce((sum, { start, end }) => sum + end - start, 0),
      );
    });

  it('ignores unknown prices', () => {
    const series = [...known([15, 3], [15, 5]), { start: 30, end: 900, priceCt: null, components: {} }];
    assert.deepEqual(statistics(series), { minCt: 3, maxCt: 5, meanCt: 4, medianCt: 4, knownMs: 30 });
  });
});

describe('prices: rank and level', () => {
  it('rank counts cheaper intervals, equal prices share it, the quantile is time', () => {
    const day = known([60, 10], [15, 20], [15, 20], [30, 30]);
    assert.deepEqual(
      day.map((interval) => rankOf(interval, day)),
      [
        { rank: 1, of: 4, quantile: 0, level: 'very-cheap' },
        { rank: 2, of: 4, quantile: 0.5, level: 'normal' },
        { rank: 2, of: 4, quantile: 0.5, level: 'normal' },
        { rank: 4, of: 4, quantile: 0.75, level: 'expensive' },
      ],
    );
  });

  it('ten equal steps give 1 very-cheap, 2 cheap, 4 normal, 2 expensive, 1 very-expensive', () => {
    const day = known(...Array.from({ length: 10 }, (_, i): [number, number] => [15, i]));
    assert.deepEqual(
      day.map((interval) => rankOf(interval, day).level),
      [
        'very-cheap',
        'cheap',
        'cheap',
        'normal',
        'normal',
        'normal',
        'normal',
        'expensive',
        'expensive',
        'very-expensive',
      ],
    );
  });

  it('a flat day is normal all over; the five numbers are settings', () => {
    const flat = known([15, 10], [15, 11.99]);
    assert.deepEqual(new Set(flat.map((interval) => rankOf(interval, flat).level)), new Set(['normal']));
    const spread = known([15, 10], [15, 12]);
    assert.deepEqual(
      spread.map((interval) => rankOf(interval, spread).level),
      ['very-cheap', 'normal'],
      'a spread that is just enough',
    );
    const limits = { ...defaultLevelLimits, minSpreadCt: 1 };
    assert.deepEqual(
      flat.map((interval) => rankOf(interval, flat, limits).level),
      ['very-cheap', 'normal'],
    );
    assert.equal(rankOf(flat[1]!, flat, { ...limits, normalBelow: 0.4 }).level, 'expensive');
  });

  it('an empty day has no rank to give', () => {
    assert.deepEqual(rankOf(known([15, 1])[0]!, []), { rank: 1, of: 0, quantile: 0, level: 'normal' });
  });

  it('compares with the intervals that start on the day, known ones only', () => {
    const series = [...known([15, 1], [15, 2], [15, 3]), { start: 45, end: 60, priceCt: null, components: {} }];
    assert.deepEqual(
      dayIntervals(series, { start: 15, end: 60 }).map(({ priceCt }) => priceCt),
      [2, 3],
    );
  });

  it('a dearer interval never has a smaller rank, quantile or level', () => {
    const order = ['very-cheap', 'cheap', 'normal', 'expensive', 'very-expensive'];
    const days = fc.array(fc.tuple(fc.constantFrom(15, 30, 60), fc.integer({ min: -20, max: 20 })), { minLength: 1 });
    fc.assert(
      fc.property(days, (lengths) => {
        const day = known(...lengths).sort((a, b) => a.priceCt - b.priceCt);
        const standings = day.map((interval) => rankOf(interval, day));
        for (const [i, standing] of standings.entries()) {
          assert.ok(standing.rank >= 1 && standing.rank <= standing.of && standing.quantile < 1);
          const before = standings[i - 1];
          if (before === undefined) continue;
          assert.ok(before.rank <= standing.rank && before.quantile <= standing.quantile);
          assert.ok(order.indexOf(before.level) <= order.indexOf(standing.level));
        }
      }),
    );
  });
});
