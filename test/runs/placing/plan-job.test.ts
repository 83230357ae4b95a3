import assert from 'node:assert/strict';
import { finished } from '#src/planner/index.js';
import type { Job } from '#src/runs/device/log.js';
import type { DeviceFacts } from '#src/runs/device/off-since.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import type { HouseShare, SunPiece } from '#src/runs/index.js';
import { isInForce, planJob, type Scene } from '#src/runs/placing/plan-job.js';
import type { Interval } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { hours } from '../prices.js';
import { drawn } from '../simulator.js';

const prices = hours(day, 24, 30, { 3: 10, 4: 12, 14: 11, 20: 9 });
const pieces: Partial<RunSettings> = { mode: 'interruptible', durationMinutes: 120 };
const unpriced = hours(day, 24, 30, { 3: 10, 14: null });

interface Given {
  readonly settings?: Partial<RunSettings>;
  readonly job?: Partial<Job>;
  readonly scene?: Partial<Scene>;
  readonly device?: DeviceFacts;
}

function shareOf(given: Partial<HouseShare> = {}): HouseShare {
  return { closed: [], closedToExtra: [], sun: [], now: { othersKw: 0 }, pauses: false, ...given };
}

function planned({ settings, job = {}, scene = {}, device = {} }: Given, from: Job = jobOf({ feasible: false })): Job {
  const given = { settings: { ...defaultRunSettings, ...settings }, series: prices, now: day, ...scene };
  return finished(planJob({ ...from, ...job }, given, device));
}

describe('runs: a job that has its plan', () => {
  const sun = (from: number, to: number): SunPiece => ({ ...hoursOf(from, to), kw: 1, feedInCt: 8 });
  const dear: Partial<RunSettings> = { ...pieces, maxPriceCt: 5 };
  const rows: { name: string; first?: Given; later: Given; isKept: boolean }[] = [
    { name: 'time goes on', later: { scene: { now: hour(2) } }, isKept: true },
    { name: 'its run is due right now', later: { scene: { now: hour(3) } }, isKept: true },
    { name: 'its run was missed', later: { scene: { now: hour(3.01) } }, isKept: false },
    { name: 'equal prices come', later: { scene: { series: [...prices] } }, isKept: true },
    { name: 'other prices come', later: { scene: { series: prices.slice(1) } }, isKept: false },
    { name: 'settings change that matter', later: { settings: { ...pieces, durationMinutes: 60 } }, isKept: false },
    { name: 'settings change that do not', later: { settings: { ...pieces, resend: 5 } }, isKept: true },
    { name: 'its message says something else', later: { job: { options: { durationMinutes: 60 } } }, isKept: false },
    { name: 'its window is another one', later: { job: { window: hoursOf(0, 23) } }, isKept: false },
    { name: 'something was run', later: { job: { ran: [runOf(0, 0.5)] } }, isKept: false },
    { name: 'something is on', later: { job: { current: runOf(0, 0.5) } }, isKept: false },
    { name: 'a person holds it off', later: { device: { override: { on: false, until: hour(5) } } }, isKept: false },
    {
      name: 'what power usually costs changes, of which it has no need',
      later: { scene: { usual: usualOf(5) } },
      isKept: true,
    },
    {
      name: 'what power usually costs changes, by which it is planned',
      first: {
        settings: { ...pieces, missingPrices: 'expect' },
        scene: { series: prices.slice(0, 12), usual: usualOf(9) },
      },
      later: {
        settings: { ...pieces, missingPrices: 'expect' },
        scene: { series: prices.slice(0, 12), usual: usualOf(5) },
      },
      isKept: false,
    },
    { name: 'a house has all the room', later: { scene: { house: shareOf() } }, isKept: false },
    {
      name: 'others take the room of another day',
      first: { scene: { house: shareOf() } },
      later: { scene: { house: shareOf({ closed: [hoursOf(30, 40)] }) } },
      isKept: true,
    },
    {
      name: 'others take some room',
      first: { scene: { house: shareOf() } },
      later: { scene: { house: shareOf({ closed: [hoursOf(8, 9)] }) } },
      isKept: false,
    },
    {
      name: 'the sun shines on another day',
      first: { settings: { ...pieces, powerKw: 2 }, scene: { house: shareOf({ sun: [sun(9, 10)] }) } },
      later: { settings: { ...pieces, powerKw: 2 }, scene: { house: shareOf({ sun: [sun(9, 10), sun(33, 34)] }) } },
      isKept: true,
    },
    {
      name: 'the sun shines longer',
      first: { settings: { ...pieces, powerKw: 2 }, scene: { house: shareOf({ sun: [sun(9, 10)] }) } },
      later: { settings: { ...pieces, powerKw: 2 }, scene: { house: shareOf({ sun: [sun(9, 11)] }) } },
      isKept: false,
    },
    {
      name: 'none is cheap enough, and time goes on',
      first: { settings: dear },
      later: { settings: dear, scene: { now: hour(5) } },
      isKept: true,
    },
    {
      name: 'none is cheap enough, and a clock is put back',
      first: { settings: dear, scene: { now: hour(5) } },
      later: { settings: dear, scene: { now: hour(4) } },
      isKept: false,
    },
    {
      name: 'none fits, and time goes on',
      first: { settings: { ...pieces, durationMinutes: 1500 } },
      later: { settings: { ...pieces, durationMinutes: 1500 }, scene: { now: hour(1) } },
      isKept: true,
    },
    {
      name: 'it is frozen, and other prices come',
      first: { settings: { ...pieces, replan: 'locked' } },
      later: { settings: { ...pieces, replan: 'locked' }, scene: { series: unpriced } },
      isKept: true,
    },
    {
      name: 'it is frozen, and its settings change',
      first: { settings: { ...pieces, replan: 'locked' } },
      later: { settings: { ...pieces, replan: 'locked', durationMinutes: 60 } },
      isKept: false,
    },
    {
      name: 'it is frozen, and others take other times',
      first: { settings: { ...pieces, replan: 'locked' } },
      later: { settings: { ...pieces, replan: 'locked' }, scene: { house: shareOf({ closed: [hoursOf(5, 6)] }) } },
      isKept: true,
    },
    {
      name: 'it is frozen, and others take its time',
      first: { settings: { ...pieces, replan: 'locked' } },
      later: {
        settings: { ...pieces, replan: 'locked' },
        scene: { house: shareOf({ closed: [hoursOf(3.5, 3.75), hoursOf(8, 9)] }) },
      },
      isKept: false,
    },
    {
      name: 'it is frozen, and its run was missed',
      first: { settings: { ...pieces, replan: 'locked' } },
      later: { settings: { ...pieces, replan: 'locked' }, scene: { now: hour(3.01) } },
      isKept: false,
    },
  ];
  for (const { name, first = {}, later, isKept } of rows)
    it(`${isKept ? 'keeps it' : 'is planned again'} when ${name}`, () => {
      const before = planned({ settings: pieces, ...first });
      const after = planned({ settings: pieces, ...first, ...later }, before);
      if (!isKept) assert.notEqual(after, { ...before, ...later.job });
      if (!isKept) assert.notEqual(after.basis === before.basis && after.runs === before.runs, true);
      else assert.equal(after.runs, before.runs);
    });
});

