import assert from 'node:assert/strict';
import { finished } from '#src/planner/index.js';
import type { PriceSeries } from '#src/prices/index.js';
import type { Job } from '#src/runs/device/log.js';
import type { DeviceFacts } from '#src/runs/device/off-since.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { freeFrom, placeRuns } from '#src/runs/placing/place-runs.js';
import type { Interval } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { hours } from '../prices.js';
import { drawn } from '../simulator.js';

const known = hours(day, 24, 30, { 14: 10, 15: 10, 16: 10 });
const hourMs = 3_600_000;
const pieces: Partial<RunSettings> = {
  mode: 'interruptible',
  durationMinutes: 60,
  minRunMinutes: 60,
  maxOffMinutes: 480,
};
const one: Partial<RunSettings> = { ...pieces, mode: 'contiguous' };
const below: Partial<RunSettings> = { ...pieces, mode: 'threshold', maxPriceCt: 15 };

interface Row {
  readonly name: string;
  readonly settings?: Partial<RunSettings>;
  readonly prices?: PriceSeries;
  readonly job?: Partial<Job>;
  readonly now?: number;
  readonly closed?: readonly Interval[];
  /** What others of a house take. */
  readonly taken?: readonly Interval[];
  readonly device?: DeviceFacts;
  /** Each with how many hours the device was off before it, where it is forced, and its cause, where that is not a price. */
  readonly runs: string;
  readonly reason?: string;
  readonly feasible?: boolean;
}

function assertPlaced(rows: readonly Row[]): void {
  for (const {
    name,
    settings = pieces,
    prices = known,
    now = 0,
    closed = [],
    device = {},
    taken,
    runs,
    ...given
  } of rows)
    it(`${name}: ${[runs, given.reason].filter(Boolean).join(', ') || 'nothing'}`, () => {
      const job = jobOf({ feasible: false, wantedMs: hourMs, ...given.job });
      const facts = { counted: hoursOf(0, 24), ...device };
      const room = { start: freeFrom(job, hour(now), facts), end: job.window.end };
      const own = { ...defaultRunSettings, ...settings };
      const house = taken && { closed: taken, closedToExtra: [], sun: [], now: { othersKw: 0 }, pauses: false };
      const found = finished(
        placeRuns(job, { house, settings: own, series: prices, now: hour(now), room, closed, device: facts }),
      );
      const shown = found.runs.map((run) => {
        const forced = run.forcedAfterMs === undefined ? [] : [`after ${run.forcedAfterMs / hourMs} h`];
        return [drawn([run]), ...forced, ...(run.cause === 'planned' ? [] : [run.cause])].join(' ');
      });
      assert.deepEqual([shown.join(', '), found.reason], [runs, given.reason]);
      assert.equal(found.feasible, given.feasible ?? given.reason === undefined);
    });
}

