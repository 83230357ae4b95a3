import assert from 'node:assert/strict';
import type { Closed, Job } from '#src/runs/device/log.js';
import { openWindow, settingsNow } from '#src/runs/device/open-window.js';
import { defaultRunSettings, type RunOptions, type RunSettings } from '#src/runs/device/settings.js';
import { settingsKey } from '#src/runs/device/settings-key.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import { newJob, withJob, withNextRun } from '#src/runs/life/jobs.js';
import type { Interval } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { series } from '../prices.js';

const now = hour(10);
const settingsOf = (given: Partial<RunSettings> = {}): RunSettings => ({ ...defaultRunSettings, ...given });
const sceneOf = (given: Partial<RunSettings> = {}) => ({ settings: settingsOf(given), series: [], now });
const closedOf = (window: Interval, given: Partial<Closed> = {}): Closed => {
  return { kind: 'daily', how: 'done', window, at: window.start, options: {}, settingsKey: '', ...given };
};

describe('runs: what there is to do', () => {
  it('is new in a window, with what a message says, from when it can begin', () => {
    const options: RunOptions = { durationMinutes: 90 };
    for (const [window, since] of [
      [hoursOf(8, 12), now],
      [hoursOf(11, 12), hour(11)],
    ] as const) {
      const job = newJob('message', window, { scene: sceneOf({ durationMinutes: 30 }), options });
      const key = settingsKey(settingsOf({ durationMinutes: 90 }));
      const none = { feasible: false };
      assert.deepEqual(job, {
        ...jobOf({ ...none, kind: 'message', window, since, options, settingsKey: key }),
        wantedMs: 5_400_000,
      });
    }
  });

  const own = hoursOf(0, 24);
  const key = settingsKey(settingsOf());
  const half = { durationMinutes: 30 };
  const fresh = { window: own, since: now, options: {}, ran: [], settingsKey: key };
  const locked = { runs: [runOf(20, 21)], told: { planId: 'x' }, locked: true, settingsKey: key };
  const never = { weekdays: [] };
  const rows: {
    name: string;
    log: Partial<RunLog>;
    settings?: Partial<RunSettings>;
    job: Partial<Job> | 'the same' | 'none';
  }[] = [
    { name: 'daily: the window that is open', log: {}, job: fresh },
    {
      name: 'daily: the next one, where that is done',
      log: { closed: closedOf(own) },
      job: { window: hoursOf(24, 48), since: hour(24) },
    },
    { name: 'by message: nothing without one', log: {}, settings: { trigger: 'message' }, job: 'the same' },
    { name: 'nothing where no window comes', log: {}, settings: never, job: 'the same' },
    {
      name: 'by message: its request',
      log: { job: jobOf({ kind: 'message' }) },
      settings: { trigger: 'message' },
      job: 'the same',
    },
    { name: 'no request any more, where it is daily', log: { job: jobOf({ kind: 'message' }) }, job: 'none' },
    {
      name: 'no window any more, where it is by message',
      log: { job: jobOf() },
      settings: { trigger: 'message' },
      job: 'none',
    },
    {
      name: 'a run that is on, whatever the settings',
      log: { job: jobOf({ current: runOf(9, 11) }) },
      settings: { trigger: 'message' },
      job: 'the same',
    },
    {
      name: 'what was started by hand',
      log: { job: jobOf({ kind: 'start' }) },
      settings: { trigger: 'message' },
      job: 'the same',
    },
    { name: 'the same window still', log: { job: jobOf(locked) }, job: 'the same' },
    { name: 'nothing, where windows come no more', log: { job: jobOf(locked) }, settings: never, job: 'none' },
    {
      name: 'another window, anew: what a message said of the one before is over',
      log: {
        job: jobOf({ ...locked, window: hoursOf(-24, 0), settingsKey: settingsKey(settingsOf(half)), options: half }),
      },
      job: fresh,
    },
    {
      name: 'other hours for it, from now on',
      log: { job: jobOf({ ...locked, options: half, since: hour(3) }) },
      settings: { to: '20:00' },
      job: { window: hoursOf(0, 20), since: now, options: half, runs: [], told: {}, locked: false },
    },
    {
      name: 'other hours for it, that begin later',
      log: { job: jobOf({ ...locked, options: half }) },
      settings: { from: '12:00', to: '20:00' },
      job: { window: hoursOf(12, 20), since: hour(12), options: half },
    },
    {
      name: 'only its end is another one',
      log: { job: jobOf({ ...locked, window: hoursOf(0, 22), ran: [runOf(3, 4)] }) },
      job: { window: own, since: day, ran: [runOf(3, 4)], runs: [], told: {}, locked: false },
    },
    {
      name: 'only its beginning is another one',
      log: { job: jobOf({ ...locked, window: hoursOf(2, 24), ran: [runOf(3, 4)] }) },
      job: { window: own, since: day, ran: [runOf(3, 4)] },
    },
    {
      name: 'a window whose hours a message has named',
      log: { job: jobOf({ ...locked, window: hoursOf(0, 20), options: { to: '20:00' } }) },
      job: 'the same',
    },
    {
      name: 'other settings for the same window are for the plan to mind',
      log: { job: jobOf({ ...locked, settingsKey: 'others' }) },
      job: 'the same',
    },
  ];
  for (const { name, log, settings, job } of rows)
    it(name, () => {
      const given: RunLog = { ...emptyRunLog, ...log };
      const found = withJob(given, sceneOf(settings));
      if (job === 'the same') assert.equal(found, given);
      else if (job === 'none') assert.deepEqual(found, { ...given, job: undefined });
      else {
        const shown = Object.fromEntries(Object.keys(job).map((part) => [part, found.job?.[part as keyof Job]]));
        assert.deepEqual(shown, job);
        assert.deepEqual({ ...found, job: undefined }, { ...given, job: undefined });
      }
    });
});

