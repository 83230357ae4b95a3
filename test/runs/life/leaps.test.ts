import assert from 'node:assert/strict';
import type { Closed, Job, Leap } from '#src/runs/device/log.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import { landed, settledLeaps, withoutLeaps } from '#src/runs/life/leaps.js';
import type { Cause } from '#src/runs/life/settle.js';
import type { Ms } from '#src/time/index.js';
import { hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { drawn } from '../simulator.js';

const minute = 1 / 60;
const blink = 1 / 3_600_000;

function sceneOf(now: Ms, given: Partial<RunSettings> = {}) {
  return { settings: { ...defaultRunSettings, ...given }, series: [], now };
}

/** A decision at an hour, of which it is known only that it changes something: the time is written down. */
interface Step {
  readonly at: number;
  readonly cause?: Cause;
  readonly due?: number | null;
}

function decided(log: RunLog, { at, cause = 'alarm', due }: Step): RunLog {
  const dueAt = due == null ? due : hour(due);
  const reached = landed(log, { scene: sceneOf(hour(at)), cause, dueAt });
  return settledLeaps({ ...reached, staleSince: hour(at) }, log, hour(at));
}

/** `10-20 20-5`: from and to of each leap, in hours. */
function leapsOf({ leaps = [] }: RunLog): string {
  const hours = (instant: Ms) => Math.round((instant - hour(0)) / 36_000) / 100;
  return leaps.map(({ from, to }) => `${hours(from)}-${hours(to)}`).join(' ');
}

describe('runs: leaps of a clock', () => {
  const rows: { name: string; steps: Step[]; leaps: string; log?: number }[] = [
    { name: 'an alarm in time is none', steps: [{ at: 12, due: 12 }], leaps: '' },
    { name: 'nor is one before its time', steps: [{ at: 12, due: 13 }], leaps: '' },
    { name: 'nor is one that is a little late', steps: [{ at: 12 + minute, due: 12 }], leaps: '' },
    { name: 'a later one is', steps: [{ at: 12 + minute + blink, due: 12 }], leaps: '10-12.02' },
    { name: 'so is a time at which nothing was due', steps: [{ at: 12, due: null }], leaps: '10-12' },
    { name: 'or nobody knows what was', steps: [{ at: 12 }], leaps: '10-12' },
    { name: 'a start is one, whatever was due', steps: [{ at: 12, cause: 'start', due: 12 }], leaps: '10-12' },
    { name: 'a minute ahead is none', steps: [{ at: 10 + minute }], leaps: '' },
    { name: 'more than that is one', steps: [{ at: 10 + minute + blink }], leaps: '10-10.02' },
    { name: 'a minute back is none', steps: [{ at: 10 - minute, due: 12 }], leaps: '' },
    { name: 'more than that is one, whatever is due', steps: [{ at: 10 - minute - blink, due: 12 }], leaps: '10-9.98' },
    { name: 'one ahead is undone by one back', steps: [{ at: 20 }, { at: 10 + minute }], leaps: '' },
    { name: 'what is left of it is a leap', steps: [{ at: 20 }, { at: 12 }], leaps: '10-12' },
    {
      name: 'it is not undone by one back to a time after it',
      steps: [{ at: 20 }, { at: 22, due: 22 }, { at: 21 }],
      leaps: '10-20 22-21',
    },
    {
      name: 'nor by one back to nearly the time of it',
      steps: [{ at: 20 }, { at: 22, due: 22 }, { at: 20 - minute }],
      leaps: '10-20 22-19.98',
    },
    { name: 'one back is undone by one ahead', steps: [{ at: 5 }, { at: 10 }], leaps: '' },
    { name: 'or nearly so', steps: [{ at: 5 }, { at: 10 - minute }], leaps: '' },
    { name: 'and what is more is a leap', steps: [{ at: 5 }, { at: 15 }], leaps: '10-15' },
    { name: 'it is not undone by half the way', steps: [{ at: 5 }, { at: 8 }], leaps: '10-5 5-8' },
    {
      name: 'nor by one back to a time after it has come again',
      steps: [{ at: 5 }, { at: 15, due: 15 }, { at: 11 }],
      leaps: '10-5 15-11',
    },
    { name: 'one ahead is not undone by a further one ahead', steps: [{ at: 20 }, { at: 30 }], leaps: '10-20 20-30' },
    { name: 'nor one back by a further one back', steps: [{ at: 8 }, { at: 5 }], leaps: '10-8 8-5' },
    { name: 'all are undone with the first of them', steps: [{ at: 20 }, { at: 33 }, { at: 10 }], leaps: '' },
    { name: 'or only the later ones', steps: [{ at: 20 }, { at: 33 }, { at: 26 }], leaps: '10-20 20-26' },
    {
      name: 'the last three are kept',
      steps: [{ at: 15 }, { at: 20 }, { at: 25 }, { at: 30 }],
      leaps: '15-20 20-25 25-30',
    },
    { name: 'a day later it is right', steps: [{ at: 20 }, { at: 44, due: 44 }], leaps: '' },
    { name: 'less than a day later nobody knows', steps: [{ at: 20 }, { at: 44 - blink, due: 44 }], leaps: '10-20' },
  ];
  for (const { name, steps, leaps } of rows)
    it(`${name}: ${leaps || 'none'}`, () => {
      const first: RunLog = { ...emptyRunLog, decidedAt: hour(10), staleSince: hour(10) };
      const last = steps.reduce(decided, first);
      assert.equal(leapsOf(last), leaps);
      assert.equal(last.decidedAt, hour(steps.at(-1)?.at ?? 10));
      for (const leap of last.leaps ?? []) assert.ok(!('leaps' in leap.log) && !('decidedAt' in leap.log));
      if (leaps === '') assert.ok(!('leaps' in last), 'nothing is left of them');
    });

  it('are none before the first decision', () => {
    assert.equal(landed(emptyRunLog, { scene: sceneOf(hour(9)), cause: 'alarm', dueAt: undefined }), emptyRunLog);
  });

  it('are none where they change nothing, and the one before them has yet to be proved', () => {
    const before: RunLog = { ...emptyRunLog, staleSince: hour(3) };
    const calm = { ...before, decidedAt: hour(10) };
    const settledAt = (at: number, log: RunLog) => {
      const reached = landed(log, { scene: sceneOf(hour(at)), cause: 'alarm', dueAt: undefined });
      return settledLeaps(reached, log, hour(at));
    };
    assert.deepEqual(settledAt(20, calm), calm);
    const earlier: Leap = { from: hour(1), to: hour(9), log: emptyRunLog };
    const again = settledAt(20, { ...calm, leaps: [earlier] });
    assert.deepEqual(again, { ...before, leaps: [{ ...earlier, leaptAt: hour(20) }], decidedAt: hour(20) });
    const due = (at: number) => settledLeaps(again, again, hour(at)).leaps?.length;
    assert.deepEqual([due(43.9), due(44)], [1, undefined]);
  });

  it('are forgotten with what a person says', () => {
    const log: RunLog = { ...emptyRunLog, decidedAt: hour(10), leaps: [{ from: 1, to: 2, log: emptyRunLog }] };
    assert.deepEqual(withoutLeaps(log), { ...emptyRunLog, decidedAt: hour(10) });
  });
});

/** The clock has leapt from 10 to 30 and back to 11: a job of today, and what has become of it and of the log meanwhile. */
function back(before: Partial<RunLog>, meanwhile: Partial<RunLog>, given: Partial<RunSettings> = {}, at = 11): RunLog {
  const leap: Leap = { from: hour(10), to: hour(30), log: { ...emptyRunLog, ...before } };
  const log: RunLog = { ...emptyRunLog, ...meanwhile, decidedAt: hour(31), leaps: [leap] };
  return landed(log, { scene: sceneOf(hour(at), given), cause: 'alarm', dueAt: undefined });
}

function shown(job: Job | undefined): string {
  if (job === undefined) return 'none';
  const parts = { ran: job.ran, on: job.current ? [job.current] : [], next: job.runs };
  const all = Object.entries(parts).flatMap(([name, runs]) => (runs.length === 0 ? [] : [`${name} ${drawn(runs)}`]));
  return all.join(', ') || 'waiting';
}

describe('runs: a clock that was ahead and is right again', () => {
  const today = jobOf({ wantedMs: 3 * 3_600_000, runs: [runOf(14, 16)], locked: true });
  const tomorrow = jobOf({ window: hoursOf(24, 48), wantedMs: 3 * 3_600_000 });
  const closedOf = (at: number, given: Partial<Closed> = {}): Closed => {
    return {
      kind: 'daily',
      how: 'done',
      window: hoursOf(24, 48),
      at: hour(at),
      options: {},
      settingsKey: '',
      ...given,
    };
  };
  const pieces: Partial<RunSettings> = { mode: 'interruptible' };
  const planned = 'next 14:00-16:00';
  const rows: {
    name: string;
    before?: Job | undefined;
    meanwhile: Partial<RunLog>;
    settings?: Partial<RunSettings>;
    at?: number;
    becomes: string;
  }[] = [
    { name: 'nothing was run: all is as before', meanwhile: { job: tomorrow }, becomes: planned },
    {
      name: 'another window was closed: this one is still to be run',
      meanwhile: { closed: closedOf(31) },
      becomes: planned,
    },
    {
      name: 'a request that was done in its time is not made again',
      before: { ...today, kind: 'message', window: hoursOf(0, 40) },
      meanwhile: { closed: closedOf(31, { kind: 'message', window: hoursOf(0, 40) }) },
      becomes: 'none',
    },
    {
      name: 'a request that was cancelled in its time is not made again',
      before: { ...today, kind: 'message', window: hoursOf(0, 40) },
      meanwhile: { closed: closedOf(31, { kind: 'message', how: 'cancelled', window: hoursOf(0, 40) }) },
      becomes: 'none',
    },
    {
      name: 'a request that was only missed is still to be made',
      before: { ...today, kind: 'message', window: hoursOf(0, 40) },
      meanwhile: { closed: closedOf(31, { kind: 'message', how: 'missed', window: hoursOf(0, 40) }) },
      becomes: planned,
    },
    {
      name: 'one that the leap itself has closed is still to be made',
      before: { ...today, kind: 'message', window: hoursOf(0, 40) },
      meanwhile: { closed: closedOf(30, { kind: 'message', window: hoursOf(0, 40) }) },
      becomes: planned,
    },
    {
      name: 'what was run of it counts, when it really was',
      before: { ...today, window: hoursOf(0, 40), ran: [runOf(3, 4)] },
      meanwhile: { job: { ...today, window: hoursOf(0, 40), ran: [runOf(3, 4), runOf(30, 30.5), runOf(30.75, 31)] } },
      becomes: 'ran 03:00-04:00 10:00-10:30 10:45-11:00',
    },
    {
      name: 'nothing was run of it',
      before: { ...today, window: hoursOf(0, 40) },
      meanwhile: { job: { ...today, window: hoursOf(0, 40) } },
      becomes: planned,
    },
    {
      name: 'a machine that wants less than its window does goes on for as long as it began to',
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 32) }, lastSeenAt: hour(31) },
      becomes: 'ran 10:30-11:00, on 11:00-12:00',
    },
    {
      name: 'what was run of another window does not',
      meanwhile: { job: { ...tomorrow, ran: [runOf(30, 31)] } },
      becomes: planned,
    },
    {
      name: 'what a machine does goes on, with what it has done',
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5) }, lastSeenAt: hour(31) },
      becomes: 'ran 10:30-11:00, on 11:00-13:30',
    },
    {
      name: 'what a machine does that was seen only when it began goes on, all of it',
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5) } },
      becomes: 'on 11:00-14:00',
    },
    {
      name: 'what a machine does that began before the leap counts from the leap on',
      meanwhile: { job: { ...tomorrow, current: runOf(30, 33) }, lastSeenAt: hour(30.5) },
      becomes: 'ran 10:30-11:00, on 11:00-13:30',
    },
    {
      name: 'what a machine does for longer than is wanted goes on as long as is wanted',
      meanwhile: { job: { ...tomorrow, current: runOf(30, 36) }, lastSeenAt: hour(31) },
      becomes: 'ran 10:00-11:00, on 11:00-13:00',
    },
    {
      name: 'what a machine has done for longer than is wanted is over',
      before: { ...today, wantedMs: 1_800_000 },
      meanwhile: { job: { ...tomorrow, current: runOf(30, 36) }, lastSeenAt: hour(31) },
      becomes: 'ran 10:00-11:00, on 11:00-11:00',
    },
    {
      name: 'what is run in pieces does not go on',
      settings: pieces,
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5) }, lastSeenAt: hour(31) },
      becomes: planned,
    },
    {
      name: 'nor where a message asked for pieces',
      before: { ...today, options: pieces },
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5) }, lastSeenAt: hour(31) },
      becomes: planned,
    },
    {
      name: 'nor outside of its window',
      before: { ...today, window: hoursOf(12, 24) },
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5) }, lastSeenAt: hour(31) },
      becomes: planned,
    },
    {
      name: 'nor what a person holds on',
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5, { cause: 'override' }) }, lastSeenAt: hour(31) },
      becomes: planned,
    },
    {
      name: 'nor where nothing is left to do',
      before: undefined,
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5) }, lastSeenAt: hour(31) },
      becomes: 'none',
    },
    {
      name: 'a run that was on before goes on as it was',
      before: { ...today, current: runOf(9, 12) },
      meanwhile: { job: { ...tomorrow, current: runOf(30.5, 33.5) }, lastSeenAt: hour(31) },
      becomes: 'on 09:00-12:00, next 14:00-16:00',
    },
  ];
  for (const { name, meanwhile, settings, at, becomes, ...given } of rows)
    it(`${name}: ${becomes}`, () => {
      const job = 'before' in given ? given.before : today;
      const found = back({ job }, meanwhile, settings, at);
      assert.equal(shown(found.job), becomes);
      if (becomes !== planned) assert.equal(found.job?.locked ?? false, becomes.includes('next'));
      const kept =
        meanwhile.closed !== undefined && meanwhile.closed.how !== 'missed' && meanwhile.closed.at > hour(30);
      assert.deepEqual(found.closed, kept ? meanwhile.closed : undefined);
    });

  it('knows what the device was told, and all else as it was before', () => {
    const device = { on: true, since: hour(30.5) };
    const meanwhile: Partial<RunLog> = {
      device,
      sentAt: hour(30.5),
      shown: 'now',
      override: { on: true, until: null },
    };
    const found = back({ job: today, device: { on: false, since: hour(1) }, shown: 'then', staleSince: 7 }, meanwhile);
    assert.deepEqual([found.device, found.sentAt, found.shown], [device, hour(30.5), 'now']);
    assert.deepEqual([found.override, found.staleSince], [undefined, 7]);
  });

  it('remembers what was closed since, in order, besides what was closed before', () => {
    const first = closedOf(3, { window: hoursOf(0, 9), at: hour(3) });
    const meanwhile = { closed: closedOf(80, { window: hoursOf(72, 96) }), closedBefore: [closedOf(31)] };
    const { closed, closedBefore } = back({ closed: first }, meanwhile);
    assert.deepEqual([closed, closedBefore], [meanwhile.closed, [closedOf(31), first]]);
  });

  it('was seen when the device was last seen, where it was on before', () => {
    const on = { ...today, current: runOf(9, 12) };
    const seen = (lastSeenAt: number | undefined) => {
      const given = {
        job: { ...tomorrow, current: runOf(30, 33) },
        ...(lastSeenAt && { lastSeenAt: hour(lastSeenAt) }),
      };
      return back({ job: on }, given).lastSeenAt;
    };
    assert.deepEqual([seen(30.75), seen(undefined), seen(29)], [hour(10.75), hour(10), hour(10)]);
  });

  it('a machine that it has started is one that nobody has begun, should it leap back once more', () => {
    const window = hoursOf(0, 40);
    const begun = { ...today, window, ran: [runOf(30, 30.25)], current: runOf(30.5, 33.5) };
    const device = { on: true, since: hour(30.5) };
    const found = back(
      { job: { ...today, window } },
      { job: begun, device, lastSeenAt: hour(31), closed: closedOf(31, { window: hoursOf(40, 48), at: hour(40) }) },
    );
    assert.equal(shown(found.job), 'ran 10:00-10:15 10:30-11:00, on 11:00-13:30');
    const [leap = assert.fail()] = found.leaps ?? [];
    assert.equal(shown(leap.log.job), 'ran 10:00-10:15');
    assert.deepEqual([leap.log.device, leap.log.closed], [device, found.closed]);
  });

  it('a machine that was on before is one that has gone on, should it leap back once more', () => {
    const on = { ...today, current: runOf(9, 12) };
    const found = back({ job: on }, { job: { ...tomorrow, current: runOf(30, 33) }, lastSeenAt: hour(30.75) });
    const [leap = assert.fail()] = found.leaps ?? [];
    assert.deepEqual([leap.log.job, leap.log.lastSeenAt], [found.job, hour(10.75)]);
  });
});