describe('runs: a limit on time off that cannot be kept', () => {
  const long = [hoursOf(4, 13)];
  const all = [hoursOf(0, 24)];
  const nothingMore = { ran: [runOf(0, 1)] };
  const offSinceOne = { device: { on: false, since: hour(1) } };
  const on: Partial<RunSettings> = { outputNoPlan: 'on' };
  assertPlaced([
    {
      name: 'the next higher one is kept',
      closed: long,
      runs: '03:00-04:00 after 3 h, 13:00-15:00',
      reason: 'off-too-long',
    },
    {
      name: 'so it is where all that is wanted is run',
      closed: long,
      now: 1,
      job: nothingMore,
      device: offSinceOne,
      runs: '03:00-04:00 after 2 h, 13:00-15:00 after 9 h',
      reason: 'off-too-long',
      feasible: true,
    },
    {
      name: 'so it is below a price',
      settings: below,
      closed: long,
      runs: '03:00-04:00 after 3 h, 13:00-17:00',
      reason: 'off-too-long',
    },
    {
      name: 'so it is where the device is on without a plan',
      settings: { ...pieces, ...on },
      closed: long,
      runs: '03:00-04:00 after 3 h, 13:00-15:00',
      reason: 'off-too-long',
    },
    { name: 'nothing, where nothing may run', closed: all, runs: '', reason: 'off-too-long' },
    {
      name: 'nothing is off, where the device is on without a plan',
      settings: { ...pieces, ...on },
      closed: all,
      runs: '',
      reason: 'excluded-times',
    },
    {
      name: 'but it is while prices to come are waited for, and the price of now is known',
      settings: { ...pieces, ...on },
      prices: known.slice(0, 9),
      job: { provisional: true },
      closed: all,
      runs: '',
      reason: 'off-too-long',
    },
    {
      name: 'nothing is off while prices are waited for, and the price of now is not known',
      settings: { ...pieces, ...on },
      prices: known.slice(5),
      job: { provisional: true },
      closed: all,
      runs: '',
      reason: 'excluded-times',
    },
    {
      name: 'but it is below a price that is known now',
      settings: { ...below, ...on },
      closed: all,
      runs: '',
      reason: 'off-too-long',
    },
    {
      name: 'nothing is off below a price that is not known now',
      settings: { ...below, ...on },
      prices: known.slice(5),
      closed: all,
      runs: '',
      reason: 'price-cap',
    },
  ]);
});

describe('runs: a limit on time off while prices are waited for', () => {
  const waits: Partial<RunSettings> = { ...pieces, missingPrices: 'wait' };
  const job = { provisional: true };
  assertPlaced([
    {
      name: 'what is blind stays, and what is forced comes before it',
      settings: waits,
      prices: [],
      job,
      runs: '08:00-09:00 after 8 h expected, 17:00-18:00 after 8 h expected',
      reason: 'missing-prices',
    },
    {
      name: 'the same with what is known',
      settings: { ...pieces, missingPrices: 'use-known' },
      prices: known.slice(0, 20),
      job,
      runs: '06:00-07:00 after 6 h, 15:00-16:00 after 8 h',
    },
    {
      name: 'the same with what is usual, of which nothing is',
      settings: { ...pieces, missingPrices: 'expect' },
      prices: known.slice(0, 20),
      job,
      runs: '06:00-07:00 after 6 h, 15:00-16:00 after 8 h',
    },
    {
      name: 'what is forced is planned by what is known, where nothing is wanted any more',
      settings: waits,
      prices: known.slice(0, 20),
      now: 1,
      job: { ...job, ran: [runOf(0, 1)] },
      device: { device: { on: false, since: hour(1) } },
      runs: '06:00-07:00 after 5 h, 15:00-16:00 after 8 h',
    },
    {
      name: 'what is blind and in time is all there is',
      settings: waits,
      prices: [],
      job: { ...job, window: hoursOf(0, 9) },
      runs: '08:00-09:00 fallback',
      reason: 'missing-prices',
    },
    {
      name: 'in one piece what is blind is too late for a device that was off before',
      settings: { ...one, missingPrices: 'wait', maxOffMinutes: 1380 },
      prices: [],
      job,
      device: { counted: hoursOf(-10, 24), device: { on: false, since: hour(-2) } },
      runs: '21:00-22:00 after 23 h expected',
      reason: 'missing-prices',
    },
    {
      name: 'in one piece nothing is blind with a price limit: whenever it is due',
      settings: { ...one, missingPrices: 'wait', maxPriceCt: 5, maxPriceAppliesTo: 'interval' },
      prices: [],
      job,
      runs: '08:00-09:00 after 8 h expected, 17:00-18:00 after 8 h expected',
      reason: 'missing-prices',
    },
    {
      name: 'in one piece what is blind is late enough',
      settings: { ...one, missingPrices: 'wait', maxOffMinutes: 1380 },
      prices: [],
      job,
      runs: '23:00-00:00 fallback',
      reason: 'missing-prices',
    },
    {
      name: 'in one piece what is blind is too late: whenever it is due',
      settings: { ...one, missingPrices: 'wait' },
      prices: [],
      job,
      runs: '08:00-09:00 after 8 h expected, 17:00-18:00 after 8 h expected',
      reason: 'missing-prices',
    },
  ]);
});

