import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConfigError } from '#src/errors.js';
import { cutSun, decodeSun, type SunForecast } from '#src/sun/index.js';
import { civilDay } from '#src/time/index.js';
import { refusesField } from '../support/nomos/refusals.js';

const zone = 'Europe/Berlin';
const hour = 3_600_000;
const at = (text: string) => Date.parse(text);
const kwh = (forecast: SunForecast, start: string, end: string) =>
  cutSun(forecast, [{ start: at(start), end: at(end) }])[0]?.kwh ?? Number.NaN;
const close = (found: number, wanted: number) => assert.ok(Math.abs(found - wanted) < 1e-9, `${found} ≠ ${wanted}`);

const watts = {
  '2026-06-01 06:00:00': 0,
  '2026-06-01 07:00:00': 272,
  '2026-06-01 08:00:00': 706,
  '2026-06-01 21:00:00': 0,
  '2026-06-02 05:30:00': 0,
  '2026-06-02 06:00:00': 100,
};
const periods = {
  '2026-06-01 06:00:00': 0,
  '2026-06-01 07:00:00': 136,
  '2026-06-01 08:00:00': 489,
  '2026-06-02 05:30:00': 0,
  '2026-06-02 06:00:00': 25,
};
const halfHours = [0.4, 0.8, null, 0];

/** One summer morning, 06:00 to 08:00 UTC, in every shape in which it can be told. */
const morning: readonly [string, unknown][] = [
  [
    'Solcast',
    {
      forecasts: halfHours.map((kw, index) => ({
        pv_estimate: kw,
        period_end: new Date(at('2026-06-01T06:30Z') + (index * hour) / 2).toISOString(),
        period: 'PT30M',
      })),
    },
  ],
  [
    'Solcast without lengths',
    halfHours.map((kw, index) => ({
      pv_estimate: kw,
      period_end: new Date(at('2026-06-01T06:30Z') + (index * hour) / 2).toISOString(),
    })),
  ],
  [
    'Solcast by Home Assistant',
    {
      attributes: {
        detailedForecast: halfHours.map((kw, index) => ({
          period_start: `2026-06-01T0${8 + Math.floor(index / 2)}:${index % 2 === 0 ? '00' : '30'}:00+02:00`,
          pv_estimate: kw,
          pv_estimate10: 0.1,
        })),
      },
    },
  ],
  ['evcc', { rates: evccRates() }],
  ['evcc below result', { result: { rates: evccRates() } }],
  [
    'Victron VRM',
    {
      success: true,
      records: {
        vrm_consumption_fc: [[at('2026-06-01T06:00Z'), 900]],
        solar_yield_forecast: halfHours.map((kw, index) => [
          at('2026-06-01T06:00Z') + (index * hour) / 2,
          kw === null ? null : kw * 500,
        ]),
      },
    },
  ],
  ...['kw', 'w', 'watts', 'kwh', 'wh'].map((column): [string, unknown] => [
    `a plain list of ${column}`,
    halfHours.map((kw, index) => ({
      start: at('2026-06-01T06:00Z') + (index * hour) / 2,
      [column]: kw === null ? null : kw * { kw: 1, w: 1000, watts: 1000, kwh: 0.5, wh: 500 }[column as 'kw'],
    })),
  ]),
  [
    'a plain list in local times, as text, with ends, in reverse',
    halfHours
      .map((kw, index) => ({
        start: `2026-06-01 0${8 + Math.floor(index / 2)}:${index % 2 === 0 ? '00' : '30'}`,
        end: `2026-06-01 ${['08:30', '09:00', '09:30', '10:00'][index]}`,
        kw: kw === null ? 'unknown' : `${kw}`,
      }))
      .reverse(),
  ],
];

function evccRates() {
  return halfHours.map((kw, index) => ({
    start: new Date(at('2026-06-01T06:00Z') + (index * hour) / 2).toISOString(),
    end: new Date(at('2026-06-01T06:30Z') + (index * hour) / 2).toISOString(),
    value: kw === null ? null : kw * 1000,
  }));
}

