import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Command,
  closingLog,
  decide,
  defaultRunSettings,
  emptyRunLog,
  type RunLog,
  type RunSettings,
} from '#src/runs/index.js';
import type { Ms } from '#src/time/index.js';
import { at, hours } from './prices.js';
import { drawn, type Happening, live } from './simulator.js';

const day = at('2026-11-22');
const prices = hours(day, 72, 30, { 2: 10, 3: 12, 14: 20, 26: 10, 50: 10 });

/** As it is read from storage. */
const stored = (log: RunLog) => JSON.parse(JSON.stringify(log)) as RunLog;

describe('runs: a clock that is wrong after a reboot', () => {
  const done = { settings: defaultRunSettings, series: prices, from: day };
  const wholeDay = live({ ...done, to: at('2026-11-22 04:00') });
  const cancelled = live({
    ...done,
    to: at('2026-11-22 01:00'),
    happenings: [{ at: at('2026-11-22 00:30'), command: { kind: 'cancel' } }],
  });
  const rows: { name: string; before: typeof wholeDay; clocks: Ms[] }[] = [
    { name: 'the evening before', before: wholeDay, clocks: [at('2026-11-21 23:17')] },
    { name: 'the evening before, cancelled', before: cancelled, clocks: [at('2026-11-21 23:17')] },
    { name: '1970', before: wholeDay, clocks: [30_000] },
    { name: '1970, cancelled', before: cancelled, clocks: [30_000] },
    { name: 'the evening before, twice', before: wholeDay, clocks: [at('2026-11-21 23:17'), at('2026-11-21 23:20')] },
    { name: '1970 and the evening before', before: wholeDay, clocks: [30_000, at('2026-11-21 23:17')] },
    { name: 'a week ahead', before: wholeDay, clocks: [at('2026-11-29 02:00')] },
  ];
  for (const { name, before, clocks } of rows) {
    it(`${name}: no window is run twice`, () => {
      let { log } = before.last;
      const steps = [...clocks, at('2026-11-22 05:10')];
      for (const [index, now] of steps.entries()) {
        const cause = index < clocks.length ? 'start' : 'alarm';
        log = stored(decide({ settings: defaultRunSettings, series: prices, log, cause, now }).log);
      }
      const after = live({ ...done, log, from: at('2026-11-22 05:11'), to: at('2026-11-22 23:59') });
      assert.equal(drawn(after.onTimes), '');
      const next = live({
        ...done,
        log: stored(after.last.log),
        from: at('2026-11-23 00:00'),
        to: at('2026-11-23 23:59'),
      });
      assert.equal(drawn(next.onTimes), '02:00-03:00');
      assert.ok((next.last.log.closedBefore?.length ?? 0) <= 2);
    });
  }

  it('a plan command reopens what was cancelled, also when another window was closed after it', () => {
    const lagging = decide({ ...done, log: cancelled.last.log, cause: 'start', now: at('2026-11-21 23:17') });
    const right = decide({ ...done, log: lagging.log, cause: 'alarm', now: at('2026-11-22 01:10') });
    assert.equal(right.state.reason, 'cancelled');
    const command = { kind: 'plan' as const };
    const again = decide({ ...done, log: right.log, cause: 'command', command, now: at('2026-11-22 01:20') });
    assert.equal(again.plan?.runs[0]?.start, at('2026-11-22 02:00'));
  });

  it('a window that is cancelled after another was closed forgets neither', () => {
    const tonight = { ...done, settings: { ...defaultRunSettings, from: '00:00', to: '12:00' } };
    const closed = live({ ...tonight, to: at('2026-11-22 04:00') });
    const cancel = { at: at('2026-11-23 01:00'), command: { kind: 'cancel' as const } };
    const seen = live({
      ...tonight,
      log: stored(closed.last.log),
      from: at('2026-11-22 04:01'),
      to: at('2026-11-23 02:00'),
      happenings: [cancel, { at: at('2026-11-23 01:30'), command: { kind: 'cancel' as const } }],
    });
    const { closed: last, closedBefore = [] } = seen.last.log;
    assert.deepEqual(
      [last, ...closedBefore].map((one) => [one?.how, one?.window.start]),
      [
        ['cancelled', at('2026-11-23')],
        ['done', at('2026-11-22')],
      ],
    );
  });

  it('a window that is done stays known where it is cancelled, with the one before it', () => {
    const closed = live({ ...done, to: at('2026-11-23 04:00') });
    const cancel = { at: at('2026-11-23 05:00'), command: { kind: 'cancel' as const } };
    const seen = live({
      ...done,
      log: stored(closed.last.log),
      from: at('2026-11-23 04:01'),
      to: at('2026-11-23 06:00'),
      happenings: [cancel],
    });
    const { closed: last, closedBefore = [] } = seen.last.log;
    assert.deepEqual(
      [last, ...closedBefore].map((one) => [one?.how, one?.window.start]),
      [
        ['cancelled', at('2026-11-23')],
        ['done', at('2026-11-22')],
      ],
    );
  });

  it('a log of before, with one closed window, is read as it was', () => {
    const { closedBefore, ...log } = wholeDay.last.log;
    assert.equal(closedBefore, undefined);
    const seen = decide({ ...done, log, cause: 'start', now: at('2026-11-22 05:00') });
    assert.equal(seen.state.reason, 'done');
    assert.equal(seen.plan?.window.start, at('2026-11-23'));
  });
});

