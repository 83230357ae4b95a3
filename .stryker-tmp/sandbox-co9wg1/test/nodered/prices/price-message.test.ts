// @ts-nocheck
import assert from 'node:assert/strict';
import { priceMessage, seriesMessage } from '#src/nodered/prices/price-message.js';
import { defaultLevelLimits } from '#src/prices/index.js';

const start = Date.parse('2026-11-22T13:00:00Z');
const hour = 3_600_000;
const series = [30, 12.345, null].map((priceCt, index) => ({
  start: start + index * hour,
  end: start + (index + 1) * hour,
  priceCt,
  components: priceCt === null ? {} : { grid: 9.1 },
}));
const native = { unit: 'ct/kWh', format: 'native', levels: defaultLevelLimits } as const;

describe('nodered: price messages', () => {
  it('the current price is a number, with local times, standing and parts', () => {
    assert.deepEqual(priceMessage(series, start + hour, native), {
      payload: 12.345,
      price: {
        start: '2026-11-22T15:00:00+01:00',
        end: '2026-11-22T16:00:00+01:00',
        amount: 12.345,
        components: { grid: 9.1 },
        level: 'very-cheap',
        rank: 1,
        of: 2,
        quantile: 0,
      },
      unit: 'ct/kWh',
    });
  });

  for (const [name, now] of [
    ['an unknown price', start + 2 * hour],
    ['before the series', start - 1],
    ['the end of the series', start + 3 * hour],
  ] as const)
    it(`sends nothing for ${name}`, () => assert.equal(priceMessage(series, now, native), undefined));

  for (const [unit, expected] of [
    ['ct/kWh', 12.345],
    ['EUR/kWh', 0.12345],
    ['EUR/MWh', 123.45],
  ] as const)
    it(`writes ${expected} ${unit}`, () => {
      const style = { ...native, unit };
      assert.equal(priceMessage(series, start + hour, style)?.payload, expected);
      assert.equal(seriesMessage(series, false, style).stats?.min, expected);
    });

  it('the series keeps unknown prices as null and counts figures without them', () => {
    const message = seriesMessage(series, true, native);
    assert.deepEqual(
      message.payload,
      series.map((interval, index) => ({
        start: ['2026-11-22T14:00:00+01:00', '2026-11-22T15:00:00+01:00', '2026-11-22T16:00:00+01:00'][index],
        end: ['2026-11-22T15:00:00+01:00', '2026-11-22T16:00:00+01:00', '2026-11-22T17:00:00+01:00'][index],
        amount: interval.priceCt,
        components: interval.components,
      })),
    );
    assert.deepEqual(message.stats, { min: 12.345, max: 30, mean: 21.1725, median: 21.1725 });
    assert.deepEqual([message.resolution, message.horizon, message.tomorrow], [60, '2026-11-22T16:00:00+01:00', true]);
  });

  it('priceData for power-saver leaves unknown prices out, and its last entry has an end', () => {
    assert.deepEqual(seriesMessage(series, false, { ...native, format: 'power-saver', unit: 'EUR/kWh' }).payload, {
      source: 'Nomos',
      priceData: [
        { value: 0.3, start: '2026-11-22T14:00:00+01:00', end: '2026-11-22T15:00:00+01:00' },
        { value: 0.12345, start: '2026-11-22T15:00:00+01:00', end: '2026-11-22T16:00:00+01:00' },
      ],
    });
  });

  it('an empty series has no figures, no horizon and no resolution', () => {
    const { payload, stats, horizon, resolution } = seriesMessage([], false, native);
    assert.deepEqual([payload, stats, horizon, resolution], [[], null, null, null]);
  });
});
