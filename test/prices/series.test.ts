import assert from 'node:assert/strict';
import {
  buildSeries,
  gaps,
  horizon,
  nextEdge,
  type PriceSeries,
  priceAt,
  slice,
  toPricePoints,
} from '#src/prices/index.js';

/** `[0,15) 1, [15,30) unknown, gap, [45,105) 4`, in minutes. */
const series: PriceSeries = [
  { start: 0, end: 15, priceCt: 1, components: { grid: 1 } },
  { start: 15, end: 30, priceCt: null, components: {} },
  { start: 45, end: 105, priceCt: 4, components: {} },
];

describe('prices: reading a series', () => {
  for (const [instant, start] of [
    [-1, undefined],
    [0, 0],
    [14, 0],
    [15, 15],
    [30, undefined],
    [44, undefined],
    [45, 45],
    [104, 45],
    [105, undefined],
  ] as const)
    it(`the interval at ${instant} starts at ${start}`, () => {
      assert.equal(priceAt(series, instant)?.start, start);
    });

  for (const [instant, edge] of [
    [-1, 0],
    [0, 15],
    [15, 30],
    [30, 45],
    [45, 105],
    [105, undefined],
  ] as const)
    it(`the next edge after ${instant} is ${edge}`, () => {
      assert.equal(nextEdge(series, instant), edge);
    });

  it('cuts at both ends of a slice', () => {
    assert.deepEqual(
      slice(series, { start: 10, end: 60 }).map(({ start, end }) => [start, end]),
      [
        [10, 15],
        [15, 30],
        [45, 60],
      ],
    );
    assert.deepEqual(slice(series, { start: 30, end: 45 }), []);
    assert.deepEqual(slice(series, { start: 0, end: 105 }), series);
    assert.deepEqual(slice(series, { start: 100, end: 200 }), [{ start: 100, end: 105, priceCt: 4, components: {} }]);
    assert.deepEqual(slice(series, { start: 200, end: 300 }), []);
    assert.deepEqual(slice(series, { start: 50, end: 50 }), []);
  });

  it('the horizon is the end of the last known interval', () => {
    assert.equal(horizon(series), 105);
    assert.equal(horizon(series.slice(0, 2)), 15);
    assert.equal(horizon(series.slice(1, 2)), undefined);
  });

  it('gaps are stretches without a known price, adjoining ones joined', () => {
    assert.deepEqual(gaps(series, { start: -10, end: 120 }), [
      { start: -10, end: 0 },
      { start: 15, end: 45 },
      { start: 105, end: 120 },
    ]);
    assert.deepEqual(gaps(series, { start: 50, end: 60 }), []);
    assert.deepEqual(gaps([], { start: 0, end: 1 }), [{ start: 0, end: 1 }]);
  });

  it('the planner gets null for unknown, and gaps stay gaps', () => {
    assert.deepEqual(toPricePoints(series), [
      { start: 0, end: 15, price: 1 },
      { start: 15, end: 30, price: null },
      { start: 45, end: 105, price: 4 },
    ]);
    assert.deepEqual(toPricePoints(buildSeries([])), []);
  });
});