describe('sun: what people wire', () => {
  for (const [name, payload] of morning) {
    it(`reads ${name}`, () => {
      const quarters = Array.from({ length: 8 }, (_, index) => {
        const start = at('2026-06-01T06:00Z') + (index * hour) / 4;
        return { start, end: start + hour / 4 };
      });
      const shares = cutSun(decodeSun(payload, zone), quarters);
      for (const [index, { kwh: found, knownMs }] of shares.entries()) {
        const kw = halfHours[Math.floor(index / 2)] ?? null;
        close(found, (kw ?? 0) / 4);
        assert.equal(knownMs, kw === null ? 0 : hour / 4, `quarter ${index}`);
      }
    });
  }

  for (const [name, payload] of [
    ['as it comes', { result: { watts, watt_hours_period: periods }, message: { info: { timezone: zone } } }],
    ['flat', { result: watts === undefined ? {} : { watts } }],
    ['the node’s own words', { watts }],
    ['as an answer of http request', { payload: { result: { watts } } }],
  ] as const)
    it(`reads Forecast.Solar, ${name}: straight lines between its times`, () => {
      const forecast = decodeSun(payload, zone);
      close(kwh(forecast, '2026-06-01T05:00Z', '2026-06-01T06:00Z'), 0.489);
      close(kwh(forecast, '2026-06-01T04:00Z', '2026-06-01T05:00Z'), 0.136);
      close(kwh(forecast, '2026-06-02T03:30Z', '2026-06-02T04:00Z'), 0.025);
    });

  it('takes what Forecast.Solar tells of periods only for energy until then', () => {
    const forecast = decodeSun({ result: { watt_hours_period: periods } }, zone);
    close(kwh(forecast, '2026-06-01T05:00Z', '2026-06-01T06:00Z'), 0.489);
    close(kwh(forecast, '2026-06-01T05:30Z', '2026-06-01T06:00Z'), 0.2445);
    close(kwh(forecast, '2026-06-01T00:00Z', '2026-06-02T04:00Z'), 0.65);
  });

  it('knows that there is no sun at night, but nothing of the days after', () => {
    for (const payload of [{ watts }, { watt_hours_period: periods }]) {
      const [night, evening, before, after] = cutSun(decodeSun(payload, zone), [
        { start: at('2026-05-31T23:00Z'), end: at('2026-06-01T03:00Z') },
        { start: at('2026-06-01T19:30Z'), end: at('2026-06-02T03:00Z') },
        { start: at('2026-06-02T05:00Z'), end: at('2026-06-02T06:00Z') },
        { start: at('2026-06-04T10:00Z'), end: at('2026-06-04T11:00Z') },
      ]);
      assert.deepEqual([night?.kwh, night?.knownMs], [0, 4 * hour]);
      assert.deepEqual([evening?.kwh, evening?.knownMs], [0, 7.5 * hour]);
      assert.deepEqual([before?.knownMs, after?.knownMs], [0, 0]);
    }
  });

  it('reads local times by the zone that the source names', () => {
    const payload = { result: { watts }, message: { info: { timezone: 'Asia/Tokyo' } } };
    close(kwh(decodeSun(payload, zone), '2026-05-31T22:00Z', '2026-05-31T23:00Z'), 0.489);
    close(kwh(decodeSun({ watts }, 'Asia/Tokyo'), '2026-05-31T22:00Z', '2026-05-31T23:00Z'), 0.489);
  });

  it('reads times with an offset and seconds since 1970 where Forecast.Solar was asked for them', () => {
    const given = { '2026-06-01T07:00:00+02:00': 272, '2026-06-01T08:00:00+02:00': 706 };
    const seconds = { [at('2026-06-01T05:00Z') / 1000]: 272, [at('2026-06-01T06:00Z') / 1000]: 706 };
    for (const points of [given, seconds])
      close(kwh(decodeSun({ result: { watts: points } }, 'UTC'), '2026-06-01T05:00Z', '2026-06-01T06:00Z'), 0.489);
  });

  it('leaves a hole on both sides of an unknown power', () => {
    const forecast = decodeSun({ watts: { ...watts, '2026-06-01 07:00:00': null } }, zone);
    const [share] = cutSun(forecast, [{ start: at('2026-06-01T04:00Z'), end: at('2026-06-01T06:00Z') }]);
    assert.deepEqual([share?.kwh, share?.knownMs], [0, 0]);
  });

  for (const [name, payload] of [
    ['a list', []],
    ['evcc', { rates: [] }],
    ['Solcast', { forecasts: [] }],
    ['Forecast.Solar', { result: { watts: {} } }],
    ['Forecast.Solar, periods', { result: { watt_hours_period: {} } }],
  ] as const)
    it(`takes an empty answer for no sun known: ${name}`, () => assert.deepEqual(decodeSun(payload, zone), []));
});

