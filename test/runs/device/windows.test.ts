import assert from 'node:assert/strict';
import fc from 'fast-check';
import { requestWindow } from '#src/runs/device/windows.js';
import { checkRunSettings, defaultRunSettings } from '#src/runs/index.js';
import { refusesField } from '../../support/nomos/refusals.js';
import { at } from '../prices.js';

const settings = (deadline: string) => checkRunSettings({ ...defaultRunSettings, trigger: 'message', deadline });

describe('runs: the deadline of a request', () => {
  // 2026-11-28 is a Saturday.
  for (const [deadline, now, end] of [
    ['18:00', '2026-11-28 17:59', '2026-11-28 18:00'],
    ['18:00', '2026-11-28 18:00', '2026-11-29 18:00'],
    ['Sun 18:00', '2026-11-28 17:59', '2026-11-29 18:00'],
    ['Sun 18:00', '2026-11-29 17:59', '2026-11-29 18:00'],
    ['Sun 18:00', '2026-11-29 18:00', '2026-12-06 18:00'],
    ['Sat 00:00', '2026-11-28 00:01', '2026-12-05 00:00'],
    ['Mon 06:30', '2026-12-31 23:00', '2027-01-04 06:30'],
    ['Sun 03:30', '2026-03-28 12:00', '2026-03-29 03:30'],
  ] as const)
    it(`${deadline}, asked at ${now}: ${end}`, () => {
      assert.deepEqual(requestWindow(settings(deadline), at(now)), { start: at(now), end: at(end) });
    });

  it('a time that spring leaves out is as much later, and one that autumn repeats is the earlier one', () => {
    assert.equal(requestWindow(settings('Sun 02:30'), at('2026-03-28 12:00')).end, at('2026-03-29 03:30'));
    assert.equal(
      requestWindow(settings('Sun 02:30'), at('2026-10-24 12:00')).end,
      Date.parse('2026-10-25T02:30:00+02:00'),
    );
  });

  it('is always ahead, on its day and at its time, at most a week and an hour away', () => {
    const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
    const someTime = fc.integer({ min: 0, max: 2 * 365 * 1440 }).map((minutes) => at('2026-01-01') + minutes * 60_000);
    const shown = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Berlin',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    fc.assert(
      fc.property(someTime, fc.constantFrom(...names), fc.integer({ min: 4, max: 23 }), (now, name, hour) => {
        const time = `${String(hour).padStart(2, '0')}:00`;
        const { end } = requestWindow(settings(`${name} ${time}`), now);
        assert.ok(end > now && end - now <= (7 * 24 + 1) * 3_600_000);
        assert.equal(shown.format(end).replace(',', ''), `${name} ${time}`);
      }),
    );
  });

  for (const deadline of ['Sun', 'Sun 25:00', 'sun 18:00', 'Sun  18:00', 'Sunday 18:00', 'Sun 18:00 ', '7', 'tomorrow'])
    it(`"${deadline}" is none that settings keep`, () => refusesField(() => settings(deadline), 'deadline'));
});