function usualOf(priceCt: number) {
  const row = Array(96).fill(priceCt);
  return { weekday: row, weekend: row, timeZone: 'Europe/Berlin', learnedUntil: '2026-01-01' };
}

describe('runs: the plan of a job', () => {
  it('is not provisional any more when frozen, once nothing of it is', () => {
    const settings: Partial<RunSettings> = { ...pieces, replan: 'locked' };
    const frozen = planned({ settings }, jobOf({ feasible: false, provisional: true }));
    const kept = planned({ settings, job: { provisional: true, locked: true } }, frozen);
    assert.deepEqual([kept.provisional, kept.runs], [false, frozen.runs]);
  });

  it('remembers from when on nothing is cheap enough, but for a threshold, and forgets it with the next one', () => {
    const dear = { ...pieces, maxPriceCt: 5 };
    const empty = planned({ settings: dear, scene: { now: hour(5) } });
    assert.deepEqual([empty.emptyFrom, empty.reason, empty.runs], [hour(5), 'price-cap', []]);
    assert.ok(!('emptyFrom' in planned({ settings: { mode: 'threshold', maxPriceCt: 5 } })));
    const cheap = planned({ settings: { ...pieces, maxPriceCt: 20 } }, empty);
    assert.deepEqual([cheap.emptyFrom, drawn(cheap.runs)], [undefined, '03:00-04:00 20:00-21:00']);
    assert.ok(!('emptyFrom' in planned({ settings: { ...pieces, durationMinutes: 1500 } })), 'what does not fit');
    const forced = planned({ settings: { ...dear, maxOffMinutes: 480 } });
    assert.deepEqual([forced.reason, forced.runs.length > 0, 'emptyFrom' in forced], ['price-cap', true, false]);
  });

  it('of a run in one piece that is on is what it wanted when it began; in pieces it is what is wanted now', () => {
    const job = { current: runOf(1, 2), wantedMs: 3_600_000 };
    const wanted = (mode: RunSettings['mode'], current = true) => {
      const from = jobOf(current ? job : { wantedMs: 3_600_000 });
      return (
        planned({ settings: { mode, durationMinutes: 180, maxPriceCt: 50 }, scene: { now: hour(1) } }, from).wantedMs /
        3_600_000
      );
    };
    assert.deepEqual([wanted('contiguous'), wanted('threshold'), wanted('interruptible')], [1, 1, 3]);
    assert.equal(wanted('contiguous', false), 3);
  });

  it('is provisional as soon as a price lacks in which it may run', () => {
    const exclude = [{ from: '06:00', to: '18:00' }];
    const provisional = (known: number, given: Partial<RunSettings> = {}) =>
      planned({ settings: { ...pieces, ...given }, scene: { series: prices.slice(0, known) } }).provisional;
    assert.deepEqual([provisional(24), provisional(23), provisional(24, { exclude })], [false, true, false]);
    assert.deepEqual([provisional(12, { exclude }), provisional(0, { exclude })], [true, true]);
    const shut = planned({ scene: { series: prices.slice(0, 6), house: shareOf({ closed: [hoursOf(6, 24)] }) } });
    assert.equal(shut.provisional, false);
  });

  it('was off since the same moment as long as nothing changes, or once it has begun, whatever extra time comes and goes', () => {
    const settings = { ...pieces, maxOffMinutes: 300 };
    const counted = hoursOf(0, 24);
    const first = planned({ settings, device: { counted } });
    // Extra time from two to four, and the run that was due then was missed.
    const later: Given = {
      settings,
      scene: { now: hour(5.5) },
      device: { counted, device: { on: false, since: hour(4) } },
    };
    assert.deepEqual([first.offFrom, planned(later, first).offFrom], [day, day]);
    const other = { ...later, scene: { now: hour(5.5), series: unpriced } };
    assert.equal(planned(other, first).offFrom, hour(4));
    assert.equal(planned({ ...other, job: { ran: [runOf(1, 2)] } }, first).offFrom, day);
    assert.equal(planned({ ...other, job: { ran: [runOf(1, 2)], offFrom: undefined } }, first).offFrom, undefined);
    assert.ok(!('offFrom' in planned({ settings: pieces })), 'without a limit');
  });

  // Records hold it: by another one, plans in force would be made again after an update.
  it('is made from what earlier versions made it from', () => {
    assert.equal(planned({ settings: pieces }).basis, 'gqj48t');
  });

  it('is in force as long as what it was made from, or while it is frozen as long as its settings', () => {
    const scene: Scene = { settings: { ...defaultRunSettings, ...pieces }, series: prices, now: day };
    const job = planned({ settings: pieces });
    const locked = { ...job, locked: true };
    const other = { ...scene, series: unpriced };
    const others = { ...scene, settings: { ...scene.settings, durationMinutes: 60 } };
    const forces = [scene, other, others].map((one) => [isInForce(job, one, {}), isInForce(locked, one, {})]);
    assert.deepEqual(forces, [
      [true, true],
      [false, true],
      [false, false],
    ]);
  });

  const all = hoursOf(0, 24);
  const rows: {
    name: string;
    settings: Partial<RunSettings>;
    closed: readonly Interval[];
    known?: number;
    reason: string | undefined;
    runs: string;
  }[] = [
    {
      name: 'has what is wanted beside them',
      settings: pieces,
      closed: [hoursOf(3, 4)],
      reason: undefined,
      runs: '14:00-15:00 20:00-21:00',
    },
    { name: 'has none because of them', settings: pieces, closed: [all], reason: 'power-limit', runs: '' },
    {
      name: 'would have none without them either',
      settings: { ...pieces, maxPriceCt: 5 },
      closed: [all],
      reason: 'price-cap',
      runs: '',
    },
    {
      name: 'lacks room for it because of them',
      settings: { ...pieces, durationMinutes: 600 },
      closed: [hoursOf(0, 16)],
      reason: 'power-limit',
      runs: '',
    },
    {
      name: 'is too dear because of them',
      settings: { ...pieces, maxPriceCt: 10 },
      closed: [hoursOf(20, 21)],
      reason: 'power-limit',
      runs: '',
    },
    {
      name: 'has only times without a price because of them, and runs at the last moment',
      settings: pieces,
      closed: [hoursOf(0, 12)],
      known: 12,
      reason: 'power-limit',
      runs: '22:00-00:00',
    },
    {
      name: 'is off for too long because of them, and on where there is room',
      settings: { ...pieces, durationMinutes: 60, minRunMinutes: 60, maxOffMinutes: 480 },
      closed: [hoursOf(0, 12)],
      reason: 'power-limit',
      runs: '12:00-13:00 20:00-21:00',
    },
    {
      name: 'would be off for too long without them as well',
      settings: { ...pieces, maxOffMinutes: 240, exclude: [{ from: '06:00', to: '14:00' }] },
      closed: [hoursOf(0, 1)],
      reason: 'off-too-long',
      runs: '',
    },
  ];
  for (const { name, settings, closed, known = 24, reason, runs } of rows)
    it(`beside others of a house ${name}: ${reason ?? 'planned'}`, () => {
      const job = planned({ settings, scene: { series: prices.slice(0, known), house: shareOf({ closed }) } });
      assert.equal(job.reason, reason);
      // What is wanted may be run, though the device is off for too long.
      assert.equal(job.feasible, reason === undefined || name.includes('on where there is room'));
      if (reason !== 'off-too-long') assert.equal(drawn(job.runs), runs);
      else assert.ok(job.runs.length > 0);
    });
});
