import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import { looksLikePrices } from '#src/tariffs/index.js';
import { refusesField } from '../support/nomos/refusals.js';
import { drawn, tariffOf } from './asked.js';
import { firstStart, payloads } from './payloads.js';

const hour = 3_600_000;
const iso = (hours: number) => new Date(firstStart + hours * hour).toISOString();
const plain = (...values: unknown[]) => values.map((value, index) => ({ start: iso(index), value }));
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof ConfigError ? error.code : `${error}`;
  }
  return 'none';
};

describe('tariffs: what people wire', () => {
  for (const [name, payload, from, unit] of payloads) {
    it(`reads ${name}, and says how`, () => {
      const tariff = tariffOf(payload);
      assert.deepEqual(drawn(tariff), [
        [0, 60, 35.61],
        [60, 60, 31.02],
        [120, 60, null],
        [180, 60, -1],
      ]);
      assert.deepEqual(tariff.reading, { from, unit });
      assert.ok(looksLikePrices(payload));
    });

    it(`reads ${name} however deep it stands in something else`, () => {
      const wrapped = tariffOf({ topic: 'x', event: [{ note: 'first' }, { result: { inner: payload } }] });
      assert.equal(wrapped.reading.from, from);
      assert.deepEqual(drawn(wrapped), drawn(tariffOf(payload)));
    });
  }

  it('takes the first of several homes or areas, and counts the others', () => {
    const area = (price: number) => [0, 1].map((index) => ({ start: iso(index), end: iso(index + 1), price }));
    const tariff = tariffOf({ SE3: area(100), SE4: area(90), DK1: area(80) });
    assert.deepEqual(drawn(tariff), [
      [0, 60, 10],
      [60, 60, 10],
    ]);
    assert.deepEqual(tariff.reading, { from: 'nord-pool', unit: 'EUR/MWh', otherLists: 2 });
  });

  it('does not take what is sold, or the weather, for a price', () => {
    const rates = (value: number) => [{ start: iso(0), end: iso(1), value }];
    assert.deepEqual(
      drawn(tariffOf({ co2: { rates: rates(300) }, feedin: { rates: rates(0.08) }, grid: { rates: rates(0.3) } })),
      [[0, 60, 30]],
    );
    assert.equal(looksLikePrices([{ datetime: iso(0), temperature: 12, condition: 'sunny' }]), false);
  });
});

describe('tariffs: what is no price', () => {
  const throwing = Object.defineProperty({}, 'priceData', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  for (const [name, payload] of [
    ['one number', 20.5],
    ['an HTML page', '<!DOCTYPE html><html><body>Login</body></html>'],
    ['an empty text', ''],
    ['nothing', undefined],
    ['null', null],
    ['an empty list', []],
    ['lists without rows', { today: [], tomorrow: [] }],
    ['an object without a list', { total: 0.3561, startsAt: iso(0) }],
    ['numbers without times', [0.31, 0.3, 0.29]],
    ['an error of the supplier', { errors: [{ message: 'Unauthorized', code: 401 }] }],
    ['a promise', Promise.resolve([])],
    ['bytes', new Uint8Array(1_000_000)],
    ['a list nested 20,000 deep', Array.from({ length: 20_000 }).reduce<unknown>((inner) => [inner], 1)],
    ['a getter that throws', throwing],
  ] as const)
    it(`refuses ${name}`, () => {
      refusesField(() => tariffOf(payload), 'payload');
      assert.equal(looksLikePrices(payload === throwing ? {} : payload), false);
    });

  it('an error names the first wrong column of rows none of which can be read', () => {
    for (const [row, field] of [
      [{ start: 'noon', value: 20 }, 'payload[0].start'],
      [{ start: '2026-02-30T00:00:00Z', value: 20 }, 'payload[0].start'],
      [{ start: 0.5, value: null, end: 'x' }, 'payload[0].end'],
      [{ start: iso(0), end: iso(-1), value: 20 }, 'payload[0].end'],
      [{ start: iso(0), value: 'cheap' }, 'payload[0].value'],
      [{ start: iso(0), value: Number.NaN }, 'payload[0].value'],
      [{ start: iso(0), value: {} }, 'payload[0].value'],
    ] as const)
      refusesField(() => tariffOf([row], { now: 0 }), field);
    refusesField(
      () => tariffOf({ priceInfo: { today: [{ startsAt: iso(0), total: 'x' }] } }),
      'payload.priceInfo.today[0].total',
    );
  });

  it('more rows than anyone has prices for are refused', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => [firstStart + index * 60_000, 20]);
    assert.ok(tariffOf(rows(20_000)).series.length > 0);
    refusesField(() => tariffOf(rows(20_001)), 'payload.length');
  });
});

