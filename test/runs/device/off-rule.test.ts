import assert from 'node:assert/strict';
import type { Job, Run } from '#src/runs/device/log.js';
import {
  exceedsOffLimit,
  offFigures,
  offRuleAt,
  shutAfter,
  stillOffTooLong,
  withCounted,
} from '#src/runs/device/off-rule.js';
import { offSince } from '#src/runs/device/off-since.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import type { Interval } from '#src/time/index.js';
import { day, hoursOf, jobOf, runOf } from '../jobs.js';
import { at, clock } from '../prices.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const settingsOf = (given: Partial<RunSettings>): RunSettings => ({
  ...defaultRunSettings,
  mode: 'interruptible',
  ...given,
});

describe('runs: how long a device has been off', () => {
  const counted = hoursOf(4, 24);
  const rows = [
    { name: 'since it went off', since: 6, counted, at: 9, minutes: 180 },
    { name: 'not before what counts', since: 1, counted, at: 9, minutes: 300 },
    { name: 'not where nothing counts yet', since: 6, counted: undefined, at: 9, minutes: 0 },
    { name: 'not while it is on for longer', since: 11, counted, at: 9, minutes: 0 },
  ];
  for (const row of rows)
    it(`${row.name}: ${row.minutes} minutes`, () => {
      const rule = offRuleAt(settingsOf({ maxOffMinutes: 60 }), day + row.at * hourMs, {
        since: day + row.since * hourMs,
        counted: row.counted,
        afterMs: 7,
      });
      assert.deepEqual(rule, { maxOffMs: hourMs, beforeMs: row.minutes * minuteMs, afterMs: 7 });
    });

  it('is no matter without a limit', () => {
    assert.equal(offRuleAt(settingsOf({}), day, { since: day, counted, afterMs: 0 }), undefined);
  });

  const facts = { ...emptyRunLog };
  const on = { device: { on: true, since: day } };
  const off = { device: { on: false, since: day + hourMs } };
  const now = day + 10 * hourMs;
  const window = { job: jobOf({ window: hoursOf(8, 12) }) };
  const closed = (how: 'done' | 'cancelled' | 'missed') => ({
    closed: { kind: 'daily' as const, how, window: hoursOf(8, 12), at: now, options: {}, settingsKey: '' },
  });
  const sinces: { name: string; facts: Partial<RunLog>; settings?: Partial<RunSettings>; since: string | undefined }[] =
    [
      { name: 'unknown before its first message', facts: {}, since: undefined },
      { name: 'since it was told so', facts: off, since: '01:00' },
      { name: 'from now on where nothing holds it on', facts: on, since: '10:00' },
      { name: 'from the end of its run', facts: { ...on, job: jobOf({ current: runOf(9, 11) }) }, since: '11:00' },
      {
        name: 'from now on where its run is just over',
        facts: { ...on, job: jobOf({ current: runOf(9, 10) }) },
        since: '10:00',
      },
      {
        name: 'never where being on without a plan is chosen, also right when its run is over',
        facts: { ...on, job: jobOf({ current: runOf(9, 10) }) },
        settings: { outputNoPlan: 'on' },
        since: 'never',
      },
      { name: 'from the end of extra time', facts: { ...on, extra: hoursOf(9, 11) }, since: '11:00' },
      {
        name: 'from the end of an override',
        facts: { ...on, override: { on: true, until: day + 11 * hourMs } },
        since: '11:00',
      },
      {
        name: 'never while an override holds it on',
        facts: { ...on, override: { on: true, until: null } },
        since: 'never',
      },
      {
        name: 'as before while an override holds it off',
        facts: { ...off, override: { on: false, until: day + 11 * hourMs } },
        since: '01:00',
      },
      {
        name: 'from what lasts longest',
        facts: { ...on, extra: hoursOf(9, 11), job: jobOf({ current: runOf(9, 12) }) },
        since: '12:00',
      },
      { name: 'never where it is on outside of windows', facts: on, settings: { outputOutside: 'on' }, since: 'never' },
      {
        name: 'from now on outside of windows, whatever is chosen without a plan',
        facts: on,
        settings: { outputNoPlan: 'on' },
        since: '10:00',
      },
      {
        name: 'never where it is on without a plan',
        facts: { ...on, ...window },
        settings: { outputNoPlan: 'on' },
        since: 'never',
      },
      {
        name: 'from now on without a plan, whatever is chosen outside',
        facts: { ...on, ...window },
        settings: { outputOutside: 'on' },
        since: '10:00',
      },
      {
        name: 'never where its window was missed',
        facts: { ...on, ...closed('missed') },
        settings: { outputNoPlan: 'on' },
        since: 'never',
      },
      {
        name: 'from now on where it is done',
        facts: { ...on, ...closed('done') },
        settings: { outputNoPlan: 'on' },
        since: '10:00',
      },
      {
        name: 'from now on where it was cancelled',
        facts: { ...on, ...closed('cancelled') },
        settings: { outputNoPlan: 'on' },
        since: '10:00',
      },
    ];
  for (const { name, facts: given, settings = {}, since } of sinces)
    it(`${name}: ${since}`, () => {
      const found = offSince({ ...facts, ...given }, settingsOf(settings), now);
      assert.equal(found === Number.POSITIVE_INFINITY ? 'never' : clock(found), since);
    });
});