describe('sun: every source', () => {
  const start = at('2026-06-01T00:00Z');
  const iso = (instant: number) => new Date(instant).toISOString();
  /** Rows of a time in quarter-hours, and an amount. */
  const rows = fc.array(fc.tuple(fc.nat(300), fc.option(fc.nat(9_000))), { maxLength: 12 });
  type Rows = readonly (readonly [number, number | null])[];
  const keyed = (given: Rows) =>
    Object.fromEntries(given.map(([quarters, amount]) => [iso(start + (quarters * hour) / 4), amount]));
  const shapes: Record<string, (given: Rows) => unknown> = {
    watts: (given) => ({ watts: keyed(given) }),
    periods: (given) => ({ watt_hours_period: keyed(given) }),
    yield: (given) => ({ solar_yield_forecast: given.map(([quarters, wh]) => [start + (quarters * hour) / 4, wh]) }),
    'solcast by its ends': (given) => ({
      forecasts: given.map(([quarters, kw]) => ({ pv_estimate: kw, period_end: iso(start + (quarters * hour) / 4) })),
    }),
    'solcast by its starts': (given) => ({
      forecasts: given.map(([quarters, kw]) => ({ pv_estimate: kw, period_start: iso(start + (quarters * hour) / 4) })),
    }),
    'solcast with lengths': (given) => ({
      forecasts: given.map(([quarters, kw]) => ({
        pv_estimate: kw,
        period_end: iso(start + (quarters * hour) / 4),
        period: 'PT15M',
      })),
    }),
    kw: (given) => given.map(([quarters, kw]) => ({ start: start + (quarters * hour) / 4, kw })),
    wh: (given) => given.map(([quarters, wh]) => ({ start: start + (quarters * hour) / 4, wh })),
  };
  for (const [name, shape] of Object.entries(shapes))
    it(`${name}: stretches in order, none of them empty or over another, all powers numbers; or it is refused`, () => {
      fc.assert(
        fc.property(rows, (given) => {
          let forecast: SunForecast = [];
          try {
            forecast = decodeSun(shape(given), zone);
          } catch (error) {
            assert.ok(error instanceof ConfigError && error.code === 'invalid-value');
            assert.notEqual(new Set(given.map(([quarters]) => quarters)).size, given.length, 'no two rows of one time');
          }
          let before = Number.NEGATIVE_INFINITY;
          for (const { start: from, end, fromKw, toKw } of forecast) {
            assert.ok(before <= from && from < end, 'in order');
            assert.ok(Number.isFinite(fromKw) && Number.isFinite(toKw) && fromKw >= 0 && toKw >= 0, 'numbers');
            before = end;
          }
        }),
        {
          examples: [
            [
              [
                [0, 1],
                [0, 1],
              ],
            ],
            [
              [
                [0, 1],
                [0, 1],
                [4, 2],
              ],
            ],
            [
              [
                [4, 0],
                [8, 1],
              ],
            ],
            [
              [
                [88, 0],
                [92, 0],
              ],
            ],
          ],
        },
      );
    });

  it('an order of rows is no matter, but of two rows with one time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(shapes)),
        fc.uniqueArray(fc.nat(90), { minLength: 1 }),
        (name, times) => {
          const given = times.map((quarters): [number, number] => [quarters, quarters * 10]);
          const sorted = [...given].sort(([a], [b]) => a - b);
          const read = (list: Rows) => decodeSun(shapes[name]?.(list), zone);
          assert.deepEqual(read(given), read(sorted));
        },
      ),
    );
  });
});

