import assert from 'node:assert/strict';
import { finished } from '#src/planner/index.js';
import type { PriceSeries } from '#src/prices/index.js';
import type { Job } from '#src/runs/device/log.js';
import type { DeviceFacts } from '#src/runs/device/off-since.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { freeFrom, placeRuns } from '#src/runs/placing/place-runs.js';
import type { Interval } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { clock, hours } from '../prices.js';
import { drawn } from '../simulator.js';

describe('runs: when a device is free for a run', () => {
  const rows: { name: string; now: number; job?: Partial<Job>; device?: DeviceFacts; free: string }[] = [
    { name: 'now', now: 3, free: '03:00' },
    { name: 'when its window opens', now: 3, job: { window: hoursOf(5, 9) }, free: '05:00' },
    { name: 'after what is on', now: 3, job: { current: runOf(2, 4) }, free: '04:00' },
    { name: 'after it is held off', now: 3, device: { override: { on: false, until: hour(6) } }, free: '06:00' },
    { name: 'now, where it is held on', now: 3, device: { override: { on: true, until: hour(6) } }, free: '03:00' },
    {
      name: 'now, where nobody says until when',
      now: 3,
      device: { override: { on: false, until: null } },
      free: '03:00',
    },
    {
      name: 'at the end of its window at the latest',
      now: 3,
      job: { window: hoursOf(0, 5) },
      device: { override: { on: false, until: hour(6) } },
      free: '05:00',
    },
    {
      name: 'now, where its window is over',
      now: 7,
      job: { window: hoursOf(0, 5), current: runOf(4, 9) },
      free: '07:00',
    },
  ];
  for (const { name, now, job = {}, device = {}, free } of rows)
    it(`${name}: ${free}`, () => {
      assert.equal(clock(freeFrom(jobOf(job), hour(now), device)), free);
    });
});

interface Row {
  readonly name: string;
  readonly settings: Partial<RunSettings>;
  readonly prices?: PriceSeries;
  readonly job?: Partial<Job>;
  readonly now?: number;
  readonly closed?: readonly Interval[];
  readonly device?: DeviceFacts;
  readonly runs: string;
  readonly reason?: string;
  /** Whether it is feasible, where that does not follow from the reason. */
  readonly feasible?: boolean;
  /** Whether it stays so, where the job was provisional. */
  readonly isFinal?: true;
}

const afternoon = hours(day, 24, 30, { 14: 10, 15: 10, 16: 10 });

function assertPlaced(rows: readonly Row[]): void {
  for (const { name, prices = afternoon, now = 0, closed = [], device = {}, runs, reason, ...given } of rows)
    it(`${name}: ${[runs, reason].filter(Boolean).join(', ') || 'nothing'}`, () => {
      const settings = { ...defaultRunSettings, ...given.settings };
      const job = jobOf({ feasible: false, ...given.job });
      const room = { start: freeFrom(job, hour(now), device), end: job.window.end };
      const placed = finished(placeRuns(job, { settings, series: prices, now: hour(now), room, closed, device }));
      assert.deepEqual([drawn(placed.runs), placed.reason], [runs, reason]);
      assert.equal(placed.feasible, given.feasible ?? reason === undefined);
      const causes = placed.runs.map(({ cause }) => cause);
      assert.deepEqual([...new Set(causes)], runs === '' ? [] : [reason === 'missing-prices' ? 'fallback' : 'planned']);
      assert.equal(placed.provisional, job.provisional && !given.isFinal);
    });
}

