import assert from 'node:assert/strict';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import { nextAlarm } from '#src/runs/life/alarm.js';
import type { Interval } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { clock, hours } from '../prices.js';

const known = hours(day, 24, 30);
const holed = hours(day, 24, 30, { 13: null, 14: null, 17: null });

interface Row {
  readonly name: string;
  readonly log?: Partial<RunLog>;
  readonly settings?: Partial<RunSettings>;
  readonly series?: typeof known;
  readonly extra?: readonly Interval[];
  readonly closed?: readonly Interval[];
  readonly now?: number;
  readonly at: string | undefined;
}

const closed = {
  kind: 'daily' as const,
  how: 'done' as const,
  window: hoursOf(8, 21),
  at: hour(9),
  options: {},
  settingsKey: '',
};
const late = { feasible: false, wantedMs: 2 * 3_600_000 };

const rows: Row[] = [
  { name: 'nothing to come', series: [], at: undefined },
  { name: 'the end of known prices', at: '00:00' },
  { name: 'nothing after the end of known prices', now: 24, at: undefined },
  {
    name: 'the beginning of a window',
    log: { job: jobOf({ window: hoursOf(13, 20), runs: [runOf(14, 16)] }) },
    at: '13:00',
  },
  {
    name: 'the end of a window',
    log: { job: jobOf({ window: hoursOf(8, 20), runs: [] }) },
    settings: { mode: 'threshold' },
    at: '20:00',
  },
  { name: 'the end of a run', log: { job: jobOf({ current: runOf(10, 15), runs: [runOf(18, 19)] }) }, at: '15:00' },
  { name: 'the beginning of the next run', log: { job: jobOf({ runs: [runOf(18, 19), runOf(20, 21)] }) }, at: '18:00' },
  { name: 'the end of a run that is due', log: { job: jobOf({ runs: [runOf(12, 19)] }) }, at: '19:00' },
  { name: 'the beginning of extra time', extra: [hoursOf(15, 16), hoursOf(17, 18)], at: '15:00' },
  { name: 'the end of extra time', extra: [hoursOf(12, 16), hoursOf(17, 18)], at: '16:00' },
  { name: 'extra time after one that is over', extra: [hoursOf(10, 12), hoursOf(17, 18)], at: '17:00' },
  { name: 'the end of an override', log: { override: { on: true, until: hour(15) } }, at: '15:00' },
  { name: 'no end of an override until it is changed', log: { override: { on: true, until: null } }, at: '00:00' },
  { name: 'the end of a window that is done', log: { closed }, at: '21:00' },
  { name: 'the end of a window that is left out', log: { skipped: hoursOf(13, 20) }, at: '20:00' },
  { name: 'five minutes after it was last seen', log: { lastSeenAt: hour(12) - 60_000 }, at: '12:04' },
  { name: 'another message', log: { sentAt: hour(11) }, settings: { resend: 90 }, at: '12:30' },
  { name: 'no other message before the first', settings: { resend: 90 }, at: '00:00' },
  { name: 'no other message but for a plan', log: { sentAt: hour(11) }, settings: { resend: 'replan' }, at: '00:00' },
  { name: 'too late for what is wanted', log: { job: jobOf({ ...late, window: hoursOf(8, 20) }) }, at: '18:00' },
  {
    name: 'too late for what is left',
    log: { job: jobOf({ ...late, window: hoursOf(8, 20), ran: [runOf(9, 10)] }) },
    at: '19:00',
  },
  {
    name: 'too late by what a message wants',
    log: { job: jobOf({ ...late, window: hoursOf(8, 20), options: { exclude: [{ from: '19:00', to: '20:00' }] } }) },
    at: '17:00',
  },
  {
    name: 'never too late for as much as there is',
    log: { job: jobOf({ ...late, window: hoursOf(8, 20) }) },
    settings: { partial: 'maximise' },
    at: '20:00',
  },
  {
    name: 'never too late below a price',
    log: { job: jobOf({ ...late, window: hoursOf(8, 20) }) },
    settings: { mode: 'threshold' },
    at: '20:00',
  },
  {
    name: 'not too late while it is on',
    log: { job: jobOf({ ...late, window: hoursOf(8, 20), current: runOf(11, 19.5) }) },
    at: '19:30',
  },
  {
    name: 'what will run in time',
    log: { job: jobOf({ ...late, window: hoursOf(8, 20), runs: [runOf(17, 19)] }) },
    at: '17:00',
  },
  {
    name: 'too late for what is wanted, though a part of it will run',
    log: { job: jobOf({ ...late, window: hoursOf(8, 20), runs: [runOf(19, 20)] }) },
    at: '18:00',
  },
  {
    name: 'the beginning of a gap, without any run',
    series: holed,
    log: { job: jobOf({ feasible: false }) },
    at: '13:00',
  },
  {
    name: 'the end of a gap, without any run',
    series: holed,
    log: { job: jobOf({ feasible: false }) },
    now: 13,
    at: '15:00',
  },
  {
    name: 'no gap where a blind run waits',
    series: holed,
    log: { job: jobOf({ feasible: false, runs: [runOf(18, 20)] }) },
    at: '18:00',
  },
  {
    name: 'no gap where it is decided',
    series: holed,
    log: { job: jobOf({ feasible: true, ran: [runOf(2, 4)] }) },
    settings: { partial: 'maximise' },
    at: '00:00',
  },
  {
    name: 'the end of the last gap that a plan has',
    series: holed,
    log: { job: jobOf({ provisional: true, runs: [runOf(20, 22)] }) },
    at: '18:00',
  },
  {
    name: 'a gap in which others leave no room is none',
    series: holed,
    closed: [hoursOf(16, 19)],
    log: { job: jobOf({ provisional: true, runs: [runOf(20, 22)] }) },
    at: '15:00',
  },
  {
    name: 'a gap that is excluded is none',
    series: holed,
    settings: { exclude: [{ from: '16:00', to: '19:00' }] },
    log: { job: jobOf({ provisional: true, runs: [runOf(20, 22)] }) },
    at: '15:00',
  },
  {
    name: 'no gap where nothing is provisional',
    series: holed,
    log: { job: jobOf({ runs: [runOf(20, 22)] }) },
    at: '20:00',
  },
];

describe('runs: when to look again, at noon', () => {
  for (const {
    name,
    log = {},
    settings = {},
    series = known,
    extra = [],
    closed: shut,
    now = 12,
    at: expected,
  } of rows) {
    it(`${name}: ${expected ?? 'never'}`, () => {
      const house = shut && { closed: shut, closedToExtra: [], sun: [], now: { othersKw: 0 }, pauses: false };
      const scene = {
        settings: { ...defaultRunSettings, ...settings },
        series,
        now: hour(now),
        ...(house && { house }),
      };
      const found = nextAlarm({ ...emptyRunLog, ...log }, scene, extra);
      assert.equal(clock(found), expected);
      assert.ok(found === null || found > scene.now);
    });
  }
});
