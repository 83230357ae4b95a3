import assert from 'node:assert/strict';
import { mock } from 'node:test';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import * as byTemporal from '#src/time/by-temporal.js';
import {
  addDays,
  civilDate,
  civilDay,
  clockTime,
  dayCount,
  instantOf,
  isoLocal,
  isoWeekday,
  parseInstant,
} from '#src/time/index.js';

const berlin = 'Europe/Berlin';

function expected(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

const dates = fc.oneof(
  fc
    .date({ min: new Date('1600-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom(
    '2026-02-29',
    '2024-02-29',
    '2026-13-01',
    '2026-04-31',
    '0000-01-01',
    '0001-01-01',
    '+012026-01-01',
    '1',
  ),
);
const times = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => `T${date.toISOString().slice(11, -1)}`),
  fc.constantFrom(
    'T00:00',
    'T23:59:59',
    'T24:00:00',
    'T23:59:60',
    't10:00:00',
    ' 10:00',
    'T1000',
    'T10',
    'T10:00:00.5',
    '',
  ),
  fc.constantFrom('T10:00:00,123', 'T10:00:00.123456789', 'T25:00', 'T10:60', 'T10:00:00.'),
);
const offsets = fc.constantFrom(
  ...[
    'Z',
    '+01:00',
    '-02:00',
    '+00:00',
    '-00:00',
    '+05:30',
    '+23:59',
    '-23:59',
    'z',
    '+0100',
    '+01',
    '+24:00',
    '+01:60',
  ],
  ...['', '+01:00[Europe/Berlin]', '+01:00:30', 'Z[UTC]', ' Z', '+01:00 '],
);

describe('time: the instant of a text', () => {
  it('is what Temporal reads, in whatever form it is written', () => {
    fc.assert(
      fc.property(dates, times, offsets, (date, time, offset) => {
        assert.equal(parseInstant(date + time + offset), expected(date + time + offset), date + time + offset);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a text of any length is found at once', () => {
    assert.equal(parseInstant(`2026-11-29T00:00:00${'0'.repeat(200)}Z`), undefined);
    const noted = (length: number) => `2026-11-29T00:00:00Z[note=${'0'.repeat(length - 27)}]`;
    assert.equal(parseInstant(noted(100)), Date.parse('2026-11-29T00:00:00Z'));
    assert.equal(parseInstant(noted(101)), undefined);
  });

  it('and all that a home in Germany asks of the calendar is reckoned without Temporal, which is not loaded then', () => {
    const names = Object.keys(byTemporal) as (keyof typeof byTemporal)[];
    const asked = names.map((name) => mock.method(byTemporal as unknown as Record<string, () => unknown>, name));
    try {
      const first = Date.parse('2026-01-01T00:00:00Z');
      for (let at = first; at < first + 366 * 86_400_000; at += 5_400_000) {
        const text = isoLocal(berlin, at);
        assert.equal(parseInstant(text), at);
        const date = civilDate(berlin, at);
        assert.equal(dayCount(addDays(date, -3), date), 4);
        assert.ok(isoWeekday(date) > 0 && civilDay(berlin, date).end > at);
        assert.ok(instantOf(berlin, date, clockTime(berlin, at)) <= at);
      }
      for (const { mock: calls } of asked) assert.equal(calls.callCount(), 0);
    } finally {
      mock.restoreAll();
    }
  });
});
