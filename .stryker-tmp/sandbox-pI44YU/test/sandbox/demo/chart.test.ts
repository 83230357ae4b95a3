// @ts-nocheck
import assert from 'node:assert/strict';
import { priceChart } from '../../../sandbox/demo/chart.js';
import { parseOptions } from '../../../sandbox/demo/options.js';

const start = Date.parse('2026-11-21T23:00:00Z');
const quarter = 900_000;
const timeZone = 'Europe/Berlin';

function quarters(prices: readonly (number | null)[]) {
  return prices.map((priceCt, index) => ({
    start: start + index * quarter,
    end: start + (index + 1) * quarter,
    priceCt,
  }));
}

describe('demo: price chart', () => {
  it('draws two quarters a column, dots for unknown, marks under planned runs', () => {
    const lines = priceChart(quarters([10, 10, 5, 5, null, 3, 0, 0]), {
      timeZone,
      height: 2,
      runs: [{ start: start + 2 * quarter, end: start + 3 * quarter }],
    });
    assert.deepEqual(lines, ['  10.0 ┤█   ', '   5.0 ┤██· ', '   0.0 ┼─▔──', '  ct/kWh00']);
  });

  it('puts the zero line below negative prices', () => {
    const lines = priceChart(quarters([-5, -5, 5, 5]), { timeZone, height: 2, runs: [] });
    assert.deepEqual(lines, ['   5.0 ┤ █', '   0.0 ┤ █', '  -5.0 ┼──', '  ct/kWh00']);
  });

  it('says so when nothing is known', () => {
    assert.deepEqual(priceChart([], { timeZone, height: 4, runs: [] }), ['(no prices known)']);
  });
});

describe('demo: options', () => {
  for (const [line, expected] of [
    ['', { fast: 1, keep: false }],
    ['--fast 60', { fast: 60, keep: false }],
    ['--fast=60 --keep', { fast: 60, keep: true }],
    ['--fast', undefined],
    ['--fast 0', undefined],
    ['--fast 601', undefined],
    ['--fast x', undefined],
    ['--what', undefined],
  ] as const)
    it(`"${line}" -> ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(parseOptions(line.split(' ').filter(Boolean)), expected);
    });
});
