import { strict as assert } from 'node:assert';
import { decodeForeignPrices } from '#src/nodered/foreign-prices.js';
import { seriesMessage } from '#src/nodered/price-message.js';
import { defaultLevelLimits, type PriceSeries } from '#src/prices/index.js';
import { refusesField } from './refusals.js';

const hour = 3_600_000;
const first = Date.parse('2026-11-22T13:00:00Z');
const starts = ['2026-11-22T14:00:00+01:00', '2026-11-22T15:00:00+01:00', '2026-11-22T16:00:00+01:00'];
const next = ['2026-11-22T15:00:00+01:00', '2026-11-22T16:00:00+01:00', '2026-11-22T17:00:00+01:00'];

/** Three hours as every format tells them: 20.5 ct, -1 ct, and one that is not known. */
function rows(priceName: string, prices: readonly (number | null)[], startName = 'start') {
  return prices.map((price, index) => ({ [startName]: starts[index], [priceName]: price }));
}
const withEnds = (entries: readonly object[]) => entries.map((entry, index) => ({ ...entry, end: next[index] }));

function drawn(series: PriceSeries): [hours: number, lengthHours: number, ct: number | null][] {
  return series.map(({ start, end, priceCt }) => [
    (start - first) / hour,
    (end - start) / hour,
    priceCt === null ? null : Math.round(priceCt * 1e6) / 1e6,
  ]);
}

const expected = [
  [0, 1, 20.5],
  [1, 1, -1],
  [2, 1, null],
];

const euro = [0.205, -0.01, null];
const tibber = { today: rows('total', euro.slice(0, 2), 'startsAt'), tomorrow: [{ startsAt: starts[2], total: null }] };

describe('nodered: prices of any tariff', () => {
  for (const [name, message] of [
    ['a plain list', { payload: rows('value', [20.5, -1, null]) }],
    ['a plain list with ends', { payload: withEnds(rows('price', [20.5, -1, null])) }],
    ['instants in ms', { payload: [20.5, -1, null].map((value, index) => ({ start: first + index * hour, value })) }],
    [
      'instants as Date',
      { payload: rows('value', [20.5, -1, null]).map((row) => ({ ...row, start: new Date(String(row.start)) })) },
    ],
    ['EUR/kWh', { unit: 'EUR/kWh', payload: rows('value', euro) }],
    ['EUR/MWh', { unit: 'EUR/MWh', payload: rows('value', [205, -10, null]) }],
    ['priceData of power-saver', { payload: { source: 'Other', priceData: rows('value', [20.5, -1, null]) } }],
    [
      'raw_today and raw_tomorrow of Nord Pool',
      {
        unit: 'EUR/kWh',
        payload: {
          raw_today: withEnds(rows('value', euro)).slice(0, 2),
          raw_tomorrow: withEnds(rows('value', euro)).slice(2),
        },
      },
    ],
    [
      'a Nord Pool sensor of Home Assistant',
      {
        unit: 'EUR/kWh',
        payload: { state: '0.2', attributes: { raw_today: withEnds(rows('value', euro)), raw_tomorrow: [] } },
      },
    ],
    [
      'Tibber, the whole answer',
      { payload: { data: { viewer: { homes: [{ currentSubscription: { priceInfo: tibber } }] } } } },
    ],
    ['Tibber, one home', { payload: { viewer: { home: { currentSubscription: { priceInfo: tibber } } } } }],
    ['Tibber, the price info alone, whatever unit is said', { unit: 'ct/kWh', payload: { priceInfo: tibber } }],
  ] as const)
    it(name, () => assert.deepEqual(drawn(decodeForeignPrices(message)), expected));

  for (const unit of ['ct/kWh', 'EUR/kWh', 'EUR/MWh'] as const)
    it(`what nomos-prices sends on output 2, in ${unit}`, () => {
      const series: PriceSeries = [20.5, -1, null].map((priceCt, index) => ({
        start: first + index * hour,
        end: first + (index + 1) * hour,
        priceCt,
        components: {},
      }));
      const style = { unit, levels: defaultLevelLimits };
      const own = seriesMessage(series, false, { ...style, format: 'native' });
      assert.deepEqual(drawn(decodeForeignPrices(own)), expected);
      const powerSaver = seriesMessage(series, false, { ...style, format: 'power-saver' });
      assert.deepEqual(drawn(decodeForeignPrices(powerSaver)), expected.slice(0, 2));
    });

  it('entries in any order, with a hole, stay what they are', () => {
    const payload = [3, 0, 1].map((index) => ({ start: first + index * hour, value: index }));
    assert.deepEqual(drawn(decodeForeignPrices({ payload })), [
      [0, 1, 0],
      [1, 1, 1],
      [3, 1, 3],
    ]);
  });

  it('an end that reaches into the next entry is cut there', () => {
    const payload = [0, 1].map((index) => ({ start: first + index * hour, end: first + (index + 2) * hour, value: 1 }));
    assert.deepEqual(drawn(decodeForeignPrices({ payload })), [
      [0, 1, 1],
      [1, 2, 1],
    ]);
  });

  it('two prices for one instant are none', () => {
    const payload = [...rows('value', [20.5, -1]), ...rows('value', [20.5, 7])];
    assert.deepEqual(drawn(decodeForeignPrices({ payload })), [
      [0, 1, 20.5],
      [1, 1, null],
    ]);
  });

  for (const [name, message, field] of [
    ['no payload', {}, 'payload'],
    ['a number', { payload: 20 }, 'payload'],
    ['an empty list', { payload: [] }, 'payload'],
    ['an empty list of power-saver', { payload: { priceData: [] } }, 'payload'],
    ['null', { payload: null }, 'payload'],
    ['an object without a list', { payload: { priceData: 'none' } }, 'payload'],
    ['an unknown unit', { unit: 'NOK', payload: rows('value', [1]) }, 'unit'],
    ['no start', { payload: [{ value: 1 }] }, 'payload[0].start'],
    ['a start without an offset', { payload: [{ start: '2026-11-22T14:00:00', value: 1 }] }, 'payload[0].start'],
    ['a start that is half a ms', { payload: [{ start: 0.5, value: 1 }] }, 'payload[0].start'],
    ['a Date that is none', { payload: [{ start: new Date('x'), value: 1 }] }, 'payload[0].start'],
    ['no price', { payload: [{ start: starts[0] }] }, 'payload[0].value'],
    ['a price as text', { payload: [{ start: starts[0], value: '12' }] }, 'payload[0].value'],
    ['a price that is not finite', { payload: [{ start: starts[0], total: Number.NaN }] }, 'payload[0].total'],
    [
      'an end before the start',
      { payload: { priceData: [{ start: starts[1], end: starts[0], value: 1 }] } },
      'payload.priceData[0].end',
    ],
    ['an end that is none', { payload: [{ start: starts[0], end: 'late', value: 1 }] }, 'payload[0].end'],
    ['an entry that is none', { payload: [...rows('value', [1]), null] }, 'payload[1].start'],
    ['a Tibber entry', { payload: { priceInfo: { today: [{ startsAt: starts[0] }] } } }, 'priceInfo.today[0].value'],
  ] as const)
    it(`refuses ${name}`, () => {
      refusesField(() => decodeForeignPrices(message), field);
    });

  it('refuses a flood', () => {
    const payload = Array.from({ length: 20_001 }, (_, index) => ({ start: index * 900_000, value: 1 }));
    assert.equal(decodeForeignPrices({ payload: payload.slice(1) }).length, 20_000);
    refusesField(() => decodeForeignPrices({ payload }), 'payload.length');
  });
});
