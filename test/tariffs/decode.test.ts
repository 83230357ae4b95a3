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

  it('takes areas apart whose lists have no ends, and keeps a list that contradicts half of what is known', () => {
    const area = (...prices: number[]) => prices.map((price, index) => ({ start: iso(index), price }));
    assert.equal(tariffOf({ SE3: area(100, 101), SE4: area(90, 91) }).reading.otherLists, 1);
    const half = tariffOf({ SE3: area(100, 101), SE4: area(90, 101) });
    assert.deepEqual([half.reading.otherLists, half.reading.contradictions], [undefined, 1]);
  });

  it('lists without a common time belong together, and those of another length do not contradict', () => {
    const list = (from: number, lengthHours: number, price: number) => [
      { start: iso(from), end: iso(from + lengthHours), price },
    ];
    const tariff = tariffOf({ SE1: list(0, 1, 100), SE2: list(1, 1, 90), SE3: list(0, 2, 50) });
    assert.equal(tariff.reading.otherLists, undefined);
    assert.deepEqual(drawn(tariff), [
      [0, 60, 10],
      [60, 60, 9],
    ]);
  });

  it('reads all lists of the shape that fits best, and no others', () => {
    const today = [{ startsAt: iso(0), total: 0.3 }];
    const tomorrow = [{ startsAt: iso(1), total: 0.31 }];
    const tariff = tariffOf({ other: plain(99, 98, 97), priceInfo: { today, tomorrow }, more: plain(99) });
    assert.deepEqual(
      tariff.series.map(({ priceCt }) => priceCt),
      [30, 31],
    );
    assert.equal(tariff.reading.from, 'tibber');
  });

  it('lists in a list stand under its name, and are named by their place', () => {
    const rate = (index: number, value: unknown) => [{ start: iso(index), end: iso(index + 1), value }];
    const tariff = tariffOf({ rates: [rate(0, 0.3), rate(1, 0.31)] });
    assert.deepEqual([tariff.series.length, tariff.reading.from], [2, 'evcc']);
    refusesField(() => tariffOf([1, { rates: [rate(0, 'x')] }]), 'payload[1].rates[0][0].value');
  });

  it('looks at the first five rows of a list and at its last one', () => {
    const nothing = (count: number) => Array.from({ length: count }, () => ({}));
    const [row] = plain(20);
    for (const [list, isFound] of [
      [[...nothing(4), row, ...nothing(3)], true],
      [[...nothing(7), row], true],
      [[...nothing(6), row, {}], false],
    ] as const)
      assert.equal(looksLikePrices(list), isFound);
  });

  it('looks at 3,000 things, at most', () => {
    const among = (count: number) => ({ many: Array.from({ length: count }, () => ({})), prices: plain(20) });
    assert.equal(looksLikePrices(among(2_990)), true);
    assert.equal(looksLikePrices(among(3_000)), false);
  });

  it('takes the unit that stands beside columns, or around them', () => {
    const columns = { start: [iso(0), iso(1)], value: [20, 21] };
    assert.equal(tariffOf({ ...columns, unit: 'p/kWh' }).reading.unit, 'p/kWh');
    assert.equal(tariffOf({ unit: 'p/kWh', inner: columns }).reading.unit, 'p/kWh');
    assert.equal(looksLikePrices({ ...columns, value: [] }), false);
  });

  it('looks sixteen names deep, at most', () => {
    const deep = (depth: number): unknown => (depth === 0 ? plain(20) : { inner: deep(depth - 1) });
    assert.equal(looksLikePrices(deep(16)), true);
    assert.equal(looksLikePrices(deep(17)), false);
  });

  it('reads columns side by side, a hundred at most, and fills a shorter one with nothing', () => {
    const columns = { start: [iso(0), iso(1), iso(2)], value: [20, 21], note: ['a'] };
    assert.deepEqual(drawn(tariffOf(columns, { unit: 'ct/kWh' })), [
      [0, 60, 20],
      [60, 60, 21],
    ]);
    const more = (count: number) => ({
      ...columns,
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, 1])),
    });
    assert.equal(looksLikePrices(more(97)), true);
    assert.equal(looksLikePrices(more(98)), false);
    assert.equal(looksLikePrices({ start: [iso(0)], note: 'no column of prices' }), false);
  });

  it('reads pairs that chart tools know, but not longer rows or nested ones', () => {
    assert.deepEqual(drawn(tariffOf([[iso(0), 20], [iso(1), 21], 'x'], { unit: 'ct/kWh' })), [
      [0, 60, 20],
      [60, 60, 21],
    ]);
    for (const payload of [[[iso(0), 20, 1]], [[iso(0), [20]]], [[iso(0), { price: 20 }]], [[iso(0)]]])
      assert.equal(looksLikePrices(payload), false);
    assert.equal(looksLikePrices([[iso(0), null]]), true);
  });

  for (const name of ['Hauptgasse 3', 'Gasteiner Weg', 'Solarstraße 7', 'Gasstr. 1', 'Gasverksgatan 2', 'Gasthuislaan'])
    it(`takes the prices of a home that is called ${name}`, () => {
      const payload = { prices: { [name]: [{ start_time: iso(0), price: 0.25, level: 25 }] } };
      assert.deepEqual(drawn(tariffOf(payload)), [[0, 15, 25]]);
    });

  it('does not take what is sold, or the weather, for a price', () => {
    const rates = (value: number) => [{ start: iso(0), end: iso(1), value }];
    assert.deepEqual(
      drawn(tariffOf({ co2: { rates: rates(300) }, feedin: { rates: rates(0.08) }, grid: { rates: rates(0.3) } })),
      [[0, 60, 30]],
    );
    assert.equal(looksLikePrices([{ datetime: iso(0), temperature: 12, condition: 'sunny' }]), false);
    for (const name of [
      'Gas',
      'co2',
      'solar',
      'feedIn',
      'feed_in',
      'feed-in',
      'export',
      'production',
      'returns',
      'teruglevering',
      'temperature',
      'weather',
      'gasUnitRates',
      'solarpower',
      'co2intensity',
    ])
      assert.equal(looksLikePrices({ [`my_${name}`]: plain(20) }), false, name);
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
      assert.match(
        refusesField(() => tariffOf(payload), 'payload'),
        /price-shapes/,
      );
      assert.equal(looksLikePrices(payload === throwing ? {} : payload), false);
    });

  it('an error names the first wrong column of rows none of which can be read', () => {
    for (const [row, field] of [
      [{ start: 'noon', value: 20 }, 'payload[0].start'],
      [{ start: '2026-02-30T00:00:00Z', value: 20 }, 'payload[0].start'],
      [{ start: 0.5, value: null, end: 'x' }, 'payload[0].end'],
      [{ start: iso(0), end: iso(-1), value: 20 }, 'payload[0].end'],
      [{ start: iso(0), end: 'x', value: 20 }, 'payload[0].end'],
      [{ start: iso(0), value: 'cheap' }, 'payload[0].value'],
      [{ start: iso(0), value: true }, 'payload[0].value'],
      [{ start: iso(0), value: '1e999' }, 'payload[0].value'],
      [{ start: iso(0), value: Number.POSITIVE_INFINITY }, 'payload[0].value'],
      [{ start: iso(0), value: Number.NaN }, 'payload[0].value'],
      [{ start: iso(0), value: {} }, 'payload[0].value'],
    ] as const)
      refusesField(() => tariffOf([row], { now: 0 }), field);
    refusesField(
      () => tariffOf({ priceInfo: { today: [{ startsAt: iso(0), total: 'x' }] } }),
      'payload.priceInfo.today[0].total',
    );
  });

  it('what is allowed in a wrong column is said, and rows before it that are none do not matter', () => {
    const allowed = (row: object, field: string) => refusesField(() => tariffOf([null, row], { now: 0 }), field);
    assert.equal(allowed({ start: iso(0), value: 'x' }, 'payload[0].start'), 'row-time');
    const only = (row: object, field: string) => refusesField(() => tariffOf([row], { now: 0 }), field);
    assert.equal(only({ start: iso(0), value: 'x' }, 'payload[0].value'), 'number | null');
    assert.equal(only({ start: iso(0), end: iso(0), value: 1 }, 'payload[0].end'), 'after-start');
    assert.equal(only({ start: 'x', value: 1 }, 'payload[0].start'), 'row-time');
    const inner = { start_date: iso(0), price_tax_included: { amount: 'x' } };
    assert.equal(only(inner, 'payload[0].price_tax_included.amount'), 'number | null');
  });

  it('more rows than anyone has prices for are refused', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => [firstStart + index * 60_000, 20]);
    assert.ok(tariffOf(rows(20_000)).series.length > 0);
    assert.equal(
      refusesField(() => tariffOf(rows(20_001)), 'payload.length'),
      '0 … 20000',
    );
    const columns = (count: number) => ({
      unix_seconds: rows(count).map(([at]) => at),
      price: rows(count).map(() => 20),
    });
    assert.ok(tariffOf(columns(20_000)).series.length > 0);
    refusesField(() => tariffOf(columns(30_000)), 'payload.length');
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

  it('only those of the last two days and of the 31 days to come are not', () => {
    const now = firstStart + 7 * 60_000;
    for (const [startMs, endMs, isKept] of [
      [now - 49 * hour, now - 48 * hour, false],
      [now - 49 * hour, now - 48 * hour + 60_000, true],
      [now - 49 * hour, undefined, false],
      [now - 48 * hour - 600_000, undefined, true],
      [now + 31 * 24 * hour - 60_000, undefined, true],
      [now + 31 * 24 * hour, undefined, false],
    ] as const) {
      const row = { start: startMs, ...(endMs === undefined ? {} : { end: endMs }), value: 3 };
      const { series, reading } = tariffOf([...plain(20), row], { now, unit: 'ct/kWh' });
      assert.deepEqual(
        [series.some(({ priceCt }) => priceCt === 3), reading.dropped],
        [isKept, isKept ? undefined : 1],
      );
      assert.ok(series.every(({ start, end }) => start >= now - 48 * hour && end <= now + 31 * 24 * hour));
    }
  });

  it('of a tariff with open ends, too', () => {
    const rate = (valid_from: string, valid_to: string | null) => ({ value_inc_vat: 24, valid_from, valid_to });
    const { reading } = tariffOf({
      results: [rate(iso(0), null), rate('2021-04-01T00:00:00Z', '2022-04-01T00:00:00Z')],
    });
    assert.equal(reading.dropped, 1);
  });

  it('a number may be written with a sign, a comma, an exponent and blanks', () => {
    for (const [written, read] of [
      ['+20', 20],
      [' -3,5 ', -3.5],
      ['.5', 0.5],
      ['5.', 5],
      ['2e1', 20],
      ['2E+1', 20],
      ['200e-1', 20],
      ['0'.repeat(38).concat('20'), 20],
      ['', null],
    ] as const)
      assert.equal(tariffOf(plain(written), { unit: 'ct/kWh' }).series[0]?.priceCt, read, written);
    for (const written of [
      '20 ct',
      'x20',
      '1.234,5',
      '1,234,5',
      '.',
      'e5',
      '2e',
      '2e1234',
      '0x10',
      '0'.repeat(39).concat('20'),
      [20],
      {},
    ])
      assert.equal(tariffOf(plain(20, written), { unit: 'ct/kWh' }).reading.dropped, 1, String(written));
  });

  it('a price of parts is unknown where one is, and none where one is no number', () => {
    const row = (index: number, kwh: unknown, taxes: unknown) => ({
      date: iso(index),
      grossKwhPrice: kwh,
      grossKwhTaxAndLevies: taxes,
    });
    const { series, reading } = tariffOf({
      data: [row(0, 10, 18.5), row(1, null, 18.5), row(2, 10, null), row(3, null, 'x'), row(4, 'x', 1)],
    });
    assert.deepEqual(
      series.map(({ priceCt }) => priceCt),
      [28.5, null, null],
    );
    assert.equal(reading.dropped, 2);
  });

  it('are none in a list without such', () => {
    assert.equal('dropped' in tariffOf(plain(20, 20, null)).reading, false);
  });

  it('a list that is all for another time is an error that says for which', () => {
    const past = ['2019-11-22', '2019-11-21'].map((day) => ({ start: `${day}T14:00:00Z`, value: 3 }));
    assert.throws(() => tariffOf(past), {
      code: 'prices-outside',
      message: /2019-11-21.*2019-11-22/,
      params: { from: '2019-11-21T15:00:00+01:00', to: '2019-11-22T15:00:00+01:00' },
    });
  });

  it('a clock that is not set yet leaves nothing out; from 2020 on it is', () => {
    assert.equal(tariffOf(plain(20, 21), { now: 86_400_000 }).series.length, 2);
    assert.equal(tariffOf(plain(20, 21), { now: Date.UTC(2020, 0, 1) - 1 }).series.length, 2);
    assert.equal(
      codeOf(() => tariffOf(plain(20, 21), { now: Date.UTC(2020, 0, 1) })),
      'prices-outside',
    );
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
      assert.equal(
        refusesField(() => tariffOf(plain(20), { unit }), 'unit'),
        'ct/kWh | EUR/kWh | EUR/MWh',
      );
    });

  it('is not said where the message has an empty one', () => {
    for (const unit of ['', null, undefined]) assert.equal(tariffOf(plain(20), { unit }).reading.assumed, true);
  });

  for (const unit of ['DM/kWh', '/', 'x/y'])
    it(`refuses ${unit} in the payload: it looks like a unit and is none of a price`, () => {
      const allowed = refusesField(() => tariffOf({ unit, prices: plain(20) }), 'payload.prices.unit');
      assert.equal(allowed, 'ct/kWh | EUR/kWh | EUR/MWh');
    });

  it('passes over what stands in its place and is no unit', () => {
    for (const unit of ['x', '', 5, null, 'W'.repeat(41)])
      assert.deepEqual(tariffOf({ unit, prices: plain(20) }).reading, { from: 'plain', unit: 'ct/kWh', assumed: true });
  });

  for (const [word, unit, ct] of [
    ...[
      'ct',
      'cts',
      'c',
      '¢',
      'cent',
      'cents',
      'eurocent',
      'eurocents',
      'eurcent',
      'eurcents',
      'eurct',
      '€ct',
      '€cent',
    ].map((said) => [said, 'ct', 1]),
    ...['öre', 'øre', 'ore'].map((said) => [said, 'öre', 1]),
    ...['p', 'pence', 'penny'].map((said) => [said, 'p', 1]),
    ...['rp', 'Rappen'].map((said) => [said, 'Rp', 1]),
    ...['eur', 'Euro', 'euros', '€'].map((said) => [said, 'EUR', 100]),
    ...['gbp', '£'].map((said) => [said, 'GBP', 100]),
    ...['kr', 'krona', 'kronor', 'krone', 'kroner'].map((said) => [said, 'kr', 100]),
    ...['chf', 'fr', 'sfr'].map((said) => [said, 'CHF', 100]),
    ...['pln', 'zł', 'zl'].map((said) => [said, 'PLN', 100]),
    ...['czk', 'kč', 'kc'].map((said) => [said, 'CZK', 100]),
    ...['huf', 'ft'].map((said) => [said, 'HUF', 100]),
    ...['ron', 'lei'].map((said) => [said, 'RON', 100]),
    ...['usd', '$'].map((said) => [said, 'USD', 100]),
    ...['sek', 'nok', 'dkk', 'bgn', 'aud', 'nzd'].map((said) => [said, said.toUpperCase(), 100]),
  ] as [string, string, number][])
    it(`${word} is ${unit}, per any energy, in any spelling`, () => {
      for (const [energy, perKwh] of [
        ['/kWh', 1],
        [' per  kWh', 1],
        ['_pro_KWH', 1],
        ['.kwh', 1],
        ['-MWh', 0.001],
        ['/Wh', 1_000],
        [' je GWh', 0.000_001],
      ] as const) {
        const { series, reading } = tariffOf(plain(2.5), { unit: `${word}${energy}` });
        assert.ok(Math.abs((series[0]?.priceCt ?? 0) - 2.5 * ct * perKwh) < 1e-6);
        assert.equal(reading.unit.toLowerCase(), `${unit}/${/[kmg]?wh$/i.exec(energy)?.[0]}`.toLowerCase());
      }
    });

  it('may stand in parts under several names, the nearest first', () => {
    const unitOf = (around: object, row: object = {}) =>
      tariffOf({ ...around, prices: plain(20).map((one) => ({ ...one, ...row })) }).reading.unit;
    assert.equal(unitOf({ unit: 'EUR', unit_of_measurement: 'MWh' }), 'EUR/MWh');
    assert.equal(unitOf({ units: 'MWh', price_unit: 'SEK' }), 'SEK/MWh');
    assert.equal(unitOf({ priceUnit: 'ct/kWh', currency: 'SEK', uom: 'MWh' }), 'ct/kWh');
    assert.equal(unitOf({ unit: 'EUR/MWh' }, { unit: 'ct/kWh' }), 'ct/kWh');
    assert.equal(unitOf({ unit: 'MWh', price_in_cents: true, currency: 'EUR' }), 'ct/MWh');
    assert.equal(unitOf({ unit: 'kWh', priceInCents: true }), 'ct/kWh');
    assert.equal(unitOf({ unit: 'öre/kWh', use_cents: true }), 'öre/kWh');
    assert.equal(unitOf({ unit: 'kWh', currency: 'SEK', use_cents: 'true' }), 'SEK/kWh');
  });

  it('in hundredths stays so beside the currency that they are hundredths of, however near that stands', () => {
    const rows = (more: object) => [{ start: iso(0), value: 25, ...more }];
    const ofMoney = { currency: 'EUR' };
    for (const payload of [
      { unit: 'ct/kWh', data: rows(ofMoney) },
      { unit_of_measurement: 'Cent/kWh', attributes: { ...ofMoney, data: rows({}) } },
      { unit: 'ct', attributes: { ...ofMoney, data: rows(ofMoney) } },
      { ...ofMoney, unit: 'ct/kWh', data: rows({}) },
      { ...ofMoney, data: { unit: 'ct/kWh', rows: rows(ofMoney) } },
    ])
      assert.deepEqual(tariffOf(payload).series[0]?.priceCt, 25, JSON.stringify(payload));
    const inEuro = { unit: 'kWh', inner: { ...ofMoney, data: rows({ value: 0.25 }) } };
    assert.deepEqual(tariffOf(inEuro).reading.unit, 'EUR/kWh');
  });

  it('that a shape usually has stays in the parts that nobody says', () => {
    const rates = (more: object) =>
      tariffOf({ ...more, rates: [{ start: iso(0), end: iso(1), value: 0.3 }] }).reading.unit;
    assert.equal(rates({ currency: 'SEK' }), 'SEK/kWh');
    assert.equal(rates({ unit: 'MWh' }), 'EUR/MWh');
    assert.equal(rates({ unit: 'MWh', currency: 'SEK' }), 'SEK/MWh');
    assert.equal(rates({}), 'EUR/kWh');
    assert.equal(tariffOf({ currency: 'SEK', prices: plain(20) }).reading.assumed, true);
    assert.equal(tariffOf({ unit: 'kWh', prices: plain(20) }).reading.assumed, true);
  });

  it('is told of the rows that were read, not of one before them', () => {
    const payload = [
      { start: 'x', value: 20, unit: 'EUR/kWh' },
      { start: iso(0), value: 20, unit: 'ct/kWh' },
    ];
    assert.deepEqual(tariffOf(payload).reading, { from: 'plain', unit: 'ct/kWh', dropped: 1 });
  });

  it('that is certain by the name of a column counts, whatever stands around it', () => {
    for (const [name, unit] of [
      ...['amountCt', 'price_ct', 'ctPerKwh', 'price_ct_per_kwh', 'priceCtKwh', 'centsPerKwh'].map((name) => [
        name,
        'ct/kWh',
      ]),
      ...['eurPerKwh', 'price_eur_per_kwh', 'priceEurKwh'].map((name) => [name, 'EUR/kWh']),
      ...['eurPerMwh', 'price_eur_per_mwh', 'priceEurMwh'].map((name) => [name, 'EUR/MWh']),
    ] as [string, string][])
      assert.equal(
        tariffOf({ unit: 'SEK/kWh', list: [{ begin: iso(0), [name]: 2 }] }, { unit: 'p/kWh' }).reading.unit,
        unit,
      );
    for (const name of ['amount', 'value', 'total', 'price', 'price per kWh', 'rate', 'tariff'])
      assert.equal(tariffOf([{ begin: iso(0), [name]: 2 }], { unit: 'p/kWh' }).reading.unit, 'p/kWh');
  });

  it('that a shape usually has makes ten of the currency per kWh at most', () => {
    const of = (value: number) => tariffOf({ rates: [{ start: iso(0), end: iso(1), value: -value }] }).reading.unit;
    assert.deepEqual([of(10), of(10.01)], ['EUR/kWh', 'ct/kWh']);
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

  it('of each row counts also where only a part of it differs', () => {
    const row = (index: number, value: number, more: object) => ({
      start: iso(index),
      end: iso(index + 1),
      value,
      unit: 'kWh',
      ...more,
    });
    const { series } = tariffOf([
      row(0, 0.3, { currency: 'EUR' }),
      row(1, 3, { currency: 'SEK' }),
      row(2, 30, { currency: 'EUR', price_in_cents: true }),
      row(3, 0.31, { currency: 'EUR', price_in_cents: false }),
    ]);
    assert.deepEqual(
      series.map(({ priceCt }) => priceCt),
      [30, 300, 30, 31],
    );
  });

  it('of a list that holds nothing for now is not missed', () => {
    const own = { unit: 'EUR/kWh', prices: plain(0.2) };
    const { reading } = tariffOf({ own, past: [{ start: '2019-11-22T14:00:00Z', value: 3 }] });
    assert.deepEqual([reading.assumed, reading.unit, reading.dropped], [undefined, 'EUR/kWh', 1]);
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
    for (const payload of [
      plain(0.3561, 0.29),
      plain(-0.02),
      plain(412.5, 80),
      { priceData: plain(0.2) },
      plain(0.99),
      plain(400.01),
    ])
      assert.equal(
        codeOf(() => tariffOf(payload)),
        'price-unit-unknown',
      );
    for (const amount of [1, -1, 400, -400]) assert.equal(tariffOf(plain(amount)).reading.assumed, true);
    assert.throws(() => tariffOf(plain(0.2, -0.35)), {
      message: /0\.35/,
      params: { highest: 0.35, units: 'ct/kWh | EUR/kWh | EUR/MWh' },
    });
  });
});