describe('runs: a limit on time off in one piece', () => {
  const offBefore = { counted: hoursOf(-10, 24), device: { on: false, since: hour(-2) } };
  assertPlaced([
    { name: 'once, where that is enough', settings: { ...one, maxOffMinutes: 780 }, runs: '10:00-11:00 after 10 h' },
    {
      name: 'whenever it is due',
      settings: one,
      runs: '08:00-09:00 after 8 h, 17:00-18:00 after 8 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, as far as it is open',
      settings: one,
      closed: [hoursOf(7.5, 10)],
      runs: '06:30-07:30 after 6.5 h, 15:30-16:30 after 8 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, after what is closed',
      settings: one,
      closed: [hoursOf(0, 10)],
      runs: '10:00-11:00 after 10 h, 19:00-20:00 after 8 h',
      reason: 'off-too-long',
    },
    { name: 'never, where nothing is open', settings: one, closed: [hoursOf(0, 24)], runs: '', reason: 'off-too-long' },
    {
      name: 'just in time, where only that keeps it',
      settings: { ...one, maxOffMinutes: 690 },
      runs: '11:30-12:30 after 11.5 h',
    },
    {
      name: 'once more after all that is wanted, which one piece alone cannot keep',
      settings: { ...one, durationMinutes: 180, maxOffMinutes: 240 },
      job: { wantedMs: 3 * hourMs, ran: [runOf(0, 17)] },
      now: 17,
      device: { device: { on: false, since: hour(17) } },
      runs: '21:00-00:00 after 4 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, over the end of its window where it fits nowhere any more',
      settings: { ...one, durationMinutes: 180, maxOffMinutes: 45 },
      job: { wantedMs: 3 * hourMs },
      now: 15,
      device: { device: { on: false, since: hour(15) } },
      runs: '15:45-18:45 after 0.75 h, 19:30-22:30 after 0.75 h, 23:15-02:15 after 0.75 h expected',
      reason: 'off-too-long',
    },
    {
      name: 'for as long as is left, and then for as long as it usually is',
      settings: { ...one, durationMinutes: 120 },
      job: { wantedMs: 2 * hourMs, ran: [runOf(0, 1.5)] },
      now: 1.5,
      device: { device: { on: false, since: hour(1.5) } },
      runs: '09:30-10:00 after 8 h, 18:00-20:00 after 8 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, but for what others take after its window',
      settings: { ...one, durationMinutes: 180, maxOffMinutes: 45 },
      job: { wantedMs: 3 * hourMs },
      now: 15,
      device: { device: { on: false, since: hour(15) } },
      taken: [hoursOf(24, 24.5), hoursOf(40, 41)],
      runs: '15:45-18:45 after 0.75 h, 19:30-22:30 after 0.75 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, where that is when it opens again',
      settings: one,
      closed: [hoursOf(7.5, 8)],
      runs: '08:00-09:00 after 8 h, 17:00-18:00 after 8 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, also in a time that is just as long',
      settings: one,
      closed: [hoursOf(0, 7), hoursOf(8, 15)],
      runs: '07:00-08:00 after 7 h, 16:00-17:00 after 8 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, from when it went off',
      settings: one,
      now: 4,
      device: { device: { on: false, since: hour(1) } },
      runs: '09:00-10:00 after 8 h, 18:00-19:00 after 8 h',
      reason: 'off-too-long',
    },
    {
      name: 'whenever it is due, and not once more where it is just in time at the end',
      settings: one,
      device: offBefore,
      runs: '06:00-07:00 after 8 h, 15:00-16:00 after 8 h',
      reason: 'off-too-long',
    },
    {
      name: 'the same while prices are waited for, which keeps it',
      settings: { ...one, missingPrices: 'wait' },
      prices: [],
      job: { provisional: true },
      device: offBefore,
      runs: '06:00-07:00 after 8 h expected, 15:00-16:00 after 8 h expected',
      reason: 'missing-prices',
    },
    {
      name: 'above its price limit',
      settings: { ...one, maxOffMinutes: 780, maxPriceCt: 5, maxPriceAppliesTo: 'interval' },
      runs: '10:00-11:00 after 10 h',
    },
  ]);
});