describe('runs: a clock that leaps and is put right again', () => {
  const minute = 60_000;
  const leaps = { minute, 'quarter of an hour': 15 * minute, day: 24 * 60 * minute, year: 365 * 24 * 60 * minute };
  const cheapAt14 = hours(day, 72, 30, { 14: 10, 38: 10, 62: 10 });
  const daily: RunSettings = { ...defaultRunSettings, from: '06:00', to: '22:00' };
  const byMessage: RunSettings = { ...defaultRunSettings, trigger: 'message', deadline: '22:00' };
  const pieces: RunSettings = { ...daily, mode: 'interruptible', durationMinutes: 120, maxPriceCt: 30 };
  const twoCheap = hours(day, 72, 30, { 9: 9, 14: 10, 33: 9, 38: 10 });

  interface Case {
    readonly settings?: RunSettings;
    readonly series?: typeof prices;
    readonly happenings?: readonly Happening[];
    readonly wrongAt: Ms;
  }

  /** The rest of the day after the clock stood elsewhere for 40 s each, and the same without that. */
  function restOfDay(story: Case, clocks: readonly { readonly byMs: number; readonly restart: boolean }[]) {
    const { settings = daily, series = cheapAt14, happenings = [], wrongAt } = story;
    const before = live({ settings, series, happenings, from: day, to: wrongAt });
    let { log } = before.last;
    let dueAt: Ms | null | undefined = before.last.nextAlarmAt;
    let right = wrongAt;
    for (const { byMs, restart } of [...clocks, { byMs: 0, restart: false }]) {
      const now = right + byMs;
      if (restart) log = closingLog(log, now);
      const decided = decide({
        settings,
        series,
        log,
        now,
        cause: restart ? 'start' : 'alarm',
        ...(!restart && { dueAt }),
      });
      log = JSON.parse(JSON.stringify(decided.log));
      dueAt = decided.nextAlarmAt;
      right += 40_000;
    }
    const rest = (from: RunLog) => {
      const seen = live({ settings, series, log: stored(from), from: right, to: at('2026-11-23 12:00') });
      const { plan, state } = seen.decisions[0] ?? assert.fail();
      return { on: drawn(seen.onTimes), window: plan?.window, runs: state.on ? undefined : plan?.runs, state };
    };
    return { after: rest(log), expected: rest(before.last.log) };
  }

  const request: Happening = {
    at: at('2026-11-22 08:00'),
    command: { kind: 'plan', options: { durationMinutes: 90 } },
  };
  const say = (command: Command): Happening => ({ at: at('2026-11-22 10:00'), command });
  const cases: Record<string, Case> = {
    'a window whose run is to come': { wrongAt: at('2026-11-22 11:00') + 10_000 },
    'a window whose options came by message': { happenings: [request], wrongAt: at('2026-11-22 11:00') + 10_000 },
    'a request': { settings: byMessage, happenings: [request], wrongAt: at('2026-11-22 11:00') + 10_000 },
    'a window of which a part is run': { settings: pieces, series: twoCheap, wrongAt: at('2026-11-22 11:00') + 10_000 },
    'a window that is done': { wrongAt: at('2026-11-22 16:10') },
    'a window that was cancelled': { happenings: [say({ kind: 'cancel' })], wrongAt: at('2026-11-22 11:00') + 10_000 },
    'a window that is left out': {
      happenings: [{ at: at('2026-11-22 02:00'), command: { kind: 'skip' } }],
      wrongAt: at('2026-11-22 11:00') + 10_000,
    },
    'extra time that is on': {
      settings: { ...daily, durationMinutes: 30, alwaysOnBelowCt: 11 },
      series: hours(day, 72, 30, { 9: 9, 14: 10, 38: 10, 62: 10 }),
      wrongAt: at('2026-11-22 14:40') + 10_000,
    },
    'an override that ends by itself': {
      happenings: [say({ kind: 'override', state: 'off', minutes: 300 })],
      wrongAt: at('2026-11-22 11:00') + 10_000,
    },
    'an override until it is changed': {
      happenings: [say({ kind: 'override', state: 'on' })],
      settings: { ...daily, durationMinutes: 180 },
      wrongAt: at('2026-11-22 11:00') + 10_000,
    },
  };
  for (const [name, story] of Object.entries(cases)) {
    for (const [size, ms] of Object.entries(leaps)) {
      for (const [direction, byMs] of [
        ['ahead', ms],
        ['behind', -ms],
      ] as const) {
        for (const restart of [false, true]) {
          it(`${name}: a ${size} ${direction} for 40 s${restart ? ', with a restart in it' : ''}, changes nothing`, () => {
            const { after, expected } = restOfDay(story, [{ byMs, restart }]);
            assert.deepEqual(after, expected);
          });
        }
      }
    }
  }

  it('whatever the clock does for a while: once it is right, all goes on as if nothing had been', function () {
    this.timeout(60_000);
    const clock = fc.record({
      byMs: fc.oneof(
        fc.constantFrom(...Object.values(leaps)).chain((ms) => fc.constantFrom(ms, -ms)),
        fc.integer({ min: -400 * 24 * 60, max: 400 * 24 * 60 }).map((minutes) => minutes * minute),
      ),
      restart: fc.boolean(),
    });
    // What is really run meanwhile may count for one window or another.
    const { 'an override until it is changed': _, ...off } = cases;
    const story = fc.constantFrom(...Object.values(off));
    fc.assert(
      fc.property(story, fc.array(clock, { minLength: 1, maxLength: 3 }), (one, clocks) => {
        const { after, expected } = restOfDay(one, clocks);
        assert.deepEqual(after, expected);
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 60) },
    );
  });

  for (const { command, is } of [
    { command: { kind: 'override', state: 'off' }, is: 'manual' },
    { command: { kind: 'status' }, is: 'waiting' },
  ] as const satisfies { command: Command; is: string }[])
    it(`once the clock is right, what a person said meanwhile holds: after ${command.kind} it is ${is}`, () => {
      const now = at('2026-11-22 11:00');
      const before = live({ settings: daily, series: cheapAt14, from: day, to: now }).last;
      const given = { settings: daily, series: cheapAt14 };
      const dueAt = before.nextAlarmAt;
      const ahead = decide({ ...given, log: before.log, dueAt, cause: 'command', command, now: now + 86_400_000 });
      const right = { ...given, log: ahead.log, dueAt: ahead.nextAlarmAt, cause: 'alarm' as const, now: now + 40_000 };
      assert.equal(decide(right).state.reason, is);
    });

  it('a machine that was started on a day to come stops when the clock is right, whatever times it showed in between', () => {
    const { after, expected } = restOfDay({ wrongAt: at('2026-11-22 16:10') }, [
      { byMs: leaps.day, restart: false },
      { byMs: 830 * minute, restart: false },
    ]);
    assert.deepEqual(after, expected);
  });

  it('an hour that a clock leaps while a machine is on is not run, also where Node-RED is stopped right then', () => {
    const { after, expected } = restOfDay({ wrongAt: at('2026-11-22 16:10') }, [
      { byMs: leaps.day, restart: false },
      { byMs: leaps.day + 60 * minute, restart: true },
    ]);
    assert.deepEqual(after, expected);
  });

  it('what was run while the clock was wrong is shown when it really was', () => {
    const settings: RunSettings = { ...defaultRunSettings, mode: 'interruptible', durationMinutes: 90 };
    const series = hours(day, 48, 30, { 5: 10, 14: 11 });
    const before = decide({ settings, series, log: emptyRunLog, cause: 'start', now: day });
    // At midnight the clock shows 05:10, for an hour.
    const wrong = { from: at('2026-11-22 05:10'), to: at('2026-11-22 06:04') };
    const seen = live({ settings, series, log: stored(before.log), ...wrong });
    assert.equal(drawn(seen.onTimes), '05:10-06:00');
    const now = at('2026-11-22 01:00');
    const right = decide({ settings, series, log: stored(seen.last.log), cause: 'alarm', now });
    assert.equal(drawn(right.plan?.runs ?? []), '00:00-00:50 05:00-05:40');
  });

  it('so is what a machine did that goes on: as one run', () => {
    const given = { settings: daily, series: hours(day, 72, 30, { 14: 10, 38: 10 }) };
    const before = live({ ...given, from: day, to: at('2026-11-22 11:00') });
    // At eleven the clock shows 14:10, for twenty minutes.
    const wrong = { from: at('2026-11-22 14:10'), to: at('2026-11-22 14:30') };
    const seen = live({ ...given, log: stored(before.last.log), ...wrong });
    assert.equal(drawn(seen.onTimes), '14:10-14:30');
    const now = at('2026-11-22 11:20') + 10_000;
    const right = decide({ ...given, log: stored(seen.last.log), cause: 'alarm', now });
    assert.deepEqual(
      right.plan?.runs.map(({ start, end }) => [start, end]),
      [[now - 20 * minute, now + 40 * minute]],
    );
  });

  it('a request of before a leap does not stand in the way of a window that was run since', () => {
    const asked = { settings: byMessage, series: prices };
    const before = decide({ ...asked, log: emptyRunLog, cause: 'start', now: at('2026-11-21 10:00') });
    const seen = live({
      settings: defaultRunSettings,
      series: prices,
      log: stored(before.log),
      from: day,
      to: at('2026-11-22 04:00'),
    });
    assert.equal(drawn(seen.onTimes), '02:00-03:00');
    const back = decide({
      settings: defaultRunSettings,
      series: prices,
      log: stored(seen.last.log),
      cause: 'alarm',
      now: at('2026-11-21 14:00'),
    });
    assert.equal(back.state.on, false);
  });

  it('a run that is on in the right time goes on to its end after a leap', () => {
    const { after } = restOfDay({ wrongAt: at('2026-11-22 14:20') + 10_000 }, [{ byMs: leaps.day, restart: false }]);
    assert.equal(after.on, '14:21-15:01');
  });

  it('a run that only a wrong clock has ended goes on to its end', () => {
    const { after } = restOfDay({ wrongAt: at('2026-11-22 14:57') + 10_000 }, [{ byMs: 5 * minute, restart: false }]);
    // What is on is seen every five minutes.
    assert.match(after.on, /^14:58-15:0[0-5]$/);
  });

  it('a machine that a wrong clock has started goes on as the run of today, and tomorrow has its own', () => {
    const { after } = restOfDay({ wrongAt: at('2026-11-22 11:00') + 10_000 }, [
      { byMs: 3 * 3_600_000, restart: false },
    ]);
    assert.match(after.on, /^11:01-1[12]:/);
    assert.doesNotMatch(after.on, /14:/);
  });
});