describe('runs: the next run of a job', () => {
  const waiting = jobOf({ wantedMs: 7_200_000, runs: [runOf(11, 12), runOf(14, 15)] });

  it('is on from now to its end, and the others may freeze with it', () => {
    const begun = { ...waiting, current: runOf(10, 12), runs: [runOf(14, 15)] };
    assert.deepEqual(withNextRun(waiting, now, sceneOf()), { ...begun, locked: true });
    assert.deepEqual(withNextRun(waiting, now, sceneOf({ replan: 'always' })), { ...begun, locked: false });
    const asked: Job = { ...waiting, options: { mode: 'threshold', maxPriceCt: 5 } };
    assert.equal(withNextRun(asked, now, sceneOf()).locked, false);
    assert.equal(withNextRun({ ...asked, locked: true }, now, sceneOf()).locked, true);
  });

  it('that was expected is planned or blind when it begins, by the price of that moment', () => {
    const expected = { ...waiting, runs: [runOf(11, 12, { cause: 'expected' })] };
    const causeAt = (priceCt: number | null) => {
      const scene = { ...sceneOf(), series: series(hour(11), [priceCt]) };
      const { cause, wasExpected } = withNextRun(expected, hour(11), scene).current ?? assert.fail();
      return [cause, wasExpected];
    };
    assert.deepEqual(
      [causeAt(10), causeAt(null)],
      [
        ['planned', true],
        ['fallback', true],
      ],
    );
  });

  it('is none where none is to come', () => {
    const job = jobOf();
    assert.equal(withNextRun(job, now, sceneOf()), job);
  });
});

describe('runs: what is open', () => {
  const options: RunOptions = { durationMinutes: 30 };
  const rows: { name: string; log: Partial<RunLog>; state: string | undefined; window?: Interval }[] = [
    {
      name: 'a window from its beginning',
      log: { job: jobOf({ window: hoursOf(10, 12), options }) },
      state: 'planned',
    },
    { name: 'none right at its end', log: { job: jobOf({ window: hoursOf(8, 10), options }) }, state: undefined },
    { name: 'none that is still to come', log: { job: jobOf({ window: hoursOf(11, 12), options }) }, state: undefined },
    {
      name: 'none while something was started by hand',
      log: { job: jobOf({ kind: 'start', options }) },
      state: undefined,
    },
    { name: 'a request', log: { job: jobOf({ kind: 'message', options }) }, state: 'planned' },
    ...(['done', 'cancelled', 'missed'] as const).map((how) => ({
      name: `a window that is ${how}`,
      log: { closed: closedOf(hoursOf(9, 11), { how, options }) },
      state: how,
    })),
    {
      name: 'a window that was closed before another one',
      log: { closed: closedOf(hoursOf(24, 48)), closedBefore: [closedOf(hoursOf(9, 11), { options })] },
      state: 'done',
    },
    {
      name: 'none that was closed and is over',
      log: { closed: closedOf(hoursOf(8, 10), { options }) },
      state: undefined,
    },
    {
      name: 'a window that was closed, while the next one is planned',
      log: { job: jobOf({ window: hoursOf(24, 48) }), closed: closedOf(hoursOf(9, 11), { options }) },
      state: 'done',
    },
    { name: 'nothing', log: {}, state: undefined },
  ];
  for (const { name, log, state } of rows)
    it(`${name}: ${state ?? 'outside'}`, () => {
      const given: RunLog = { ...emptyRunLog, ...log };
      const open = openWindow(given, now);
      assert.equal(open?.state, state);
      if (open !== undefined) assert.ok(open.window.start <= now && now < open.window.end);
      const { durationMinutes } = settingsNow(given, settingsOf(), now);
      assert.equal(durationMinutes, state === undefined ? 60 : 30);
    });
});