describe('tariffs: rows that are left out', () => {
  it('are counted: without a time, without a price, years ago, far ahead', () => {
    const payload = [
      ...plain(20, 21),
      null,
      { value: 3 },
      { start: 'later', value: 3 },
      { start: iso(2), value: 'cheap' },
      { start: '2019-11-22T14:00:00Z', value: 3 },
      { start: '2062-11-22T14:00:00Z', value: 3 },
    ];
    const tariff = tariffOf(payload);
    assert.deepEqual(drawn(tariff), [
      [0, 60, 20],
      [60, 60, 21],
    ]);
    assert.equal(tariff.reading.dropped, 6);
  });

  it('are none in a list without such', () => {
    assert.equal('dropped' in tariffOf(plain(20, 20, null)).reading, false);
  });

  it('a list that is all for another time is an error that says for which', () => {
    const past = ['2019-11-22', '2019-11-21'].map((day) => ({ start: `${day}T14:00:00Z`, value: 3 }));
    assert.throws(() => tariffOf(past), {
      code: 'prices-outside',
      params: { from: '2019-11-21T15:00:00+01:00', to: '2019-11-22T15:00:00+01:00' },
    });
  });

  it('a clock that is not set yet leaves nothing out', () => {
    assert.equal(tariffOf(plain(20, 21), { now: 86_400_000 }).series.length, 2);
  });
});