describe('sun: lengths of rows', () => {
  const lengths = (payload: unknown) =>
    decodeSun(payload, zone).map(
      ({ start, end }) => `${new Date(start).toISOString().slice(11, 16)} +${(end - start) / 60_000}`,
    );
  const solcast = (name: 'period_end' | 'period_start', ...given: readonly (readonly [string, unknown?])[]) => ({
    forecasts: given.map(([time, period]) => ({ pv_estimate: 1, [name]: `2026-06-01T${time}Z`, period })),
  });

  for (const [period, minutes] of [
    ['PT5M', 5],
    ['PT1H', 60],
    ['PT1H30M', 90],
    ['PT90M', 90],
    ['PT10H', 600],
  ] as const)
    it(`a row of ${period} has ${minutes} minutes, whatever stands beside it`, () => {
      assert.deepEqual(lengths(solcast('period_end', ['08:00', period])), [
        `${new Date(at('2026-06-01T08:00Z') - minutes * 60_000).toISOString().slice(11, 16)} +${minutes}`,
      ]);
      assert.deepEqual(lengths(solcast('period_start', ['06:00', period], ['17:00', period])), [
        `06:00 +${minutes}`,
        `17:00 +${minutes}`,
      ]);
    });

  for (const period of ['PT', 'PT0M', 'P1D', '30M', 'PT30Mx', 'xPT30M', 'PT123H', 'PT1234M', 30, {}])
    it(`${JSON.stringify(period)} is no length`, () => {
      const allowed = refusesField(
        () => decodeSun(solcast('period_end', ['08:00', period]), zone),
        'payload.forecasts[0].period',
      );
      assert.equal(allowed, 'PT5M … PT1H');
    });

  it('a row without a length reaches to its neighbour, over two hours at most, else it is as long as most', () => {
    const times = [['04:00'], ['04:30'], ['05:00'], ['07:00'], ['09:01', null]] as const;
    assert.deepEqual(lengths(solcast('period_end', ...times)), [
      '03:30 +30',
      '04:00 +30',
      '04:30 +30',
      '05:00 +120',
      '08:31 +30',
    ]);
    assert.deepEqual(lengths(solcast('period_start', ...times)), [
      '04:00 +30',
      '04:30 +30',
      '05:00 +120',
      '07:00 +30',
      '09:01 +30',
    ]);
    assert.deepEqual(lengths(solcast('period_end', ['04:00'])), ['03:00 +60']);
    assert.deepEqual(lengths(solcast('period_start', ['04:00'])), ['04:00 +60']);
  });

  it('rows that are told twice are told; those of one time and another amount are refused', () => {
    const half = (index: number, kw = 1) => ({ start: start + (index * hour) / 2, kw });
    for (const list of [
      [half(0), half(1), half(0), half(1), half(2), half(2)],
      [half(0), half(0), half(1), half(2)].map(({ start: from, kw }) => ({ start: from, end: from + hour / 2, kw })),
    ])
      assert.deepEqual(lengths(list), ['00:00 +30', '00:30 +30', '01:00 +30']);
    const twice = solcast('period_end', ['04:00', 'PT30M'], ['04:30', 'PT30M'], ['04:30', 'PT30M'], ['04:00', 'PT30M']);
    assert.deepEqual(lengths(twice), ['03:30 +30', '04:00 +30']);
    assert.match(
      refusesField(() => decodeSun([half(0), half(0, 2), half(1)], zone), 'payload[1].start'),
      /no-overlap/,
    );
  });

  it('an end in the hour that spring skips is as far from its start as it shows', () => {
    const list = [0, 1, 3, 4].map((at) => ({ start: `2026-03-29T0${at}:00`, end: `2026-03-29T0${at + 1}:00`, kw: 1 }));
    assert.deepEqual(lengths(list), ['23:00 +60', '00:00 +60', '01:00 +60', '02:00 +60']);
    refusesField(() => decodeSun([{ ...list[2], end: '2026-03-29T02:30' }], zone), 'payload[0].end');
  });

  it('an end that is null or empty is not told', () => {
    const list = [null, '', undefined].map((end, index) => ({ start: start + (index * hour) / 2, end, kw: 1 }));
    assert.deepEqual(lengths(list), ['00:00 +30', '00:30 +30', '01:00 +30']);
  });

  const start = at('2026-06-01T00:00Z');

  it('of several columns the first that is told counts', () => {
    const list = [{ start, kw: undefined, w: 1_000, wh: 7 }];
    assert.deepEqual(decodeSun(list, zone), [{ start, end: start + hour, fromKw: 1, toKw: 1 }]);
    assert.deepEqual(decodeSun([{ start, kwh: undefined, kw: 2 }], zone)[0]?.fromKw, 2);
  });

  it('a row that tells no amount is a hole, also where evcc calls it a price', () => {
    const rates = [{ start, price: 500 }, { start: start + hour, value: null }, { start: start + 2 * hour }];
    assert.deepEqual(decodeSun({ rates }, zone), [{ start, end: start + hour, fromKw: 0.5, toKw: 0.5 }]);
  });
});

