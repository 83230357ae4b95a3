import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConfigError } from '#src/errors.js';
import type { Closed } from '#src/runs/device/log.js';
import { clockTimeIn, dailyWindow, type Exclusions, requestWindow, upcomingWindow } from '#src/runs/device/windows.js';
import { checkRunSettings, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import type { Interval } from '#src/time/index.js';
import { refusesField } from '../../support/nomos/refusals.js';
import { at, clock } from '../prices.js';

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

describe('runs: the window of a request', () => {
  const now = at('2026-11-28 17:00');
  for (const [name, given, hours] of [
    ['a day, where nothing is said', {}, 24],
    ['so many hours', { withinHours: 2.5 }, 2.5],
    ['a deadline, which goes before hours', { withinHours: 2.5, deadline: '18:00' }, 1],
    ['an instant', { deadline: '2026-11-28T20:00:00+01:00' }, 3],
  ] as const)
    it(`${name}: ${hours} hours`, () => {
      const window = requestWindow({ ...defaultRunSettings, ...given }, now);
      assert.deepEqual(window, { start: now, end: now + hours * 3_600_000 });
    });

  it('is refused where its deadline is not ahead', () => {
    const deadline = '2026-11-28T17:00:00+01:00';
    const window = (instant: number) => requestWindow({ ...defaultRunSettings, deadline }, instant);
    assert.equal(window(now - 1).end, now);
    assert.throws(
      () => window(now),
      (error) => {
        assert.ok(error instanceof ConfigError && error.code === 'deadline-passed' && error.message.includes(deadline));
        assert.deepEqual(error.params, { field: 'deadline', value: deadline, now: deadline });
        return true;
      },
    );
  });
});

describe('runs: a local time in a window', () => {
  for (const [from, to, time, found] of [
    ['2026-11-28 22:00', '2026-11-29 06:00', '22:00', '2026-11-28 22:00'],
    ['2026-11-28 22:00', '2026-11-29 06:00', '05:59', '2026-11-29 05:59'],
    ['2026-11-28 22:00', '2026-11-29 06:00', '06:00', undefined],
    ['2026-11-28 22:00', '2026-11-29 06:00', '21:59', undefined],
    ['2026-11-28 22:00', '2026-12-01 06:00', '21:00', '2026-11-29 21:00'],
    ['2026-11-28 08:00', '2026-11-28 18:00', '12:00', '2026-11-28 12:00'],
  ] as const)
    it(`${time} in ${from} … ${to}: ${found ?? 'none'}`, () => {
      const window = { start: at(from), end: at(to) };
      assert.equal(clockTimeIn(window, 'Europe/Berlin', time), found && at(found));
    });
});

describe('runs: the daily window that is open or comes next', () => {
  const nightly = { from: '22:00', to: '06:00' };
  const night = (date: string, next: string): Interval => ({ start: at(`${date} 22:00`), end: at(`${next} 06:00`) });
  const saturday = night('2026-11-28', '2026-11-29');
  const sunday = night('2026-11-29', '2026-11-30');
  const monday = night('2026-11-30', '2026-12-01');
  const closedOf = (window: Interval, given: Partial<Closed> = {}): Closed => {
    return { kind: 'daily', how: 'done', window, at: window.start, options: {}, settingsKey: 'mine', ...given };
  };
  const rows: {
    name: string;
    now: string;
    settings?: Partial<RunSettings>;
    excluded?: Partial<Exclusions>;
    window: Interval | undefined;
  }[] = [
    { name: 'the one that is open', now: '2026-11-29 05:59', window: saturday },
    { name: 'the next one, right at the end of one', now: '2026-11-29 06:00', window: sunday },
    { name: 'the one that opens right now', now: '2026-11-29 22:00', window: sunday },
    { name: 'not one that is skipped', now: '2026-11-29 05:00', excluded: { skipped: saturday }, window: sunday },
    {
      name: 'one before that which is skipped',
      now: '2026-11-29 05:00',
      excluded: { skipped: sunday },
      window: saturday,
    },
    { name: 'not one that is done', now: '2026-11-29 05:00', excluded: { closed: closedOf(saturday) }, window: sunday },
    {
      name: 'not one that was cancelled, with other settings',
      now: '2026-11-29 05:00',
      excluded: { closed: closedOf(saturday, { how: 'cancelled', settingsKey: 'others' }) },
      window: sunday,
    },
    {
      name: 'not one that was missed',
      now: '2026-11-29 05:00',
      excluded: { closed: closedOf(saturday, { how: 'missed' }) },
      window: sunday,
    },
    {
      name: 'one that was missed, but with other settings',
      now: '2026-11-29 05:00',
      excluded: { closed: closedOf(saturday, { how: 'missed', settingsKey: 'others' }) },
      window: saturday,
    },
    {
      name: 'one in which a request is done',
      now: '2026-11-29 05:00',
      excluded: { closed: closedOf(saturday, { kind: 'message' }) },
      window: saturday,
    },
    {
      name: 'not one that was closed before another one',
      now: '2026-11-29 05:00',
      excluded: { closed: closedOf(sunday), closedBefore: [closedOf(saturday)] },
      window: monday,
    },
    {
      name: 'one that was closed by another name: only the moment at which it was counts',
      now: '2026-11-29 05:00',
      excluded: { closed: closedOf(saturday, { at: at('2026-11-28 21:59') }) },
      window: saturday,
    },
    {
      name: 'a week later, where it opens once a week',
      now: '2026-11-29 06:00',
      settings: { weekdays: [6] },
      window: night('2026-12-05', '2026-12-06'),
    },
    {
      name: 'two weeks later, where the one in between is skipped',
      now: '2026-11-29 06:00',
      settings: { weekdays: [6] },
      excluded: { skipped: night('2026-12-05', '2026-12-06') },
      window: night('2026-12-12', '2026-12-13'),
    },
  ];
  for (const { name, now, settings = {}, excluded = {}, window } of rows)
    it(name, () => {
      const given = { ...defaultRunSettings, ...nightly, ...settings };
      assert.deepEqual(dailyWindow(given, { settingsKey: 'mine', ...excluded }, at(now)), window);
    });

  it('is one that is yet to open where that is asked for, also right when one opens', () => {
    const upcoming = (now: string) => upcomingWindow({ ...defaultRunSettings, ...nightly }, at(now));
    assert.deepEqual(upcoming('2026-11-28 21:59'), saturday);
    assert.deepEqual(upcoming('2026-11-28 22:00'), sunday);
    assert.deepEqual(upcoming('2026-11-29 01:00'), sunday);
  });

  it('is found by what was looked up before, at any later or earlier time and for any hours', () => {
    const hours = ['00:00', '06:00', '22:00'];
    const zones = ['Europe/Berlin', 'Europe/Lisbon'];
    const asked = fc.record({
      days: fc.integer({ min: -3, max: 3 }),
      minutes: fc.nat(1439),
      from: fc.constantFrom(...hours),
      to: fc.constantFrom(...hours),
      timeZone: fc.constantFrom(...zones),
      weekdays: fc.constantFrom<RunSettings['weekdays']>([1, 2, 3, 4, 5, 6, 7], [6], [1, 3]),
    });
    const isoDay = (instant: number) => new Date(instant).getUTCDay() || 7;
    fc.assert(
      fc.property(fc.array(asked, { minLength: 2, maxLength: 6 }), (all) => {
        for (const { days, minutes, ...given } of all) {
          const now = at('2026-11-28') + (days * 1440 + minutes) * 60_000;
          const found = dailyWindow({ ...defaultRunSettings, ...given }, { settingsKey: '' }, now);
          assert.ok(found && found.end > now);
          const later = given.timeZone === 'Europe/Lisbon' ? 3_600_000 : 0;
          assert.deepEqual([clock(found.start - later), clock(found.end - later)], [given.from, given.to]);
          assert.ok(given.weekdays.includes(isoDay(found.start - later + 3_600_000)));
          // None of the days before it holds another one.
          const span = found.end - found.start;
          for (let start = found.start - 24 * 3_600_000; start + span > now; start -= 24 * 3_600_000)
            assert.ok(!given.weekdays.includes(isoDay(start - later + 3_600_000)), 'the first one');
        }
      }),
    );
  });
});