describe('runs: where they are placed', () => {
  const pieces: Partial<RunSettings> = { mode: 'interruptible', durationMinutes: 120 };
  const least: Partial<RunSettings> = { mode: 'interruptible', durationMinutes: 240, minRunMinutes: 120 };
  const four = { wantedMs: 4 * 3_600_000, current: runOf(2, 3) };
  const paused: Partial<RunSettings> = { ...pieces, minPauseMinutes: 60 };
  const night = hours(day, 24, 30, { 2: 10, 3: 10, 4: 10 });
  const one = { wantedMs: 3_600_000 };
  const few: Partial<RunSettings> = { ...pieces, durationMinutes: 240, maxPriceCt: 15 };
  const short = hours(day, 24, 30, { 14: 10 });
  const forced = { forcedAfterMs: 9 };
  const wholeDay = jobOf({ wantedMs: 24.5 * 3_600_000 });
  assertPlaced([
    { name: 'the cheapest hours', settings: pieces, runs: '14:00-16:00' },
    { name: 'nothing more, where all is run', settings: pieces, job: { ran: [runOf(1, 3)] }, runs: '' },
    { name: 'nothing more, where what is on is enough', settings: pieces, job: { current: runOf(0, 2) }, runs: '' },
    { name: 'what is left', settings: pieces, job: { ran: [runOf(1, 2)] }, now: 2, runs: '14:00-15:00' },
    {
      name: 'a minimum run counts from when the device went on',
      settings: least,
      job: four,
      now: 2,
      device: { device: { on: true, since: hour(1) } },
      runs: '14:00-17:00',
    },
    {
      name: 'a minimum run that is not over yet',
      settings: least,
      job: four,
      now: 2,
      device: { device: { on: true, since: hour(2) } },
      runs: '03:00-04:00 14:00-16:00',
    },
    {
      name: 'a minimum run of a device that was told only later',
      settings: least,
      job: four,
      now: 2,
      device: { device: { on: true, since: hour(2.5) } },
      runs: '03:00-04:00 14:00-16:00',
    },
    {
      name: 'a minimum run of a device that is not told yet',
      settings: least,
      job: four,
      now: 2,
      device: { device: { on: false, since: hour(1) } },
      runs: '03:00-04:00 14:00-16:00',
    },
    {
      name: 'a minimum run that others do not let go on',
      settings: least,
      job: four,
      now: 2,
      closed: [hoursOf(3, 3.5)],
      device: { device: { on: true, since: hour(2) } },
      runs: '14:00-17:00',
    },
    {
      name: 'after its pause, from when the device went off',
      settings: paused,
      prices: night,
      job: one,
      now: 2,
      device: { device: { on: false, since: hour(1.5) } },
      runs: '02:30-03:30',
    },
    {
      name: 'after its pause, from when others make the device go off',
      settings: { ...paused, durationMinutes: 120 },
      prices: night,
      job: { current: runOf(1, 2) },
      now: 1,
      closed: [hoursOf(2, 2.25)],
      device: { device: { on: true, since: hour(1) } },
      runs: '03:00-04:00',
    },
    {
      name: 'after its pause, right when the device goes off',
      settings: paused,
      prices: night,
      job: one,
      now: 2,
      device: { device: { on: false, since: hour(2) } },
      runs: '03:00-04:00',
    },
    {
      name: 'at once, where nobody knows since when it is off',
      settings: paused,
      prices: night,
      job: one,
      now: 2,
      runs: '02:00-03:00',
    },
    {
      name: 'at once, where extra time is on for longer',
      settings: paused,
      prices: night,
      job: one,
      now: 2,
      device: { device: { on: true, since: hour(1) }, extra: hoursOf(1, 5) },
      runs: '02:00-03:00',
    },
    {
      name: 'nothing while a person holds it off',
      settings: pieces,
      device: { override: { on: false, until: null } },
      runs: '',
      reason: 'override',
    },
    {
      name: 'nothing while a person holds it off, whatever prices come',
      settings: pieces,
      prices: [],
      job: { provisional: true },
      device: { override: { on: false, until: null } },
      runs: '',
      reason: 'override',
      isFinal: true,
    },
    {
      name: 'nothing more, whatever prices come',
      settings: pieces,
      prices: [],
      job: { provisional: true, ran: [runOf(1, 3)] },
      runs: '',
      isFinal: true,
    },
    {
      name: 'all of it while a person holds it on',
      settings: pieces,
      device: { override: { on: true, until: null } },
      runs: '14:00-16:00',
    },
    {
      name: 'what is longer than its window',
      settings: {},
      job: { wantedMs: 25 * 3_600_000 },
      runs: '',
      reason: 'window-too-short',
    },
    {
      name: 'what is longer than its window, without prices',
      settings: {},
      prices: [],
      job: { wantedMs: wholeDay.wantedMs },
      runs: '',
      reason: 'window-too-short',
    },
    {
      name: 'what does not fit beside what is closed, without prices',
      settings: {},
      prices: [],
      closed: [hoursOf(1, 23)],
      runs: '',
      reason: 'excluded-times',
    },
    {
      name: 'what just fits beside what is closed, without prices',
      settings: {},
      prices: [],
      closed: [hoursOf(2, 24)],
      runs: '00:00-02:00',
      reason: 'missing-prices',
    },
    { name: 'blind, without prices', settings: {}, prices: [], runs: '22:00-00:00', reason: 'missing-prices' },
    {
      name: 'blind, where known prices do not suffice',
      settings: {},
      prices: hours(day, 1, 30),
      job: { provisional: true },
      runs: '22:00-00:00',
      reason: 'missing-prices',
    },
    {
      name: 'blind, where it waits for prices, though some are known',
      settings: { missingPrices: 'wait' },
      prices: hours(day, 20, 30),
      job: { provisional: true },
      runs: '22:00-00:00',
      reason: 'missing-prices',
    },
    {
      name: 'by what is known, where that is to be used',
      settings: { ...pieces, missingPrices: 'use-known' },
      prices: afternoon.slice(0, 20),
      job: { provisional: true },
      runs: '14:00-16:00',
    },
    {
      name: 'by what is known, where nothing is usual',
      settings: { ...pieces, missingPrices: 'expect' },
      prices: afternoon.slice(0, 20),
      job: { provisional: true },
      runs: '14:00-16:00',
    },
    ...[
      { name: 'longer than its window', job: { wantedMs: wholeDay.wantedMs }, reason: 'window-too-short' },
      { name: 'that does not fit beside what is closed', closed: [hoursOf(1, 23)], reason: 'excluded-times' },
      {
        name: 'as long as its window, of which some is closed',
        job: { wantedMs: 24 * 3_600_000 },
        closed: [hoursOf(1, 2)],
        reason: 'excluded-times',
      },
    ].map(({ name, job = {}, ...rest }) => ({
      name: `nothing ${name}, while it waits for prices`,
      settings: { missingPrices: 'wait' as const },
      prices: [],
      job: { provisional: true, ...job },
      runs: '',
      ...rest,
    })),
    {
      name: 'nothing that fits beside what is closed only in runs that are too short, without prices',
      settings: { ...pieces, minRunMinutes: 120 },
      prices: [],
      job: { provisional: true },
      closed: [hoursOf(1.5, 22.5)],
      runs: '',
      reason: 'excluded-times',
    },
    {
      name: 'blind, where a part would do, without prices',
      settings: { ...pieces, partial: 'maximise' },
      prices: [],
      job: { provisional: true },
      runs: '22:00-00:00',
      reason: 'missing-prices',
    },
    {
      name: 'nothing within the limit, where a price lacks in one of two parts',
      settings: { ...pieces, maxPriceCt: 5 },
      prices: hours(day, 23, 30),
      job: { provisional: true },
      closed: [hoursOf(10, 11)],
      runs: '',
      reason: 'missing-prices',
    },
    { name: 'nothing within the limit', settings: { ...pieces, maxPriceCt: 5 }, runs: '', reason: 'price-cap' },
    {
      name: 'nothing within the limit, where a price lacks',
      settings: { ...pieces, maxPriceCt: 5 },
      prices: hours(day, 23, 30),
      job: { provisional: true },
      runs: '',
      reason: 'missing-prices',
    },
    {
      name: 'nothing within the limit, where a price lacks while it is closed',
      settings: { ...pieces, maxPriceCt: 5 },
      prices: hours(day, 23, 30),
      closed: [hoursOf(23, 24)],
      runs: '',
      reason: 'price-cap',
    },
    {
      name: 'a part, where that is better than nothing',
      settings: { ...pieces, maxPriceCt: 15, partial: 'maximise' },
      prices: hours(day, 24, 30, { 14: 10 }),
      runs: '14:00-15:00',
    },
    {
      name: 'all or nothing',
      settings: { ...pieces, maxPriceCt: 15 },
      prices: hours(day, 24, 30, { 14: 10 }),
      runs: '',
      reason: 'price-cap',
    },
    {
      name: 'a part of what has begun',
      settings: { ...pieces, durationMinutes: 240, maxPriceCt: 15 },
      prices: hours(day, 24, 30, { 14: 10 }),
      job: { wantedMs: 4 * 3_600_000, ran: [runOf(1, 2)] },
      now: 2,
      runs: '14:00-15:00',
    },
    {
      name: 'no part, where only what a limit on time off forces has begun',
      settings: few,
      prices: short,
      job: { wantedMs: 4 * 3_600_000, ran: [runOf(1, 2, forced)] },
      now: 2,
      runs: '',
      reason: 'price-cap',
    },
    {
      name: 'a part, where more than what a limit on time off forces has begun',
      settings: few,
      prices: short,
      job: { wantedMs: 4 * 3_600_000, ran: [runOf(0, 0.5), runOf(1, 1.5, forced)] },
      now: 2,
      runs: '14:00-15:00',
    },
    {
      name: 'a part, where what a limit on time off forces has begun beside a plan',
      settings: few,
      prices: short,
      job: { wantedMs: 4 * 3_600_000, ran: [runOf(1, 2, forced)], feasible: true },
      now: 2,
      runs: '14:00-15:00',
    },
    {
      name: 'a part in one piece of what a limit on time off has begun',
      settings: { ...few, mode: 'contiguous', maxPriceAppliesTo: 'interval' },
      prices: short,
      job: { wantedMs: 4 * 3_600_000, ran: [runOf(1, 2, forced)] },
      now: 2,
      runs: '14:00-15:00',
    },
    {
      name: 'no part of what has begun, where no start is left for it',
      settings: { ...pieces, durationMinutes: 240, maxPriceCt: 15, maxStarts: 1 },
      prices: hours(day, 24, 30, { 14: 10 }),
      job: { wantedMs: 4 * 3_600_000, ran: [runOf(1, 2)] },
      now: 2,
      runs: '',
      reason: 'price-cap',
    },
    {
      name: 'a part of what was cut, which may begin again',
      settings: { ...pieces, durationMinutes: 240, maxPriceCt: 15, maxStarts: 1 },
      prices: hours(day, 24, 30, { 14: 10 }),
      job: { wantedMs: 4 * 3_600_000, ran: [runOf(1, 2, { cut: true })] },
      now: 2,
      runs: '14:00-15:00',
    },
  ]);
});