describe('sun: nights', () => {
  it('a line of power does not go over a night or a hole; two hours are no night', () => {
    const given = { '2026-06-01 19:00:00': 100, '2026-06-01 21:00:00': 100, '2026-06-02 05:30:00': 300 };
    const forecast = decodeSun({ watts: given }, 'UTC');
    assert.deepEqual(
      forecast.map(({ fromKw, toKw }) => [fromKw, toKw]),
      [
        [0.1, 0.1],
        [0, 0],
      ],
    );
  });

  for (const [what, payload, expected] of [
    ['a first and a last power', { watts: { '06:00': 1, '07:00': 1 } }, ['06:00-07:00']],
    ['no power at its ends', { watts: { '06:00': 0, '07:00': 0 } }, ['00:00-06:00', '06:00-07:00', '07:00-00:00']],
    ['no power at midnight', { watts: { '00:00': 0, '01:00': 0 } }, ['00:00-01:00', '01:00-00:00']],
    ['an unknown power at its ends', { watts: { '06:00': null, '07:00': null } }, []],
    [
      'energies of quarter-hours, of which the first is as long as most',
      { watt_hours_period: { '06:00': 5, '06:15': 5, '06:30': 5 } },
      ['05:45-06:00', '06:00-06:15', '06:15-06:30'],
    ],
    ['energies', { watt_hours_period: { '06:00': 5, '07:00': 5 } }, ['05:00-06:00', '06:00-07:00']],
    [
      'no energy at its ends',
      { watt_hours_period: { '06:00': 0, '07:00': 0 } },
      ['00:00-06:00', '06:00-07:00', '07:00-00:00'],
    ],
    [
      'an energy that is unknown',
      { watt_hours_period: { '06:00': 0, '07:00': null, '08:00': 5 } },
      ['00:00-06:00', '07:00-08:00'],
    ],
    [
      'an energy after a hole',
      { watt_hours_period: { '06:00': 1, '07:00': 1, '12:00': 1 } },
      ['05:00-06:00', '06:00-07:00', '07:00-11:00', '11:00-12:00'],
    ],
    [
      'nothing of the time after a hole',
      { watt_hours_period: { '06:00': 1, '07:00': 1, '12:00': null } },
      ['05:00-06:00', '06:00-07:00', '07:00-11:00'],
    ],
  ] as const)
    it(`${what}: ${expected.join(' ')}`, () => {
      const [[name, values] = ['', {}]] = Object.entries(payload);
      const dated = Object.fromEntries(
        Object.entries(values).map(([time, amount]) => [`2026-06-01 ${time}:00`, amount]),
      );
      const time = (instant: number) => new Date(instant).toISOString().slice(11, 16);
      const stretches = decodeSun({ [name]: dated }, 'UTC').map(({ start, end }) => `${time(start)}-${time(end)}`);
      assert.deepEqual(stretches, expected);
    });

  for (const name of ['watts', 'watt_hours_period'])
    it(`${name} that end at midnight say nothing of the day that begins there`, () => {
      const payload = { [name]: { '2026-06-01 22:00:00': 5, '2026-06-01 23:00:00': 0, '2026-06-02 00:00:00': 0 } };
      assert.equal(decodeSun(payload, zone).at(-1)?.end, at('2026-06-02T00:00+02:00'));
    });
});