describe('runs: inside which windows time off counts', () => {
  const limited = { settings: settingsOf({ maxOffMinutes: 60 }) };
  const rows: {
    name: string;
    job?: Partial<Job>;
    log?: Partial<RunLog>;
    settings?: RunSettings;
    counted: Interval | undefined;
  }[] = [
    { name: 'the first one, from when it is planned', job: { since: day + hourMs }, counted: hoursOf(1, 24) },
    { name: 'the first one, from its beginning', job: { since: day - hourMs }, counted: hoursOf(0, 24) },
    {
      name: 'one that follows at once',
      job: { window: hoursOf(24, 48) },
      log: { counted: hoursOf(3, 24) },
      counted: hoursOf(3, 48),
    },
    { name: 'the same one again', log: { counted: hoursOf(3, 24) }, counted: hoursOf(3, 24) },
    {
      name: 'one that is shorter than before',
      job: { window: hoursOf(0, 20) },
      log: { counted: hoursOf(3, 24) },
      counted: hoursOf(3, 24),
    },
    {
      name: 'one that leaves a gap',
      job: { window: hoursOf(25, 48), since: day + 25 * hourMs },
      log: { counted: hoursOf(3, 24) },
      counted: hoursOf(25, 48),
    },
    {
      name: 'one that ends where what counted begins',
      job: { window: hoursOf(0, 3) },
      log: { counted: hoursOf(3, 24) },
      counted: hoursOf(3, 24),
    },
    {
      name: 'one that ends before',
      job: { window: hoursOf(0, 2) },
      log: { counted: hoursOf(3, 24) },
      counted: hoursOf(0, 2),
    },
    {
      name: 'one after a window that is skipped',
      job: { window: hoursOf(48, 72), since: day + 48 * hourMs },
      log: { counted: hoursOf(3, 24), skipped: hoursOf(24, 48) },
      counted: hoursOf(3, 72),
    },
    {
      name: 'one that does not touch what is skipped',
      job: { window: hoursOf(49, 72), since: day + 49 * hourMs },
      log: { counted: hoursOf(3, 24), skipped: hoursOf(24, 48) },
      counted: hoursOf(49, 72),
    },
    {
      name: 'one after a skipped one that does not touch',
      job: { window: hoursOf(48, 72), since: day + 48 * hourMs },
      log: { counted: hoursOf(3, 24), skipped: hoursOf(25, 48) },
      counted: hoursOf(48, 72),
    },
    { name: 'the first one, where a later one is skipped', log: { skipped: hoursOf(24, 48) }, counted: hoursOf(0, 24) },
    { name: 'no start outside of windows', job: { kind: 'start' }, counted: undefined },
    { name: 'none without a limit', settings: settingsOf({}), counted: undefined },
    {
      name: 'one whose options bring a limit',
      job: { options: { maxOffMinutes: 90 } },
      settings: settingsOf({}),
      counted: hoursOf(0, 24),
    },
  ];
  for (const { name, job, log = {}, settings = limited.settings, counted } of rows)
    it(name, () => {
      const given: RunLog = { ...emptyRunLog, ...log, job: jobOf(job) };
      const found = withCounted(given, { settings });
      assert.deepEqual(found.counted, counted);
      if (log.counted?.start === counted?.start && log.counted?.end === counted?.end) assert.equal(found, given);
    });

  it('nothing where there is nothing to do', () => {
    assert.equal(withCounted(emptyRunLog, limited), emptyRunLog);
  });
});

