import assert from 'node:assert/strict';
import type { Job } from '#src/runs/device/log.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import { beginLate, type Cause, settled } from '#src/runs/life/settle.js';
import type { Ms } from '#src/time/index.js';
import { hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { drawn } from '../simulator.js';

const minute = 1 / 60;
const blink = 1 / 3_600_000;
const pieces: Partial<RunSettings> = { mode: 'interruptible' };

function sceneOf(now: Ms, given: Partial<RunSettings> = {}) {
  return { settings: { ...defaultRunSettings, ...given }, series: [], now };
}

/** `ran 02:00-03:00, on 05:00-06:00, next 07:00-08:00`. */
function shown(job: Job | undefined): string {
  const { ran = [], current, runs = [] } = job ?? {};
  const parts = { ran, on: current ? [current] : [], next: runs };
  return Object.entries(parts)
    .flatMap(([name, all]) => (all.length === 0 ? [] : [`${name} ${drawn(all)}`]))
    .join(', ');
}

/** On from 2 to 4, with more to come at 20, frozen; of two hours. */
const running = jobOf({ current: runOf(2, 4), runs: [runOf(20, 21)], locked: true });
const unharmed = 'on 02:00-04:00, next 20:00-21:00';

interface Row {
  readonly name: string;
  readonly seen: number;
  readonly now: number;
  readonly cause?: Cause;
  readonly job?: Partial<Job>;
  readonly settings?: Partial<RunSettings>;
  readonly becomes: string;
}

function assertSettled(rows: readonly Row[]): void {
  for (const { name, seen, now, cause = 'alarm', job = {}, settings, becomes } of rows)
    it(`${name}: ${becomes}`, () => {
      const log: RunLog = { ...emptyRunLog, lastSeenAt: hour(seen), job: { ...running, ...job } };
      const found = settled(log, sceneOf(hour(now), settings), cause);
      assert.equal(shown(found.job), becomes);
      const isLeftAlone = becomes === unharmed;
      assert.equal(found === log, isLeftAlone);
      if (!isLeftAlone) assert.equal(found.lastSeenAt, hour(now));
    });
}

describe('runs: a device that is on, looked at again', () => {
  assertSettled([
    { name: 'soon', seen: 3, now: 3 + 10 * minute, becomes: unharmed },
    { name: 'by a start, at once', seen: 3, now: 3 + minute, cause: 'start', becomes: unharmed },
    { name: 'by a clock that was put back a little', seen: 3, now: 3 - minute, becomes: unharmed },
  ]);
  for (const cause of ['prices', 'command', 'settings'] as const)
    assertSettled([{ name: `by ${cause}`, seen: 3, now: 3 + 10 * minute, cause, becomes: unharmed }]);
});

describe('runs: a device that was on before a power cut', () => {
  assertSettled([
    {
      name: 'as soon as that is longer than anybody is not looked at',
      seen: 3,
      now: 3 + 11 * minute,
      becomes: 'ran 02:00-03:00, on 03:11-04:11',
    },
    {
      name: 'as soon as a start finds it out',
      seen: 3,
      now: 3 + 2 * minute,
      cause: 'start',
      becomes: 'ran 02:00-03:00, on 03:02-04:02',
    },
    { name: 'in one piece, late', seen: 3, now: 9, becomes: 'ran 02:00-03:00, on 09:00-10:00' },
    { name: 'in one piece, at the end of its window', seen: 3, now: 24, becomes: 'ran 02:00-03:00' },
    {
      name: 'in one piece that runs over the end of its window',
      seen: 3,
      now: 3.5,
      job: { window: hoursOf(0, 3.25) },
      becomes: 'ran 02:00-03:00, on 03:30-04:30',
    },
    {
      name: 'in one piece, at its planned end after that of its window',
      seen: 3,
      now: 4,
      job: { window: hoursOf(0, 3.25) },
      becomes: 'ran 02:00-03:00',
    },
    {
      name: 'in pieces: to its planned end',
      seen: 3,
      now: 3.5,
      settings: pieces,
      becomes: 'ran 02:00-03:00, on 03:30-04:00',
    },
    { name: 'in pieces, at its planned end', seen: 3, now: 4, settings: pieces, becomes: 'ran 02:00-03:00' },
    {
      name: 'in pieces, as a message asked for',
      seen: 3,
      now: 9,
      job: { options: pieces },
      becomes: 'ran 02:00-03:00',
    },
    {
      name: 'started by hand, whatever the mode',
      seen: 3,
      now: 9,
      job: { kind: 'start' },
      settings: pieces,
      becomes: 'ran 02:00-03:00, on 09:00-10:00',
    },
    {
      name: 'held on by an override: nothing goes on by itself',
      seen: 3,
      now: 3.5,
      job: { current: runOf(2, 4, { cause: 'override' }) },
      becomes: 'ran 02:00-03:00',
    },
    {
      name: 'with nothing left of what it wants',
      seen: 3,
      now: 3.5,
      job: { wantedMs: 3_600_000 },
      becomes: 'ran 02:00-03:00',
    },
    { name: 'seen at its very beginning', seen: 2, now: 9, becomes: 'on 09:00-11:00' },
    { name: 'of which no run was on', seen: 3, now: 9, job: { current: undefined }, becomes: 'next 20:00-21:00' },
  ]);

  it('is off in between, and its extra time is over', () => {
    const on = { on: true, since: hour(1) };
    const log: RunLog = { ...emptyRunLog, lastSeenAt: hour(3), device: on, extra: hoursOf(1, 5), job: running };
    const { device, dark, extra, job, lastSeenAt } = settled(log, sceneOf(hour(4)), 'start');
    assert.deepEqual([device, dark], [{ on: true, since: hour(4) }, hoursOf(3, 4)]);
    assert.deepEqual([extra, lastSeenAt, job?.locked], [undefined, hour(4), false]);
    const off = { ...log, device: { on: false, since: hour(1) } };
    const stillOff = settled(off, sceneOf(hour(4)), 'start');
    assert.deepEqual([stillOff.device, stillOff.dark], [off.device, undefined]);
    const bare = settled({ ...emptyRunLog, lastSeenAt: hour(3) }, sceneOf(hour(4)), 'start');
    assert.deepEqual([bare.device, bare.dark, bare.job], [undefined, undefined, undefined]);
  });
});

describe('runs: a device that is on while the clock is put back', () => {
  assertSettled([
    {
      name: 'keeps its remaining minutes',
      seen: 3,
      now: 1,
      becomes: 'ran 02:00-03:00, on 01:00-02:00, next 20:00-21:00',
    },
    {
      name: 'as soon as that is more than a correction',
      seen: 3,
      now: 3 - 2 * minute,
      becomes: 'ran 02:00-03:00, on 02:58-03:58, next 20:00-21:00',
    },
    {
      name: 'by a start as well',
      seen: 3,
      now: 1,
      cause: 'start',
      becomes: 'ran 02:00-03:00, on 01:00-02:00, next 20:00-21:00',
    },
    { name: 'where no run was on', seen: 3, now: 1, job: { current: undefined }, becomes: 'next 20:00-21:00' },
  ]);

  it('has no extra time any more, with a job or without', () => {
    for (const job of [running, undefined]) {
      const log: RunLog = { ...emptyRunLog, lastSeenAt: hour(3), extra: hoursOf(1, 5), job };
      const found = settled(log, sceneOf(hour(1)), 'alarm');
      assert.deepEqual([found.extra, found.lastSeenAt], [undefined, hour(1)]);
    }
  });

  it('has been so since now, and not since a time to come', () => {
    for (const [since, becomes] of [
      [5, 4],
      [4, 4],
      [3, 3],
    ] as const) {
      const log: RunLog = { ...emptyRunLog, device: { on: false, since: hour(since) } };
      const found = settled(log, sceneOf(hour(4)), 'alarm');
      assert.deepEqual(found.device, { on: false, since: hour(becomes) });
      assert.equal(found === log, since === becomes);
    }
  });
});

describe('runs: an alarm that is late for a run', () => {
  const due = jobOf({ runs: [runOf(2, 4), runOf(6, 7)] }, defaultRunSettings);
  const begun = 'on 02:00-04:00, next 06:00-07:00';
  const waits = 'next 02:00-04:00 06:00-07:00';
  const rows: {
    name: string;
    now: number;
    job?: Partial<Job>;
    log?: Partial<RunLog>;
    settings?: Partial<RunSettings>;
    becomes: string;
  }[] = [
    { name: 'a little: it begins as planned', now: 2 + minute, becomes: begun },
    { name: 'by next to nothing', now: 2 + blink, becomes: begun },
    { name: 'too late', now: 2 + minute + blink, becomes: waits },
    { name: 'not at all', now: 2, becomes: waits },
    { name: 'that a person holds off', now: 2 + minute, log: { override: { on: false, until: null } }, becomes: waits },
    { name: 'of other settings', now: 2 + minute, settings: { durationMinutes: 90 }, becomes: waits },
    {
      name: 'of a request that says otherwise',
      now: 2 + minute,
      job: { options: { durationMinutes: 90 } },
      becomes: waits,
    },
    { name: 'of settings that no plan depends on', now: 2 + minute, settings: { resend: 5 }, becomes: begun },
    {
      name: 'while another one is on',
      now: 2 + minute,
      job: { current: runOf(1, 5) },
      becomes: 'on 01:00-05:00, next 02:00-04:00 06:00-07:00',
    },
    { name: 'of which there is none', now: 2 + minute, job: { runs: [] }, becomes: '' },
  ];
  for (const { name, now, job = {}, log = {}, settings, becomes } of rows)
    it(`${name}: ${becomes || 'nothing'}`, () => {
      const given: RunLog = { ...emptyRunLog, ...log, job: { ...due, ...job } };
      const found = beginLate(given, sceneOf(hour(now), settings));
      assert.equal(shown(found.job), becomes);
      assert.equal(found === given, becomes !== begun);
    });

  it('is none without a job', () => {
    assert.equal(beginLate(emptyRunLog, sceneOf(hour(2))), emptyRunLog);
  });
});