describe('tariffs: the unit', () => {
  for (const [said, unit, ct] of [
    ['ct/kWh', 'ct/kWh', 2.5],
    ['c/kWh', 'ct/kWh', 2.5],
    ['Cent / kWh', 'ct/kWh', 2.5],
    ['¢', 'ct/kWh', 2.5],
    ['€/kWh', 'EUR/kWh', 250],
    ['EUR_per_kWh', 'EUR/kWh', 250],
    ['Euro per KWH', 'EUR/kWh', 250],
    ['Euro pro kWh', 'EUR/kWh', 250],
    ['Cent je kWh', 'ct/kWh', 2.5],
    ['EUR/MWh', 'EUR/MWh', 0.25],
    ['€ / MWh', 'EUR/MWh', 0.25],
    ['EUR/Wh', 'EUR/Wh', 250_000],
    ['SEK/kWh', 'SEK/kWh', 250],
    ['öre/kWh', 'öre/kWh', 2.5],
    ['NOK/MWh', 'NOK/MWh', 0.25],
    ['GBP/kWh', 'GBP/kWh', 250],
    ['p/kWh', 'p/kWh', 2.5],
  ] as const)
    it(`${said} is honoured in the payload and beside it`, () => {
      for (const tariff of [tariffOf(plain(2.5), { unit: said }), tariffOf({ unit: said, prices: plain(2.5) })]) {
        assert.equal(tariff.series[0]?.priceCt, ct);
        assert.deepEqual(tariff.reading, { from: 'plain', unit });
      }
    });

  for (const unit of ['DM', 'EUR', 'kWh', 'EUR/kg', '°C', 5, {}, 'x'.repeat(1_000_000)])
    it(`refuses ${String(JSON.stringify(unit)).slice(0, 12)} beside a list that needs one`, () => {
      refusesField(() => tariffOf(plain(20), { unit }), 'unit');
    });

  it('refuses one in the payload that is no unit of a price', () => {
    refusesField(() => tariffOf({ unit: 'DM/kWh', prices: plain(20) }), 'payload.prices.unit');
  });

  it('comes from the parts that a sensor tells', () => {
    const of = (attributes: object) => {
      const { series, reading } = tariffOf({ attributes: { raw_today: plain(2.5), ...attributes } });
      return [reading.unit, series[0]?.priceCt];
    };
    assert.deepEqual(of({ unit: 'MWh', currency: 'EUR' }), ['EUR/MWh', 0.25]);
    assert.deepEqual(of({ unit: 'kWh', currency: 'EUR', price_in_cents: true }), ['ct/kWh', 2.5]);
    assert.deepEqual(of({ unit: 'kWh', currency: 'SEK' }), ['SEK/kWh', 250]);
    assert.deepEqual(of({ unit_of_measurement: 'Cents/kWh', price_in_cents: true }), ['ct/kWh', 2.5]);
  });

  it('of Tibber is EUR/kWh whatever stands beside its answer, and that of the message beside its bare list', () => {
    const today = [{ startsAt: iso(0), total: 0.3561 }];
    assert.equal(tariffOf({ priceInfo: { today } }, { unit: 'ct/kWh' }).series[0]?.priceCt, 35.61);
    assert.equal(tariffOf(today).series[0]?.priceCt, 35.61);
    assert.equal(tariffOf([{ startsAt: iso(0), total: 35.61 }], { unit: 'ct/kWh' }).series[0]?.priceCt, 35.61);
  });

  it('of a list that names none is what the person set, and what a supplier is known for goes before that', () => {
    assert.deepEqual(tariffOf(plain(0.3561), { choice: 'EUR/kWh' }).reading, { from: 'plain', unit: 'EUR/kWh' });
    assert.equal(tariffOf(plain(89.3), { choice: 'EUR/MWh' }).series[0]?.priceCt, 8.93);
    assert.equal(tariffOf(plain(0.3), { choice: 'ct/kWh' }).series[0]?.priceCt, 0.3);
    const tibber = [{ startsAt: iso(0), total: 0.3561 }];
    assert.equal(tariffOf(tibber, { choice: 'ct/kWh' }).series[0]?.priceCt, 35.61);
    assert.equal(tariffOf(plain(2.5), { choice: 'EUR/MWh', unit: 'ct/kWh' }).series[0]?.priceCt, 2.5);
  });

  it('in the payload goes before what the name of an EPEX Spot column suggests', () => {
    const of = (unit: string | undefined, price: number) => {
      const row = { start_time: iso(0), end_time: iso(1), price_per_kwh: price };
      const { series, reading } = tariffOf({ attributes: { unit_of_measurement: unit, data: [row] } });
      return [reading.unit, series[0]?.priceCt];
    };
    assert.deepEqual(of('ct/kWh', 21.5), ['ct/kWh', 21.5]);
    assert.deepEqual(of('GBP/kWh', 0.215), ['GBP/kWh', 21.5]);
    assert.deepEqual(of(undefined, 0.215), ['EUR/kWh', 21.5]);
  });

  it('of a list beside one that names its own is not taken for it without a word', () => {
    const own = { unit: 'EUR/kWh', prices: plain(0.2) };
    const later = (value: number) => [{ start: iso(3), end: iso(4), value }];
    assert.equal(
      codeOf(() => tariffOf({ own, later: later(0.21) })),
      'price-unit-unknown',
    );
    assert.equal(tariffOf({ own, later: later(21) }).reading.assumed, true);
  });

  it('of each row counts where rows name different ones', () => {
    const row = (hour: number, value: number, unit: string) => ({ start: iso(hour), end: iso(hour + 1), value, unit });
    const { series } = tariffOf([row(0, 31.5, 'ct/kWh'), row(1, 0.3, 'EUR/kWh'), row(2, 295, '€/MWh')]);
    assert.deepEqual(
      series.map(({ priceCt }) => priceCt),
      [31.5, 30, 29.5],
    );
  });

  it('that a shape usually has is not taken where the amounts would be prices that nobody pays', () => {
    const row = { start: iso(0), end: iso(1) };
    for (const payload of [
      { prices: [{ time: iso(0), price: 26.1 }] },
      { prices: [{ from: iso(0), till: iso(1), price: 26.1 }] },
      { prices: [{ start_time: iso(0), price: 26.1 }] },
      { rates: [{ ...row, value: 26.1 }] },
      [{ startsAt: iso(0), total: 26.1 }],
    ]) {
      const { series, reading } = tariffOf(payload);
      assert.deepEqual([series[0]?.priceCt, reading.unit, reading.assumed], [26.1, 'ct/kWh', true]);
      assert.equal(tariffOf(payload, { choice: 'ct/kWh' }).reading.assumed, undefined);
    }
  });

  it('that nobody names is taken as ct/kWh aloud', () => {
    assert.deepEqual(tariffOf(plain(25.1, -3)).reading, { from: 'plain', unit: 'ct/kWh', assumed: true });
    assert.equal(tariffOf(plain(0, 0)).series[0]?.priceCt, 0);
  });

  it('that nobody names is never taken as ct/kWh where the amounts are none', () => {
    for (const payload of [plain(0.3561, 0.29), plain(-0.02), plain(412.5, 80), { priceData: plain(0.2) }])
      assert.equal(
        codeOf(() => tariffOf(payload)),
        'price-unit-unknown',
      );
  });
});