describe('runs: what is certain to be off after a window', () => {
  const exclude = [{ from: '00:00', to: '06:00' }];
  const rows: { name: string; job?: Partial<Job>; settings: Partial<RunSettings>; hours: number }[] = [
    { name: 'what is excluded right after it', settings: { exclude }, hours: 6 },
    { name: 'nothing where it is excluded later', settings: { exclude: [{ from: '01:00', to: '06:00' }] }, hours: 0 },
    { name: 'nothing where nothing is excluded', settings: {}, hours: 0 },
    { name: 'nothing without a limit', settings: { exclude, maxOffMinutes: 0 }, hours: 0 },
    { name: 'nothing for a request', job: { kind: 'message' }, settings: { exclude }, hours: 0 },
    {
      name: 'nothing where no window follows at once',
      job: { window: hoursOf(0, 23) },
      settings: { exclude, from: '00:00', to: '23:00' },
      hours: 0,
    },
    { name: 'nothing where the next window comes days later', settings: { exclude, weekdays: [7] }, hours: 0 },
    {
      name: 'nothing where spring leaves out what is excluded',
      job: { window: { start: at('2026-03-28'), end: at('2026-03-29') } },
      settings: { exclude: [{ from: '02:00', to: '03:00' }] },
      hours: 0,
    },
  ];
  for (const { name, job, settings, hours } of rows)
    it(`${name}: ${hours} hours`, () => {
      assert.equal(shutAfter(jobOf(job), settingsOf({ maxOffMinutes: 480, ...settings })), hours * hourMs);
    });

  const ends: { name: string; job: Partial<Job>; settings?: Partial<RunSettings>; now?: number; isTooLong: boolean }[] =
    [
      { name: 'off for just as long as allowed', job: { ran: [runOf(2, 16)] }, isTooLong: false },
      { name: 'off for a minute more', job: { ran: [runOf(2, 16 - 1 / 60)] }, isTooLong: true },
      { name: 'without a limit', job: { ran: [runOf(2, 3)] }, settings: { maxOffMinutes: 0 }, isTooLong: false },
      { name: 'the window is over', job: { ran: [runOf(2, 3)] }, now: 24, isTooLong: false },
      {
        name: 'counts what is excluded after it',
        job: { ran: [runOf(2, 18)] },
        settings: { exclude },
        isTooLong: true,
      },
      {
        name: 'just as long with what is excluded after it',
        job: { ran: [runOf(2, 22)] },
        settings: { exclude },
        isTooLong: false,
      },
      { name: 'nothing was run: from now on', job: {}, now: 16, isTooLong: false },
      { name: 'nothing was run: from now on, and too long', job: {}, now: 15.9, isTooLong: true },
      { name: 'only the last run counts', job: { ran: [runOf(2, 3), runOf(15, 17)] }, isTooLong: false },
    ];
  for (const { name, job, settings = {}, now = 20, isTooLong } of ends)
    it(`done in all: ${name}`, () => {
      const given = settingsOf({ maxOffMinutes: 480, ...settings });
      assert.equal(stillOffTooLong(jobOf(job), given, day + now * hourMs), isTooLong);
    });
});

describe('runs: figures of a limit on time off', () => {
  const limited = settingsOf({ maxOffMinutes: 600 });
  const figures: { name: string; runs: Run[]; job?: Partial<Job>; settings?: RunSettings; said: object }[] = [
    {
      name: 'more than is wanted',
      runs: [runOf(2, 4), runOf(10, 11)],
      said: { minutesExtra: 60, longestOffMinutes: 780 },
    },
    { name: 'less than is wanted', runs: [runOf(2, 3)], said: { minutesExtra: 0, longestOffMinutes: 1260 } },
    { name: 'longest before its first run', runs: [runOf(20, 22)], said: { minutesExtra: 0, longestOffMinutes: 1200 } },
    {
      name: 'longest between',
      runs: [runOf(1, 2), runOf(20, 22)],
      said: { minutesExtra: 60, longestOffMinutes: 1080 },
    },
    {
      name: 'off since before the window',
      runs: [runOf(2, 23)],
      job: { offFrom: day - 10 * hourMs },
      said: { minutesExtra: 1140, longestOffMinutes: 720 },
    },
    {
      name: 'planned in the middle of it',
      runs: [runOf(12, 23)],
      job: { since: day + 11 * hourMs },
      said: { minutesExtra: 540, longestOffMinutes: 60 },
    },
    { name: 'no run at all', runs: [], said: { minutesExtra: 0, longestOffMinutes: 1440 } },
    {
      name: 'a run over the end of its window',
      runs: [runOf(0, 26)],
      said: { minutesExtra: 1440, longestOffMinutes: 0 },
    },
    {
      name: 'a threshold wants none but what is forced',
      runs: [runOf(2, 4, { forcedAfterMs: 0 }), runOf(10, 13)],
      settings: { ...limited, mode: 'threshold' },
      said: { minutesExtra: 120, longestOffMinutes: 660 },
    },
    { name: 'no limit', runs: [runOf(2, 4)], settings: settingsOf({}), said: {} },
  ];
  for (const { name, runs, job, settings = limited, said } of figures)
    it(`${name}: ${JSON.stringify(said)}`, () => {
      assert.deepEqual(offFigures(jobOf(job), runs, settings), said);
    });

  const exceeding: { name: string; job: Partial<Job>; settings?: RunSettings; isExceeded: boolean }[] = [
    {
      name: 'kept with what is run, on and to come',
      job: { ran: [runOf(5, 6)], current: runOf(10, 11), runs: [runOf(14, 15)] },
      isExceeded: false,
    },
    { name: 'not without what is on', job: { ran: [runOf(2, 3)], runs: [runOf(14, 15)] }, isExceeded: true },
    { name: 'not by a minute', job: { runs: [runOf(10 + 1 / 60, 14)] }, isExceeded: true },
    { name: 'just kept', job: { runs: [runOf(10, 14)] }, isExceeded: false },
    { name: 'never exceeded without a limit', job: {}, settings: settingsOf({}), isExceeded: false },
  ];
  for (const { name, job, settings = limited, isExceeded } of exceeding)
    it(name, () => assert.equal(exceedsOffLimit(jobOf(job), settings), isExceeded));
});
