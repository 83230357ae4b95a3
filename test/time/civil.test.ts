import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  checkTimeZone,
  civilDate,
  civilDay,
  clockTime,
  instantOf,
  isoLocal,
  later,
  minuteOfDay,
  msPerHour,
} from '#src/time/index.js';

const berlin = 'Europe/Berlin';

describe('time: civil days', () => {
  for (const [date, hours] of [
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-11-22', 24],
  ] as const) {
    it(`${date} lasts ${hours} h`, () => {
      const day = civilDay(berlin, date);
      assert.equal((day.end - day.start) / msPerHour, hours);
      assert.equal(civilDate(berlin, day.start), date);
      assert.equal(civilDate(berlin, day.end), addDays(date, 1));
    });
  }

  it('between 00:00 and 02:00 the local date is not the UTC date', () => {
    assert.equal(civilDate(berlin, Date.parse('2026-07-01T22:30:00Z')), '2026-07-02');
  });

  it('moves a time in the spring gap forward, and takes the earlier of a repeated one', () => {
    assert.equal(isoLocal(berlin, instantOf(berlin, '2026-03-29', '02:30')), '2026-03-29T03:30:00+02:00');
    assert.equal(isoLocal(berlin, instantOf(berlin, '2026-10-25', '02:30')), '2026-10-25T02:30:00+02:00');
  });

  for (const time of ['24:00', '7:00', '07:60', '', '07:00:00'])
    it(`refuses the time "${time}"`, () => {
      assert.throws(
        () => instantOf(berlin, '2026-11-22', time),
        (error: { code?: string; params?: { field?: string; allowed?: string } }) =>
          error.code === 'invalid-value' &&
          error.params?.field === 'time' &&
          error.params.allowed?.startsWith('HH:MM') === true,
      );
    });

  it('a time zone is one that this machine knows', () => {
    for (const zone of [berlin, 'UTC', 'America/Argentina/Buenos_Aires', '+05:30'])
      assert.equal(checkTimeZone(zone), zone);
    for (const zone of ['', 'Mars/Olympus', 'Europe', 'x'.repeat(101), `${berlin} `])
      assert.throws(
        () => checkTimeZone(zone),
        (error: { code?: string; params?: { field?: string; allowed?: string } }) =>
          error.code === 'invalid-value' && error.params?.field === 'timeZone' && error.params.allowed === 'time-zone',
        zone,
      );
  });

  it('of any year, and around those whose days are reckoned, an instant is shown as Temporal shows it', () => {
    const edges = [Date.UTC(1972, 0), Date.UTC(2200, 0)];
    const instants = fc.oneof(
      fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2300, 0) }),
      fc.integer({ min: Date.UTC(-20_000, 0), max: Date.UTC(20_000, 0) }),
      fc
        .tuple(fc.constantFrom(...edges), fc.integer({ min: -2 * 86_400_000, max: 9 * 86_400_000 }))
        .map(([edge, off]) => edge + off),
    );
    // The offset of Liberia had seconds until the 7th of January 1972.
    const zones = fc.constantFrom(berlin, 'Africa/Monrovia', 'America/St_Johns', 'Asia/Kathmandu');
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        assert.equal(isoLocal(zone, instant), zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' }));
        assert.equal(civilDate(zone, instant), zoned.toPlainDate().toString());
        assert.equal(clockTime(zone, instant), zoned.toPlainTime().toString({ smallestUnit: 'minute' }));
        assert.equal(minuteOfDay(zone, instant), zoned.hour * 60 + zoned.minute);
      }),
      { numRuns: 400 },
    );
  });

  it('an instant that some time was added to is whole milliseconds, and every instant can be shown', () => {
    const now = Date.parse('2026-11-22T10:00:00Z');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e11, noNaN: true }), (waitMs) => {
        const at = later(now, waitMs);
        return Number.isInteger(at) && at >= now + waitMs && isoLocal(berlin, now + waitMs).startsWith('20');
      }),
    );
  });
});
