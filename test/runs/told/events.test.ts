import assert from 'node:assert/strict';
import type { Job } from '#src/runs/device/log.js';
import { defaultRunSettings } from '#src/runs/index.js';
import { runEvent, tellPlan } from '#src/runs/told/events.js';
import { planId, planView } from '#src/runs/told/view.js';
import { day, hour, jobOf, runOf } from '../jobs.js';
import { hours } from '../prices.js';

const scene = { settings: defaultRunSettings, series: hours(day, 24, 30), now: hour(12) };
const planned = jobOf({ runs: [runOf(15, 17)] });
const other = jobOf({ runs: [runOf(18, 20)] });
const open = { ...planned, provisional: true };
const blind: Job = { ...planned, feasible: false, reason: 'missing-prices', provisional: true };
const without = (reason: Job['reason']): Job => jobOf({ feasible: false, reason });

/** The job after these plans of it were told, one after the other. */
const after = (...told: Job[]) =>
  told.reduce((before, job) => tellPlan({ ...job, told: before }).job.told, jobOf().told);

interface Row {
  readonly name: string;
  readonly before?: readonly Job[];
  readonly job: Job;
  readonly told: string;
}

const begun = { ...open, current: runOf(15, 17), runs: [] };

const rows: Row[] = [
  { name: 'a plan', job: planned, told: 'planned' },
  { name: 'the same plan', before: [planned], job: planned, told: '' },
  { name: 'another plan', before: [planned], job: other, told: 'planned' },
  { name: 'a plan that was replaced, again', before: [planned, other], job: planned, told: 'planned' },
  { name: 'a plan before all prices are known', job: open, told: 'provisional' },
  { name: 'the same runs when all prices are known', before: [open], job: planned, told: 'planned' },
  { name: 'prices are missing again', before: [open, planned], job: open, told: 'provisional' },
  { name: 'a run is made blindly', job: blind, told: 'provisional' },
  { name: 'the same run blindly', before: [open], job: blind, told: '' },
  { name: 'no run because prices are missing', job: without('missing-prices'), told: 'provisional' },
  { name: 'the first of its runs has begun', before: [open], job: { ...begun, provisional: false }, told: '' },
  { name: 'once it has begun', before: [open, { ...begun, provisional: false }], job: begun, told: 'provisional' },
  {
    name: 'another plan when its run has begun',
    before: [open],
    job: { ...begun, runs: [runOf(20, 21)] },
    told: 'provisional',
  },
  { name: 'a run begins that nobody was told of', job: { ...begun, provisional: false }, told: 'planned' },
  { name: 'nothing is cheap enough', job: without('price-cap'), told: 'no-plan' },
  { name: 'nothing is cheap enough, still', before: [without('price-cap')], job: without('price-cap'), told: '' },
  { name: 'no plan for another reason', before: [without('price-cap')], job: without('window-too-short'), told: '' },
  { name: 'others leave no room', job: without('power-limit'), told: 'power-limit' },
  { name: 'others leave no room, still', before: [without('power-limit')], job: without('power-limit'), told: '' },
  { name: 'a plan after there was none', before: [without('price-cap')], job: planned, told: 'planned' },
  { name: 'no plan any more', before: [planned], job: without('price-cap'), told: 'no-plan' },
  { name: 'the plan of before there was none', before: [planned, without('price-cap')], job: planned, told: 'planned' },
  { name: 'none again', before: [without('price-cap'), planned], job: without('price-cap'), told: 'no-plan' },
  { name: 'held off by a person', job: without('override'), told: '' },
  { name: 'held off by a person, with a plan before', before: [planned], job: without('override'), told: '' },
  { name: 'the plan of before somebody held it off', before: [planned, without('override')], job: planned, told: '' },
];

describe('runs: what is told of a plan', () => {
  for (const { name, before = [], job, told } of rows)
    it(`${name}: ${told || 'nothing'}`, () => {
      const given = { ...job, told: after(...before) };
      const { job: silent, events } = tellPlan(given);
      assert.deepEqual(events, told === '' ? [] : [{ kind: told, job: given }]);
      assert.deepEqual({ ...silent, told: given.told }, given, 'nothing else is changed');
      assert.deepEqual(tellPlan(silent), { job: silent, events: [] }, 'it is told once');
    });

  it('keeps what else was told', () => {
    const told = { started: true, fallback: true, overrun: true } as const;
    for (const job of [planned, without('price-cap')]) {
      const { planId: _, noPlan: __, ...kept } = tellPlan({ ...job, told }).job.told;
      assert.deepEqual(kept, told);
    }
  });
});

describe('runs: an event as it is told', () => {
  const shown = planView(planned, scene);
  const params = { kw: 4, limitKw: 3 };

  it('has the plan that is shown where that is its own', () => {
    assert.equal(runEvent({ kind: 'planned', job: planned }, scene, shown).plan, shown);
    assert.equal(runEvent({ kind: 'started', job: { ...planned, told: { started: true } } }, scene, shown).plan, shown);
  });

  for (const [name, job, seen] of [
    ['of another plan', other, shown],
    ['of a plan that could not be made', { ...planned, feasible: false }, shown],
    ['where none is shown', planned, undefined],
  ] as const)
    it(`has the plan of its own job, ${name}`, () => {
      const { plan } = runEvent({ kind: 'finished', job }, scene, seen);
      assert.deepEqual([plan?.planId, plan?.feasible], [planId(job), job.feasible]);
      assert.notEqual(plan, shown);
    });

  it('has figures where its sentence needs some, with and without a plan', () => {
    assert.deepEqual(runEvent({ kind: 'over-limit', job: undefined, params }, scene, shown), {
      kind: 'over-limit',
      plan: undefined,
      params,
    });
    assert.deepEqual(runEvent({ kind: 'over-limit', job: planned, params }, scene, shown).params, params);
    for (const job of [undefined, planned])
      assert.equal('params' in runEvent({ kind: 'prices-stale', job }, scene, shown), false);
  });
});
