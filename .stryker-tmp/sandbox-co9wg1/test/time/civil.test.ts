// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, civilDate, civilDay, instantOf, isoLocal, later, msPerHour } from '#src/time/index.js';

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
      assert.throws(() => instantOf(berlin, '2026-11-22', time), { code: 'invalid-value' });
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