describe('sun: where a forecast stands', () => {
  const rows = [{ start: '2026-06-01T06:00Z', kw: 1 }];
  const other = [{ start: '2026-06-01T06:00Z', kw: 2 }];
  const deep = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : { inner: deep(depth - 1, inner) });
  const kwOf = (payload: unknown) => decodeSun(payload, zone)[0]?.fromKw;

  it('the one that stands least deep counts, and of two on one level the first', () => {
    assert.equal(kwOf({ a: { b: other }, c: rows }), 1);
    assert.equal(kwOf({ a: rows, c: other }), 1);
    assert.equal(
      kwOf({ rates: [{ ...rows[0], value: 3_000 }], forecasts: [{ period_end: 1_780_293_600_000, pv_estimate: 1 }] }),
      1,
    );
    assert.equal(
      kwOf({ watts: { '2026-06-01 06:00:00': 1_000, '2026-06-01 07:00:00': 1_000 }, watt_hours_period: {} }),
      1,
    );
  });

  it('it may stand five names deep and not deeper', () => {
    assert.equal(kwOf(deep(5, rows)), 1);
    refusesField(() => decodeSun(deep(6, rows), zone), 'payload');
  });

  it('it stands behind 500 other things at most', () => {
    const many = (count: number) => ({
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, {}])),
      rows,
    });
    assert.equal(kwOf(many(499)), 1);
    refusesField(() => decodeSun(many(500), zone), 'payload');
    refusesField(() => decodeSun({ a: many(499) }, zone), 'payload');
  });

  it('an empty list below a name is none: it could be a list of anything', () => {
    refusesField(() => decodeSun({ messages: [] }, zone), 'payload');
    assert.equal(kwOf({ messages: [], rows }), 1);
  });

  it('bytes, lists of lists and rows without a start or an amount are none', () => {
    for (const payload of [
      Buffer.from('watts'),
      [[1]],
      [null],
      [{ kw: 1 }],
      [{ start: 1 }],
      { watts: [] },
      { watts: 5 },
      { rates: {} },
    ])
      assert.match(
        refusesField(() => decodeSun(payload, zone), 'payload'),
        /sun-shapes/,
      );
  });

  it('5,000 rows are taken, and one more is counted', () => {
    const list = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ start: at('2026-01-01T00:00Z') + index * hour, kw: 1 }));
    assert.equal(decodeSun(list(5_000), zone).length, 5_000);
    assert.equal(
      refusesField(() => decodeSun(list(5_001), zone), 'payload.length'),
      '0 … 5000',
    );
  });

  it('the zone may stand around it, and is told where it is wrong', () => {
    const values = { '2026-06-01 06:00:00': 100, '2026-06-01 07:00:00': 100 };
    const from = (info: unknown) => decodeSun({ message: { info }, inner: { watts: values } }, zone)[0]?.start;
    assert.equal(from({ timezone: 'Asia/Tokyo' }), at('2026-05-31T21:00Z'));
    for (const info of [{}, { timezone: undefined }, null, 'Asia/Tokyo'])
      assert.equal(from(info), at('2026-06-01T04:00Z'));
    assert.match(
      refusesField(() => from({ timezone: 7 }), 'payload.message.info.timezone'),
      /time-zone/,
    );
  });
});

