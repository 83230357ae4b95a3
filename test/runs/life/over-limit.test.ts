import assert from 'node:assert/strict';
import type { Job } from '#src/runs/device/log.js';
import { defaultRunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, type HouseShare, type RunLog } from '#src/runs/index.js';
import { pausedFor, tellOverLimit } from '#src/runs/life/over-limit.js';
import { type Interval, msPerMinute } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';

function shareOf(given: Partial<HouseShare> = {}): HouseShare {
  return { closed: [], closedToExtra: [], sun: [], now: { othersKw: 0 }, pauses: false, ...given };
}

const now = hour(3);
const sceneOf = (house: HouseShare | undefined) => ({ settings: { ...defaultRunSettings }, series: [], now, house });
const running = jobOf({ current: runOf(2, 4), runs: [runOf(20, 21)], locked: true });

describe('runs: a device that has to give way', () => {
  const log: RunLog = { ...emptyRunLog, job: running, extra: hoursOf(2, 5) };

  it('is left alone where it has not', () => {
    assert.equal(pausedFor(sceneOf(undefined), log), log);
    assert.equal(pausedFor(sceneOf(shareOf()), log), log);
  });

  it('ends its run and its extra time, and is planned again', () => {
    const found = pausedFor(sceneOf(shareOf({ pauses: true })), log);
    const ran = [{ ...runOf(2, 3), cut: true }];
    assert.deepEqual(found, { ...emptyRunLog, job: { ...running, current: undefined, ran, runs: [], locked: false } });
  });

  it('ends its extra time where no run is on, or where there is no job', () => {
    const waiting = jobOf({ runs: [runOf(20, 21)], locked: true });
    for (const job of [waiting, undefined]) {
      const found = pausedFor(sceneOf(shareOf({ pauses: true })), { ...log, job });
      assert.deepEqual([found.job, found.extra], [job, undefined]);
    }
  });

  const rows: { name: string; window?: Interval; closed?: readonly Interval[]; end: number }[] = [
    // Two hours were wanted, one is run.
    { name: 'as soon as there is room', closed: [hoursOf(1, 2), hoursOf(2.5, 6), hoursOf(8, 9)], end: 7 },
    { name: 'at once, where there is room', closed: [hoursOf(4, 6)], end: 4 },
    { name: 'at once, where nothing is said of room', end: 4 },
    { name: 'within a day, however long there is none', closed: [hoursOf(0, 90)], end: 28 },
    { name: 'in its own time, where that is longer', window: hoursOf(2, 12), closed: [hoursOf(2.5, 6)], end: 12 },
  ];
  for (const { name, window = hoursOf(2, 4), closed = [], end } of rows)
    it(`started by hand, goes on ${name}`, () => {
      const job: Job = { ...running, kind: 'start', window };
      const found = pausedFor(sceneOf(shareOf({ pauses: true, closed })), { ...emptyRunLog, job });
      const spareMs = end === 12 ? 0 : 2 * msPerMinute;
      assert.deepEqual(found.job?.window, { start: window.start, end: hour(end) + spareMs });
    });

  it('of a window has no longer time for it', () => {
    const found = pausedFor(sceneOf(shareOf({ pauses: true, closed: [hoursOf(2, 30)] })), log);
    assert.deepEqual(found.job?.window, hoursOf(0, 24));
  });
});

describe('runs: a house that takes too much because a device is on', () => {
  const rows: {
    name: string;
    othersKw?: number;
    limitKw?: number | undefined;
    powerKw?: number | null;
    job?: Job;
    on?: boolean | undefined;
    kw: number | undefined;
  }[] = [
    { name: 'with what others take', kw: 5 },
    { name: 'not where that is just the limit', limitKw: 5, kw: undefined },
    { name: 'not by a rounding error', othersKw: 0.1, powerKw: 0.2, limitKw: 0.3, kw: undefined },
    { name: 'by a watt', othersKw: 0.101, powerKw: 0.2, limitKw: 0.3, kw: 0.301 },
    { name: 'not without a limit', limitKw: undefined, kw: undefined },
    { name: 'not while it is off', on: false, kw: undefined },
    { name: 'not while nobody says that it is on', on: undefined, kw: undefined },
    { name: 'by others alone, where its power is not told', powerKw: null, othersKw: 5, kw: 5 },
    { name: 'with the power that a message names', powerKw: 1, job: jobOf({ options: { powerKw: 3 } }), kw: 6 },
  ];
  for (const { name, othersKw = 3, powerKw = 2, kw, job = jobOf(), ...given } of rows) {
    const limitKw = 'limitKw' in given ? given.limitKw : 4;
    const on = 'on' in given ? given.on : true;
    const scene = {
      ...sceneOf(shareOf({ now: { othersKw, limitKw } })),
      settings: { ...defaultRunSettings, powerKw: powerKw ?? undefined },
    };
    const state = { on, reason: 'planned' as const, until: undefined };
    it(`${name}: ${kw === undefined ? 'nothing to say' : 'is told once'}`, () => {
      const first = tellOverLimit({ ...emptyRunLog, job }, scene, state);
      const told = first.events.map((event) => [
        event.kind,
        event.job,
        Math.round((event.params?.kw ?? 0) * 1e6) / 1e6,
        event.params?.limitKw,
      ]);
      assert.deepEqual(told, kw === undefined ? [] : [['over-limit', job, kw, limitKw]]);
      assert.deepEqual(first.log, { ...emptyRunLog, job, ...(kw !== undefined && { overLimit: true }) });
      assert.deepEqual(tellOverLimit(first.log, scene, state), { log: first.log, events: [] });
      const after = tellOverLimit({ ...emptyRunLog, job, overLimit: true }, scene, state);
      assert.deepEqual(after, { log: first.log, events: [] });
    });
  }

  it('is none without a house', () => {
    const state = { on: true, reason: 'planned' as const, until: day };
    const found = tellOverLimit(emptyRunLog, sceneOf(undefined), state);
    assert.deepEqual(found, { log: emptyRunLog, events: [] });
  });
});
