import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columnsOf, type PriceColumns, type PriceInterval, seriesOf } from '#src/prices/index.js';
import '../support/mocha/seeds.js';

const quarter = 900_000;

/** Any series: gaps, mixed lengths, unknown prices, components of any name that come and go, or never change. */
const anySeries = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 0, 1),
      quarters: fc.constantFrom(1, 1, 1, 4),
      priceCt: fc.option(fc.integer({ min: -99, max: 99 }), { nil: null }),
      components: fc.oneof(
        fc.constant({ grid: 9 }),
        fc.record({ electricity: fc.integer(), grid: fc.constant(9) }, { requiredKeys: [], noNullPrototype: true }),
        fc.dictionary(fc.string(), fc.integer(), { noNullPrototype: true, maxKeys: 3 }),
      ),
    }),
    { maxLength: 20 },
  )
  .map((rows) => {
    let start = 0;
    return rows.map(({ gap, quarters, ...row }): PriceInterval => {
      start += gap * quarter;
      const interval = { ...row, start, end: start + quarters * quarter };
      start = interval.end;
      return interval;
    });
  });

describe('prices: columns', () => {
  it('any series comes back equal, also by way of JSON', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        const columns = columnsOf(series);
        assert.deepEqual(seriesOf(columns), series);
        assert.deepEqual(seriesOf(JSON.parse(JSON.stringify(columns))), series);
      }),
      { numRuns: 500 },
    );
  });

  it('a component that is called as what every object has is one like all others', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const named = Object.fromEntries([[name, 5]]);
      const series = [named, {}].map((components, i) => {
        return { start: i * quarter, end: (i + 1) * quarter, priceCt: 1, components };
      });
      const columns = columnsOf(series);
      assert.deepEqual(columns.amounts, [[5, null]], name);
      assert.deepEqual(seriesOf(JSON.parse(JSON.stringify(columns))), series, name);
    }
  });

  it('a week of quarter-hours is one stretch, and what never changes is one number', () => {
    const week = Array.from({ length: 672 }, (_, i): PriceInterval => {
      const components = { electricity: i, grid: 9.123, levies: 4.567 };
      return { start: i * quarter, end: (i + 1) * quarter, priceCt: i + 13.69, components };
    });
    const { stretches, components, amounts } = columnsOf(week);
    assert.deepEqual(stretches, [[0, quarter, 672]]);
    assert.deepEqual(components, ['electricity', 'grid', 'levies']);
    assert.deepEqual(amounts.slice(1), [9.123, 4.567]);
    assert.ok(JSON.stringify(columnsOf(week)).length * 9 < JSON.stringify(week).length);
  });

  const right: PriceColumns = {
    stretches: [
      [0, quarter, 2],
      [9 * quarter, 4 * quarter, 1],
    ],
    prices: [1, 2, null],
    components: ['electricity', 'grid'],
    amounts: [[1, null, 3], 9],
  };

  it('each stretch counts on from its start', () => {
    assert.deepEqual(seriesOf(right), [
      { start: 0, end: quarter, priceCt: 1, components: { electricity: 1, grid: 9 } },
      { start: quarter, end: 2 * quarter, priceCt: 2, components: { grid: 9 } },
      { start: 9 * quarter, end: 13 * quarter, priceCt: null, components: { electricity: 3, grid: 9 } },
    ]);
  });

  for (const [name, wrong] of Object.entries<Partial<PriceColumns>>({
    'a price too few': { prices: [1, 2] },
    'a price too many': { prices: [1, 2, 3, 4] },
    'an interval too few': { stretches: [[0, quarter, 2]] },
    'an interval too many': { stretches: [[0, quarter, 4]] },
    'an amount too few': { amounts: [[1, 2], 9] },
    'an amount too many': { amounts: [9, [1, 2, 3, 4]] },
    'a name without amounts': { components: ['electricity', 'grid', 'levies'] },
    'amounts without a name': { components: ['electricity'] },
  }))
    it(`${name}: they do not fit each other`, () => assert.equal(seriesOf({ ...right, ...wrong }), undefined));
});