describe('sun: amounts', () => {
  const amount = (kw: unknown) => decodeSun([{ start: '2026-06-01T06:00Z', kw }], zone)[0]?.fromKw;
  for (const [written, read] of [
    ['1.5', 1.5],
    ['+2', 2],
    [' 3. ', 3],
    ['.5', 0.5],
    ['1e2', 100],
    ['1E-2', 0.01],
    ['25e+1', 250],
    ['0'.repeat(39).concat('7'), 7],
    ['', undefined],
    [' null ', undefined],
    ['unknown', undefined],
    ['unavailable', undefined],
  ] as const)
    it(`"${written}" is ${read ?? 'unknown'}`, () => assert.equal(amount(written), read));

  for (const written of [
    '-1',
    '1,5',
    '1.5 kW',
    'x1',
    '.',
    'e5',
    '1e',
    '1e1234',
    '1e999',
    '0x10',
    'Infinity',
    '0'.repeat(41),
    true,
    {},
    [],
    Number.POSITIVE_INFINITY,
    -0.1,
  ])
    it(`${String(written).slice(0, 20)} is none`, () => {
      assert.match(
        refusesField(() => amount(written), 'payload[0].kw'),
        /sun-amount/,
      );
    });
});

describe('sun: clock changes', () => {
  for (const [date, quarters] of [
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ] as const) {
    const day = civilDay(zone, date);
    const starts = Array.from({ length: quarters }, (_, index) => day.start + (index * hour) / 4);
    const local = (instant: number) =>
      new Date(instant + (instant < at(`${date}T01:00Z`) === (quarters === 100) ? 2 : 1) * hour)
        .toISOString()
        .replace('T', ' ')
        .slice(0, 19);

    it(`${date}: local times of a list of ${quarters} quarter-hours each hold their own`, () => {
      const list = starts.map((start, index) => ({ start: local(start), kwh: index / 100 }));
      const shares = cutSun(
        decodeSun(list, zone),
        starts.map((start) => ({ start, end: start + hour / 4 })),
      );
      for (const [index, share] of shares.entries()) close(share.kwh, index / 100);
    });

    it(`${date}: Forecast.Solar’s day is whole, from midnight to midnight`, () => {
      const answer = {
        [`${date} 07:00:00`]: 0,
        [`${date} 08:00:00`]: 1000,
        [`${date} 09:00:00`]: 0,
      };
      const [share] = cutSun(decodeSun({ watts: answer }, zone), [day]);
      assert.equal(share?.knownMs, quarters * (hour / 4));
      close(share?.kwh ?? 0, 1);
    });
  }

  for (const [name, payload] of [
    ['starts', ['02:30', '03:30'].map((time) => ({ start: `2026-03-29 ${time}`, kw: 1 }))],
    ['ends', { forecasts: ['02:30', '03:30'].map((time) => ({ period_end: `2026-03-29 ${time}`, pv_estimate: 1 })) }],
    [
      'lengths',
      {
        forecasts: ['02:30', '03:30'].map((time) => ({
          period_end: `2026-03-29 ${time}`,
          pv_estimate: 1,
          period: 'PT1H',
        })),
      },
    ],
  ] as const)
    it(`passes over a row that the spring leaves out: ${name}`, () => {
      const [stretch, ...others] = decodeSun(payload, zone);
      const start = at(name === 'starts' ? '2026-03-29T01:30Z' : '2026-03-29T00:30Z');
      assert.deepEqual([stretch, others], [{ start, end: start + hour, fromKw: 1, toKw: 1 }, []]);
    });

  it('passes over a local time that the spring leaves out', () => {
    const answer = { '2026-03-29 02:30:00': 0, '2026-03-29 08:00:00': 0, '2026-03-29 09:00:00': 500 };
    close(kwh(decodeSun({ watts: answer }, zone), '2026-03-29T06:00Z', '2026-03-29T07:00Z'), 0.25);
  });
});