describe('runs: where they are placed with a limit on time off', () => {
  const counted = hoursOf(0, 24);
  const limited: Partial<RunSettings> = {
    mode: 'interruptible',
    durationMinutes: 60,
    minRunMinutes: 60,
    maxOffMinutes: 720,
  };
  const dark = { ...hoursOf(1.5, 11.5) };
  const on = { on: true, since: hour(11.5) };
  const job = { wantedMs: 3_600_000 };
  const late: Partial<RunSettings> = { ...limited, tie: 'latest' };
  assertPlaced([
    { name: 'once, where that is enough', settings: limited, job, device: { counted }, runs: '11:00-12:00' },
    { name: 'twice, where that is cheaper', settings: limited, device: { counted }, runs: '01:00-02:00 14:00-15:00' },
    { name: 'as late as can be', settings: late, job, device: { counted }, runs: '12:00-13:00' },
    {
      name: 'from when the device went off before',
      settings: late,
      job,
      now: 4,
      device: { counted, device: { on: false, since: hour(1) } },
      runs: '13:00-14:00',
    },
    {
      name: 'as if it had been off from the beginning of a power cut, at its end',
      settings: limited,
      job,
      now: 11.5,
      device: { counted, device: on, dark },
      runs: '13:30-14:30',
    },
    {
      name: 'as if it had been on, where a power cut is long over',
      settings: limited,
      job,
      now: 11.5,
      device: { counted, device: on, dark: hoursOf(1.5, 9) },
      runs: '14:00-15:00',
    },
    {
      name: 'nothing, where it is done and not off for too long',
      settings: limited,
      job: { ...job, ran: [runOf(12, 13)] },
      now: 13,
      device: { counted, device: { on: false, since: hour(13) } },
      runs: '',
    },
    {
      name: 'once more, where it is done and off for too long',
      settings: limited,
      job: { ...job, ran: [runOf(9, 10)] },
      now: 10,
      device: { counted, device: { on: false, since: hour(10) } },
      runs: '14:00-15:00',
    },
    {
      name: 'below a price and where it is due',
      settings: { mode: 'threshold', maxPriceCt: 15, minRunMinutes: 60, maxOffMinutes: 600 },
      device: { counted },
      runs: '03:00-04:00 14:00-17:00',
    },
    {
      name: 'below a price only, where that is enough',
      settings: { mode: 'threshold', maxPriceCt: 15, minRunMinutes: 60, maxOffMinutes: 840 },
      device: { counted },
      runs: '14:00-17:00',
    },
  ]);
});

