// @ts-nocheck
import assert from 'node:assert/strict';
import { closingLog, decide, defaultRunSettings, emptyRunLog, type RunSettings } from '#src/runs/index.js';
import { at, hours, series } from './prices.js';
import { drawn, type Happening, live, told } from './simulator.js';

const day = at('2026-11-22');
const prices = hours(day, 72, 30, { 2: 10, 3: 12, 14: 20, 26: 10, 50: 10 });
const minuteMs = 60_000;

function lived(given: Partial<RunSettings>, happenings: Happening[], to = '2026-11-22 23:00') {
  return live({ settings: { ...defaultRunSettings, ...given }, series: prices, from: day, to: at(to), happenings });
}

describe('runs: restarts, power cuts and clocks', () => {
  const cases: { name: string; settings?: Partial<RunSettings>; happenings: Happening[]; on: string; told?: RegExp }[] =
    [
      {
        name: 'a power cut inside a contiguous run: the rest follows at once',
        happenings: [{ at: at('2026-11-22 02:20'), powerCutUntil: at('2026-11-22 02:50') }],
        on: '02:00-02:20 02:50-03:35',
      },
      {
        name: 'a power cut until after its planned end: it still resumes while the window is open',
        happenings: [{ at: at('2026-11-22 02:20'), powerCutUntil: at('2026-11-22 09:00') }],
        on: '02:00-02:20 09:00-09:45',
      },
      {
        name: 'a power cut of an interruptible run: the piece goes on, what was lost is planned anew',
        settings: { mode: 'interruptible', durationMinutes: 90 },
        happenings: [{ at: at('2026-11-22 02:21'), powerCutUntil: at('2026-11-22 02:40') }],
        on: '02:00-02:21 02:40-03:50',
      },
      {
        name: 'a power cut until after the window: overrun, and the next window comes',
        settings: { to: '06:00' },
        happenings: [{ at: at('2026-11-22 02:20'), powerCutUntil: at('2026-11-22 07:00') }],
        on: '02:00-02:20',
        told: /02:00 started, 07:00 overrun, 07:00 planned/,
      },
      {
        name: 'a run that is resumed late runs over the end of its window, and says so',
        settings: { from: '01:00', to: '03:00' },
        happenings: [{ at: at('2026-11-22 02:20'), powerCutUntil: at('2026-11-22 02:50') }],
        on: '02:00-02:20 02:50-03:35',
        told: /02:00 started, 02:50 overrun, 02:50 planned, 03:35 finished/,
      },
      {
        name: 'down while the run should have begun: planned anew',
        happenings: [{ at: at('2026-11-22 01:00'), powerCutUntil: at('2026-11-22 02:30') }],
        on: '02:30-03:30',
      },
      {
        name: 'other settings do not cut the run that is on',
        happenings: [
          { at: at('2026-11-22 02:10'), settings: { ...defaultRunSettings, durationMinutes: 20, from: '04:00' } },
        ],
        on: '02:00-03:00 14:00-14:20',
      },
      {
        name: 'other settings move what has not begun',
        settings: { mode: 'interruptible', durationMinutes: 120 },
        happenings: [
          {
            at: at('2026-11-22 02:10'),
            settings: { ...defaultRunSettings, mode: 'interruptible', durationMinutes: 150 },
          },
        ],
        on: '02:00-04:00 14:00-14:30',
      },
      {
        name: 'message instead of daily: the run that is on ends as planned, no other comes',
        happenings: [{ at: at('2026-11-22 02:10'), settings: { ...defaultRunSettings, trigger: 'message' } }],
        on: '02:00-03:00',
      },
    ];

  for (const row of cases) {
    it(row.name, () => {
      const seen = lived(row.settings ?? {}, row.happenings);
      assert.equal(drawn(seen.onTimes), row.on);
      if (row.told) assert.match(told(seen), row.told);
    });
  }

  it('an alarm that is seconds late keeps the planned end', () => {
    const settings = defaultRunSettings;
    const planned = decide({ settings, series: prices, log: emptyRunLog, cause: 'start', now: day });
    const late = decide({
      settings,
      series: prices,
      log: planned.log,
      cause: 'alarm',
      now: at('2026-11-22 02:00') + 20_000,
    });
    assert.equal(late.state.on, true);
    assert.equal(late.state.until, at('2026-11-22 03:00'));
  });

  it('a clock put back during a run leaves it its remaining minutes', () => {
    const settings = defaultRunSettings;
    const planned = decide({ settings, series: prices, log: emptyRunLog, cause: 'start', now: day });
    const begun = decide({ settings, series: prices, log: planned.log, cause: 'alarm', now: at('2026-11-22 02:00') });
    const tick = decide({
      settings,
      series: prices,
      log: begun.log,
      cause: 'alarm',
      now: at('2026-11-22 02:20') - minuteMs * 10,
    });
    const seen = decide({
      settings,
      series: prices,
      log: closingLog(tick.log, at('2026-11-22 02:20')),
      cause: 'alarm',
      now: at('2026-11-22 01:00'),
    });
    assert.equal(seen.state.on, true);
    assert.equal(seen.state.until, at('2026-11-22 01:40'));
  });

  it('a clock that was in 1970 does no harm', () => {
    const settings = defaultRunSettings;
    const early = decide({ settings, series: prices, log: emptyRunLog, cause: 'start', now: 60_000 });
    const right = decide({ settings, series: prices, log: early.log, cause: 'alarm', now: day });
    assert.equal(right.plan?.runs[0]?.start, at('2026-11-22 02:00'));
    const begun = decide({ settings, series: prices, log: right.log, cause: 'alarm', now: at('2026-11-22 02:00') });
    const again1970 = decide({ settings, series: prices, log: begun.log, cause: 'start', now: 60_000 });
    const back = decide({ settings, series: prices, log: again1970.log, cause: 'alarm', now: at('2026-11-22 02:30') });
    assert.equal(back.state.on, true);
    assert.ok((back.state.until ?? 0) <= at('2026-11-22 03:30'));
  });

  it('asks to save at most every five minutes while nothing happens', () => {
    const seen = lived({ durationMinutes: 60 }, []);
    const saves = seen.decisions.filter(
      ({ at: now, saveLog }) => saveLog && now > at('2026-11-22 02:00') && now < at('2026-11-22 03:00'),
    );
    assert.ok(saves.length <= 12, `${saves.length} saves`);
    for (const [index, save] of saves.slice(1).entries()) assert.ok(save.at - (saves[index]?.at ?? 0) >= 5 * minuteMs);
  });

  it('does not follow prices that are equal but another object', () => {
    const same = series(
      day,
      prices.map(({ priceCt }) => priceCt),
    );
    const seen = lived({}, [{ at: at('2026-11-22 01:00'), series: same }]);
    assert.equal(seen.events.filter(({ kind }) => kind === 'planned').length, 2);
  });
});

