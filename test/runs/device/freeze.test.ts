import assert from 'node:assert/strict';
import { freezes, isTooLate, lastStart, staysEmpty } from '#src/runs/device/freeze.js';
import type { Job } from '#src/runs/device/log.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { clock } from '../prices.js';

const settingsOf = (given: Partial<RunSettings>): RunSettings => ({ ...defaultRunSettings, ...given });

describe('runs: when the runs to come are frozen', () => {
  const planned = { runs: [runOf(3, 5)] };
  const begun = { current: runOf(1, 2), runs: [runOf(3, 4)] };
  const rows: { name: string; settings?: Partial<RunSettings>; job: Partial<Job>; isFrozen: boolean }[] = [
    { name: 'not before the first one begins', job: planned, isFrozen: false },
    { name: 'when it begins', job: begun, isFrozen: true },
    {
      name: 'when it begins, of a plan that is provisional but whole',
      job: { ...begun, provisional: true },
      isFrozen: true,
    },
    {
      name: 'not of a provisional plan that lacks some',
      job: { ...begun, runs: [], provisional: true },
      isFrozen: false,
    },
    { name: 'of a plan that lacks some where all prices are known', job: { ...begun, runs: [] }, isFrozen: true },
    {
      name: 'what was run before counts',
      job: { ran: [runOf(0, 1)], current: runOf(2, 3), provisional: true },
      isFrozen: true,
    },
    { name: 'not between two runs', job: { ran: [runOf(1, 2)], runs: [runOf(3, 4)] }, isFrozen: false },
    { name: 'never where it is planned again always', settings: { replan: 'always' }, job: begun, isFrozen: false },
    { name: 'at once where it is locked', settings: { replan: 'locked' }, job: planned, isFrozen: true },
    {
      name: 'not at once where it is locked and provisional',
      settings: { replan: 'locked' },
      job: { ...planned, provisional: true },
      isFrozen: false,
    },
    { name: 'never below a price', settings: { mode: 'threshold', replan: 'locked' }, job: begun, isFrozen: false },
    {
      name: 'never without a plan',
      settings: { replan: 'locked' },
      job: { ...begun, feasible: false },
      isFrozen: false,
    },
    {
      name: 'never by expected prices',
      settings: { replan: 'locked' },
      job: { ...begun, runs: [runOf(3, 4, { cause: 'expected' })] },
      isFrozen: false,
    },
  ];
  for (const { name, settings = {}, job, isFrozen } of rows)
    it(name, () => assert.equal(freezes(jobOf(job), settingsOf(settings)), isFrozen));
});

describe('runs: when a window stays empty', () => {
  const emptyFrom = hour(2);
  const rows: {
    name: string;
    settings?: Partial<RunSettings>;
    job?: Partial<Job>;
    room: [number, number];
    isEmpty: boolean;
  }[] = [
    { name: 'in the same room', room: [2, 24], isEmpty: true },
    { name: 'in less room', room: [20, 24], isEmpty: true },
    { name: 'not in more', room: [1.9, 24], isEmpty: false },
    { name: 'not where nobody has looked', job: { emptyFrom: undefined }, room: [2, 24], isEmpty: false },
    { name: 'hardly more than is wanted', room: [21.98, 24], isEmpty: true },
    { name: 'not in a minute more than is wanted', room: [22 - 1 / 60, 24], isEmpty: false },
    {
      name: 'not in just a quarter of an hour more',
      settings: { startAlignMinutes: 15 },
      room: [21.75, 24],
      isEmpty: false,
    },
    {
      name: 'in more than a quarter of an hour more',
      settings: { startAlignMinutes: 15 },
      room: [21.7, 24],
      isEmpty: true,
    },
    { name: 'where as much is taken as there is', settings: { partial: 'maximise' }, room: [22, 24], isEmpty: true },
    {
      name: 'not where as much is taken in more room',
      settings: { partial: 'maximise' },
      room: [1, 24],
      isEmpty: false,
    },
  ];
  for (const { name, settings = {}, job = {}, room, isEmpty } of rows)
    it(`${name}: ${isEmpty}`, () => {
      assert.equal(staysEmpty(jobOf({ emptyFrom, ...job }), settingsOf(settings), hoursOf(...room)), isEmpty);
    });
});

describe('runs: when it is too late', () => {
  const exclude = [{ from: '23:00', to: '00:00' }];
  const rows: { name: string; settings?: Partial<RunSettings>; job?: Partial<Job>; now: number; isTooLate: boolean }[] =
    [
      { name: 'the last moment is not', now: 22, isTooLate: false },
      { name: 'what is wanted no longer fits', now: 22.01, isTooLate: true },
      { name: 'beside what is excluded', settings: { exclude }, now: 21.01, isTooLate: true },
      { name: 'the last moment beside what is excluded', settings: { exclude }, now: 21, isTooLate: false },
      { name: 'by what a message excludes', job: { options: { exclude } }, now: 21.01, isTooLate: true },
      { name: 'what is left still fits', job: { ran: [runOf(2, 3)] }, now: 22.5, isTooLate: false },
      { name: 'not where nothing is left', job: { ran: [runOf(2, 4)] }, now: 23.99, isTooLate: false },
      {
        name: 'not where nothing is left, while it is excluded',
        settings: { exclude },
        job: { ran: [runOf(2, 4)] },
        now: 23.5,
        isTooLate: false,
      },
      { name: 'not while it is on, over the end', job: { current: runOf(22.5, 24.5) }, now: 23, isTooLate: false },
      { name: 'not below a price', settings: { mode: 'threshold' }, now: 23.9, isTooLate: false },
      {
        name: 'not where as much is taken as there is',
        settings: { partial: 'maximise' },
        now: 23.9,
        isTooLate: false,
      },
      { name: 'where it never fits', job: { window: hoursOf(0, 1) }, now: 0, isTooLate: true },
      { name: 'before a window in which it just fits', job: { window: hoursOf(20, 22) }, now: 12, isTooLate: false },
      { name: 'before a window in which it does not', job: { window: hoursOf(20, 21.9) }, now: 12, isTooLate: true },
    ];
  for (const { name, settings = {}, job = {}, now, isTooLate: expected } of rows)
    it(name, () => {
      assert.equal(isTooLate(jobOf(job), { settings: settingsOf(settings), now: hour(now) }), expected);
    });

  const shut = [{ from: '20:00', to: '22:00' }];
  const lasts: { name: string; settings?: Partial<RunSettings>; hours: number; last: string | undefined }[] = [
    { name: 'before the end', hours: 2, last: '22:00' },
    { name: 'in one piece before what is excluded', settings: { exclude: shut }, hours: 3, last: '17:00' },
    { name: 'in one piece after what is excluded', settings: { exclude: shut }, hours: 2, last: '22:00' },
    {
      name: 'in pieces around what is excluded',
      settings: { exclude: shut, mode: 'interruptible' },
      hours: 3,
      last: '19:00',
    },
    { name: 'in pieces never', settings: { exclude: shut, mode: 'interruptible' }, hours: 22.5, last: undefined },
    { name: 'in pieces all the time', settings: { exclude: shut, mode: 'interruptible' }, hours: 22, last: '00:00' },
    { name: 'in one piece never', settings: { exclude: shut }, hours: 21, last: undefined },
  ];
  for (const { name, settings = {}, hours, last } of lasts)
    it(`the last moment, ${name}: ${last}`, () => {
      assert.equal(clock(lastStart(jobOf(), settingsOf(settings), hours * 3_600_000)), last);
    });
});