describe('runs: where they are placed below a price', () => {
  const below: Partial<RunSettings> = { mode: 'threshold', maxPriceCt: 15 };
  const two = hours(day, 24, 30, { 2: 10, 3: 15, 14: 10 });
  assertPlaced([
    { name: 'wherever it is cheap', settings: below, prices: two, runs: '02:00-04:00 14:00-15:00' },
    {
      name: 'not where that is closed',
      settings: below,
      prices: two,
      closed: [hoursOf(2.5, 5)],
      runs: '02:00-02:30 14:00-15:00',
    },
    { name: 'nowhere', settings: { ...below, maxPriceCt: 5 }, prices: two, runs: '', reason: 'price-cap' },
    {
      name: 'nowhere, where a price lacks',
      settings: { ...below, maxPriceCt: 5 },
      prices: hours(day, 23, 30),
      runs: '',
      reason: 'missing-prices',
    },
    {
      name: 'nowhere, where a price lacks while it is closed',
      settings: { ...below, maxPriceCt: 5 },
      prices: hours(day, 23, 30),
      closed: [hoursOf(23, 24)],
      runs: '',
      reason: 'price-cap',
    },
    { name: 'nowhere any more', settings: below, prices: two, job: { ran: [runOf(2, 4)] }, now: 16, runs: '' },
    {
      name: 'after its pause',
      settings: { ...below, minPauseMinutes: 60 },
      prices: two,
      now: 2,
      device: { device: { on: false, since: hour(1.5) } },
      runs: '02:30-04:00 14:00-15:00',
    },
    {
      name: 'without a pause, where extra time is on for longer',
      settings: { ...below, minPauseMinutes: 60 },
      prices: two,
      now: 2,
      device: { device: { on: true, since: hour(1) }, extra: hoursOf(1, 3) },
      runs: '02:00-04:00 14:00-15:00',
    },
    {
      name: 'without a pause, where the device is still on',
      settings: { ...below, minPauseMinutes: 60 },
      prices: two,
      now: 2,
      device: { device: { on: true, since: hour(1) } },
      runs: '02:00-04:00 14:00-15:00',
    },
    {
      name: 'nowhere, where a price lacks in one of two parts',
      settings: { ...below, maxPriceCt: 5 },
      prices: hours(day, 23, 30),
      closed: [hoursOf(10, 11)],
      runs: '',
      reason: 'missing-prices',
    },
    {
      name: 'after its pause, from when the device is told to go off',
      settings: { ...below, minPauseMinutes: 60 },
      prices: two,
      now: 1.5,
      device: { device: { on: true, since: hour(1) } },
      runs: '02:30-04:00 14:00-15:00',
    },
    {
      name: 'as a run that goes on with what is on',
      settings: { ...below, minRunMinutes: 120 },
      prices: two,
      job: { current: runOf(1, 3) },
      now: 2.5,
      runs: '03:00-04:00',
    },
    {
      name: 'no shorter than a run has to be',
      settings: { ...below, minRunMinutes: 120 },
      prices: two,
      runs: '02:00-04:00',
    },
    { name: 'with the starts that are left', settings: { ...below, maxStarts: 1 }, prices: two, runs: '02:00-04:00' },
    {
      name: 'with no start left',
      settings: { ...below, maxStarts: 1 },
      prices: two,
      job: { ran: [runOf(2, 4)] },
      now: 5,
      runs: '',
    },
    {
      name: 'nowhere without a price to stay below',
      settings: { mode: 'threshold' },
      prices: two,
      runs: '',
      reason: 'price-cap',
    },
  ]);
});