describe('runs: clock changes', () => {
  const rows = [
    {
      name: 'spring: 92 quarter-hours, a run over the gap',
      date: '2026-03-29',
      count: 92,
      cheapest: 7,
      on: '01:45-03:15',
    },
    {
      name: 'autumn: 100 quarter-hours, a run in the repeated hour',
      date: '2026-10-25',
      count: 100,
      cheapest: 12,
      on: '02:00-02:30',
    },
  ];
  for (const { name, date, count, cheapest, on } of rows) {
    it(name, () => {
      const start = at(date);
      const amounts = Array.from({ length: count }, (_, index) =>
        index === cheapest || index === cheapest + 1 ? 5 : 30,
      );
      const seen = live({
        settings: { ...defaultRunSettings, durationMinutes: 30 },
        series: series(start, amounts, 15),
        from: start,
        to: start + count * 15 * minuteMs - 1,
      });
      assert.equal(drawn(seen.onTimes), on);
      assert.equal(seen.onTimes[0]?.start, start + cheapest * 15 * minuteMs);
      assert.equal(seen.last.plan?.window.start, start + count * 15 * minuteMs);
    });
  }

  it('a window over midnight opens on its weekday only', () => {
    // 2026-11-22 is a Sunday.
    const settings = { ...defaultRunSettings, from: '22:00', to: '06:00', weekdays: [1] };
    const seen = live({ settings, series: prices, from: day, to: at('2026-11-24 12:00') });
    assert.equal(drawn(seen.onTimes), '02:00-03:00');
    assert.equal(seen.onTimes[0]?.start, at('2026-11-24 02:00'));
  });
});