describe('runs: how long a device was off before what is forced', () => {
  assertPlaced([
    {
      name: 'since the last run, or since it went off',
      settings: { ...pieces, maxOffMinutes: 300 },
      now: 2,
      device: { device: { on: false, since: hour(1) } },
      runs: '06:00-07:00 after 5 h, 12:00-13:00 after 5 h, 18:00-19:00 after 5 h',
    },
    {
      name: 'before what is on, where it goes on with that',
      settings: { ...pieces, minRunMinutes: 120, durationMinutes: 120 },
      job: { wantedMs: hourMs, current: runOf(2, 3, { forcedAfterMs: 2 * hourMs }) },
      now: 2,
      device: { device: { on: true, since: hour(2) } },
      runs: '03:00-06:00 after 2 h, 14:00-16:00 after 8 h',
    },
    {
      name: 'not at all, where it goes on with what is on',
      settings: { ...pieces, minRunMinutes: 120, durationMinutes: 120 },
      job: { wantedMs: 2 * hourMs, current: runOf(2, 3, { forcedAfterMs: 2 * hourMs }) },
      now: 2,
      device: { device: { on: true, since: hour(2) } },
      runs: '03:00-06:00, 14:00-16:00 after 8 h',
    },
  ]);
});

describe('runs: a limit on time off and what is known of prices', () => {
  const offSinceTwelve = { device: { on: false, since: hour(12) } };
  const quick: Partial<RunSettings> = { ...pieces, maxOffMinutes: 240 };
  assertPlaced([
    {
      name: 'what is forced without a price does not make a plan blind that has what is wanted by prices',
      settings: quick,
      prices: known.slice(0, 17),
      now: 12,
      job: { provisional: true },
      device: offSinceTwelve,
      runs: '16:00-17:00 after 4 h, 21:00-22:00 after 4 h expected',
    },
    {
      name: 'what is wanted and has no price is blind',
      settings: { ...quick, durationMinutes: 300 },
      prices: known.slice(0, 17),
      now: 13,
      job: { provisional: true, wantedMs: 5 * hourMs },
      device: offSinceTwelve,
      runs: '13:00-17:00 after 1 h, 21:00-22:00 fallback',
      reason: 'missing-prices',
    },
    {
      name: 'a part that is cheap enough is a plan',
      settings: { ...pieces, partial: 'maximise', durationMinutes: 240, maxPriceCt: 15, maxOffMinutes: 840 },
      job: { wantedMs: 4 * hourMs },
      runs: '14:00-17:00',
    },
    {
      name: 'what is excluded right after the window is off as well',
      settings: { ...pieces, exclude: [{ from: '00:00', to: '06:00' }] },
      closed: [hoursOf(0, 6)],
      runs: '06:00-07:00 after 6 h, 14:00-15:00, 21:00-22:00 after 6 h',
    },
    {
      name: 'what ends where it would begin without the limit is forced',
      settings: { ...pieces, tie: 'latest' },
      prices: hours(day, 24, 30, { 14: 10 }),
      now: 5,
      job: { window: hoursOf(0, 20) },
      device: { device: { on: false, since: hour(5) } },
      runs: '13:00-14:00 after 8 h',
    },
    {
      name: 'nothing is forced in no time',
      settings: { ...pieces, maxOffMinutes: 120 },
      now: 2,
      job: { window: hoursOf(0, 6) },
      device: { device: { on: false, since: day }, override: { on: false, until: hour(12) } },
      runs: '',
      reason: 'window-too-short',
    },
  ]);
});