describe('runs: a clock that is wrong for a while', () => {
  const minute = 60_000;
  const series = hours(day, 96, 30, { 14: 10, 15: 10, 16: 11, 38: 10, 39: 10, 62: 10, 63: 10 });
  const wantedMinutes = 150;
  const settings: RunSettings = { ...defaultRunSettings, from: '06:00', to: '22:00', durationMinutes: wantedMinutes };

  /** Minutes on in the two days, looked at every minute of true time; the alarm rings by the wall clock. */
  function minutesOn(wrong: { readonly from: Ms; readonly until: Ms; readonly byMs: number }): number {
    let { log, nextAlarmAt, state } = decide({ settings, series, log: emptyRunLog, cause: 'start', now: day });
    let [on, offsetMs] = [0, 0];
    for (let right = day; right < day + 46 * 60 * minute; right += minute) {
      const byMs = right >= wrong.from && right < wrong.until ? wrong.byMs : 0;
      const [now, isSetBack] = [right + byMs, byMs < offsetMs];
      offsetMs = byMs;
      if (isSetBack || now >= (nextAlarmAt ?? Number.POSITIVE_INFINITY)) {
        const decided = decide({ settings, series, log, cause: 'alarm', now, dueAt: nextAlarmAt });
        ({ nextAlarmAt, state } = decided);
        log = JSON.parse(JSON.stringify(decided.log)) as RunLog;
      }
      if (state.on) on += 1;
    }
    return on;
  }

  it('no machine runs longer than wanted, however the clock went', () => {
    const seen: string[] = [];
    for (const byMinutes of [-300, -124, -45, 45, 124, 300])
      for (let from = 5; from < 18; from += 3)
        for (const forMinutes of [53, 170]) {
          const start = day + from * 60 * minute;
          const on = minutesOn({ from: start, until: start + forMinutes * minute, byMs: byMinutes * minute });
          // What is on is seen every five minutes.
          if (Math.abs(on - 2 * wantedMinutes) > 10)
            seen.push(`${byMinutes} min at ${from}:00 for ${forMinutes}: ${on}`);
        }
    assert.deepEqual(seen, []);
  });
});
