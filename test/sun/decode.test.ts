import assert from 'node:assert/strict';
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