describe('sun: what is no forecast', () => {
  const row = { start: '2026-06-01T06:00Z', kw: 1 };
  for (const [name, payload, field] of [
    ['nothing', undefined, 'payload'],
    ['null', null, 'payload'],
    ['empty braces', {}, 'payload'],
    ['a number', 500, 'payload'],
    ['a page of HTML', '<html>', 'payload'],
    ['an error of Forecast.Solar', { result: [1], message: { code: 429, text: 'Rate limit' } }, 'payload'],
    ['prices', [{ start: row.start, priceCt: 20 }], 'payload'],
    ['a time that is none', { watts: { noon: 5 } }, 'payload.watts'],
    ['a day that does not exist', [{ ...row, start: '2026-02-30T06:00Z' }], 'payload[0].start'],
    [
      'a power that is none',
      { result: { watts: { '2026-06-01 07:00:00': 'much' } } },
      'payload.result.watts["2026-06-01 07:00:00"]',
    ],
    ['a negative power', [{ ...row, kw: -1 }], 'payload[0].kw'],
    ['not a number', [row, { start: '2026-06-01T07:00Z', kw: Number.NaN }], 'payload[1].kw'],
    ['an end before its start', [{ ...row, end: '2026-06-01T05:00Z' }], 'payload[0].end'],
    [
      'two rows for one time',
      [
        { ...row, end: '2026-06-01T08:00Z' },
        { start: '2026-06-01T07:00Z', kw: 2 },
      ],
      'payload[1].start',
    ],
    [
      'a period of no length',
      { forecasts: [{ pv_estimate: 1, period_end: row.start, period: 'P1D' }] },
      'payload.forecasts[0].period',
    ],
    ['a row that is none', { rates: [5] }, 'payload.rates[0]'],
    ['a time of a yield that is none', { solar_yield_forecast: [['x', 1]] }, 'payload.solar_yield_forecast[0][0]'],
    ['a time of evcc that is none', { rates: [{ start: 'x', value: 1 }] }, 'payload.rates[0].start'],
    ['a value of evcc that is none', { rates: [{ start: row.start, value: -1 }] }, 'payload.rates[0].value'],
    [
      'a start of Solcast that is none',
      { forecasts: [{ pv_estimate: 1, period_start: 'x' }] },
      'payload.forecasts[0].period_start',
    ],
    [
      'a power of Solcast that is none',
      { forecasts: [{ pv_estimate: 'x', period_end: row.start }] },
      'payload.forecasts[0].pv_estimate',
    ],
    ['an end at its start', [{ ...row, end: row.start }], 'payload[0].end'],
    [
      'an energy that is none',
      { result: { watt_hours_period: { '2026-06-01 07:00:00': -1 } } },
      'payload.result.watt_hours_period["2026-06-01 07:00:00"]',
    ],
    ['an end that is no time', [{ ...row, end: 'x' }], 'payload[0].end'],
    ['a yield that is none', { records: { solar_yield_forecast: [5] } }, 'payload.records.solar_yield_forecast[0]'],
    [
      'a yield without a number',
      { solar_yield_forecast: [[1_780_000_000_000, 'x']] },
      'payload.solar_yield_forecast[0][1]',
    ],
    [
      'a zone that nobody knows',
      { watts, message: { info: { timezone: 'Mars/Base' } } },
      'payload.message.info.timezone',
    ],
    ['more than anybody forecasts', Array.from({ length: 5_001 }, () => row), 'payload.length'],
    [
      'what throws when it is read',
      Object.defineProperty({}, 'rates', {
        enumerable: true,
        get: () => {
          throw new Error('no');
        },
      }),
      'payload',
    ],
  ] as const)
    it(`refuses ${name}, naming it`, () => {
      assert.ok(refusesField(() => decodeSun(payload, zone), field).length > 0);
    });
});
