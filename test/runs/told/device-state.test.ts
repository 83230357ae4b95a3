import assert from 'node:assert/strict';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import { deviceState } from '#src/runs/told/device-state.js';
import type { Interval } from '#src/time/index.js';
import { hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { clock, hours } from '../prices.js';

const known = hours(hour(0), 24, 30);
const holed = hours(hour(0), 24, 30, { 12: null });

interface Row {
  readonly name: string;
  readonly log?: Partial<RunLog>;
  readonly settings?: Partial<RunSettings>;
  readonly series?: typeof known;
  readonly extra?: readonly Interval[];
  /** `on planned until 15:00`; what is neither on nor off is left alone. */
  readonly is: string;
}

const closedAs = (how: 'done' | 'cancelled' | 'missed') => ({
  kind: 'daily' as const,
  how,
  window: hoursOf(8, 21),
  at: hour(9),
  options: {},
  settingsKey: '',
});
const on = (cause: 'planned' | 'expected' | 'fallback' | 'manual' | 'override') =>
  jobOf({ current: runOf(11, 15, { cause }), runs: [runOf(17, 19)] });
const none = { feasible: false, reason: 'price-cap' as const };
const outside = { job: jobOf({ window: hoursOf(14, 20), runs: [runOf(16, 18)] }) };

const rows: Row[] = [
  { name: 'held on by a person', log: { override: { on: true, until: hour(15) } }, is: 'on manual until 15:00' },
  { name: 'held off until it is changed', log: { override: { on: false, until: null } }, is: 'off manual' },
  {
    name: 'held off, whatever is on or cheap',
    log: { override: { on: false, until: null }, job: on('planned') },
    extra: [hoursOf(12, 13)],
    is: 'off manual',
  },
  { name: 'a run that was chosen', log: { job: on('planned') }, is: 'on planned until 15:00' },
  { name: 'a run that was expected', log: { job: on('expected') }, is: 'on planned until 15:00' },
  { name: 'a blind run', log: { job: on('fallback') }, is: 'on fallback until 15:00' },
  { name: 'a run that was begun by hand', log: { job: on('manual') }, is: 'on manual until 15:00' },
  { name: 'what an override has left of a run', log: { job: on('override') }, is: 'on manual until 15:00' },
  {
    name: 'a run after too long a time off, in whole minutes',
    log: { job: jobOf({ current: runOf(11, 15, { forcedAfterMs: 90.6 * 60_000 }) }) },
    is: 'on off-limit until 15:00 after 91',
  },
  {
    name: 'a run, another one after it and extra time that reaches into that',
    log: { job: jobOf({ current: runOf(11, 15), runs: [runOf(15, 16), runOf(18, 19)] }) },
    extra: [hoursOf(12, 13), hoursOf(15.5, 17), hoursOf(20, 21)],
    is: 'on planned until 17:00',
  },
  {
    name: 'a run inside extra time',
    log: { job: jobOf({ current: runOf(11, 13) }) },
    extra: [hoursOf(12, 14)],
    is: 'on planned until 14:00',
  },
  { name: 'cheap enough', extra: [hoursOf(12, 14)], log: { closed: closedAs('done') }, is: 'on cheap until 14:00' },
  {
    name: 'cheap enough until its run',
    extra: [hoursOf(11, 14)],
    log: { job: jobOf({ runs: [runOf(14, 16), runOf(17, 18)] }) },
    is: 'on cheap until 16:00',
  },
  {
    name: 'cheap enough until others are nearly over',
    extra: [hoursOf(11, 14), hoursOf(14.5, 15)],
    is: 'on cheap until 14:00',
  },
  { name: 'all is run', log: { closed: closedAs('done') }, is: 'off done' },
  {
    name: 'all is run, and it will be cheap',
    log: { closed: closedAs('done'), job: jobOf({ window: hoursOf(21, 24), runs: [runOf(22, 23)] }) },
    extra: [hoursOf(15, 16), hoursOf(18, 19)],
    is: 'off done until 15:00',
  },
  {
    name: 'cancelled, until the next window',
    log: { closed: closedAs('cancelled'), job: jobOf({ window: hoursOf(21, 24), runs: [runOf(22, 23)] }) },
    settings: { outputNoPlan: 'on' },
    is: 'off cancelled until 22:00',
  },
  { name: 'given up', log: { closed: closedAs('missed') }, is: 'off no-plan until 21:00' },
  {
    name: 'given up, though there is a plan for the next window',
    log: { closed: closedAs('missed'), job: jobOf({ window: hoursOf(21, 24), runs: [runOf(22, 23)] }) },
    is: 'off no-plan until 21:00',
  },
  {
    name: 'given up, where it is on without a plan',
    log: { closed: closedAs('missed') },
    settings: { outputNoPlan: 'on' },
    is: 'on no-plan until 21:00',
  },
  {
    name: 'waits for the first of its runs',
    log: { job: jobOf({ runs: [runOf(15, 16), runOf(17, 18)] }) },
    settings: { outputNoPlan: 'on' },
    is: 'off waiting until 15:00',
  },
  {
    name: 'waits for extra time before its run',
    log: { job: jobOf({ runs: [runOf(15, 16)] }) },
    extra: [hoursOf(13, 14)],
    is: 'off waiting until 13:00',
  },
  {
    name: 'waits for a blind run',
    log: { job: jobOf({ ...none, runs: [runOf(15, 16)] }) },
    is: 'off waiting until 15:00',
  },
  {
    name: 'waits though nothing is to come',
    log: { job: jobOf() },
    settings: { outputNoPlan: 'on' },
    is: 'off waiting',
  },
  {
    name: 'without a plan it is left alone',
    log: { job: jobOf(none) },
    settings: { outputNoPlan: 'none' },
    is: 'as it is no-plan until 00:00',
  },
  {
    name: 'without a plan it is as its message wants',
    log: { job: jobOf({ ...none, options: { outputNoPlan: 'on' } }) },
    is: 'on no-plan until 00:00',
  },
  {
    name: 'given up, as its message wants',
    log: { closed: { ...closedAs('missed'), options: { outputNoPlan: 'on' } } },
    is: 'on no-plan until 21:00',
  },
  {
    name: 'a price that is known is above the limit of its message',
    log: { job: jobOf({ ...none, options: { mode: 'threshold' } }) },
    settings: { outputNoPlan: 'on' },
    is: 'off waiting',
  },
  { name: 'without a plan it is off', log: { job: jobOf(none) }, is: 'off no-plan until 00:00' },
  {
    name: 'a price that is known is too dear, whatever comes later',
    log: { job: jobOf({ ...none, provisional: true }) },
    settings: { outputNoPlan: 'on' },
    is: 'off waiting',
  },
  {
    name: 'a price that is known is above the limit',
    log: { job: jobOf(none) },
    settings: { outputNoPlan: 'on', mode: 'threshold' },
    is: 'off waiting',
  },
  ...[holed, []].flatMap((series): Row[] => [
    {
      name: `nobody knows whether the price is above the limit, of ${series.length} prices`,
      log: { job: jobOf(none) },
      settings: { outputNoPlan: 'on', mode: 'threshold' },
      series,
      is: 'on no-plan until 00:00',
    },
    {
      name: `nobody knows the price, of ${series.length} prices`,
      log: { job: jobOf({ ...none, provisional: true }) },
      settings: { outputNoPlan: 'on' },
      series,
      is: 'on no-plan until 00:00',
    },
  ]),
  {
    name: 'others leave no room, whatever it is without a plan',
    log: { job: jobOf({ feasible: false, reason: 'power-limit' }) },
    extra: [hoursOf(13, 14)],
    settings: { outputNoPlan: 'on' },
    is: 'off power-limit until 13:00',
  },
  { name: 'outside, until its run', log: outside, is: 'off outside until 16:00' },
  {
    name: 'on outside, until its window',
    log: outside,
    settings: { outputOutside: 'on' },
    is: 'on outside until 14:00',
  },
  {
    name: 'left alone outside, until its window',
    log: outside,
    settings: { outputOutside: 'none' },
    is: 'as it is outside until 14:00',
  },
  { name: 'nothing to wait for', is: 'off outside' },
  { name: 'nothing to wait for, on', settings: { outputOutside: 'on' }, is: 'on outside' },
];

describe('runs: what a device is at noon', () => {
  for (const { name, log = {}, settings = {}, series = known, extra = [], is } of rows)
    it(`${name}: ${is}`, () => {
      const scene = { settings: { ...defaultRunSettings, ...settings }, series, now: hour(12) };
      const state = deviceState({ ...emptyRunLog, ...log }, scene, extra);
      const output = state.on === undefined ? 'as it is' : state.on ? 'on' : 'off';
      const until = state.until === undefined ? '' : ` until ${clock(state.until)}`;
      const after = state.offMinutes === undefined ? '' : ` after ${state.offMinutes}`;
      assert.equal(`${output} ${state.reason}${until}${after}`, is);
    });
});
