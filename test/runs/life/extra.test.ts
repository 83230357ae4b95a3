import assert from 'node:assert/strict';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import { emptyRunLog, type RunLog } from '#src/runs/index.js';
import { extraStretches } from '#src/runs/life/extra.js';
import type { Interval } from '#src/time/index.js';
import { day, hour, hoursOf, jobOf, runOf } from '../jobs.js';
import { hours } from '../prices.js';
import { drawn } from '../simulator.js';

interface Row {
  readonly name: string;
  readonly log?: Partial<RunLog>;
  readonly settings?: Partial<RunSettings>;
  /** The hours in which power costs less than the limit; two of them, where nothing is said. */
  readonly cheap?: readonly number[];
  readonly closed?: readonly Interval[];
  readonly on: string;
}

const window = hoursOf(8, 20);
const job = jobOf({ window });
const closedAs = (how: 'done' | 'cancelled' | 'missed') => ({
  kind: 'daily' as const,
  how,
  window,
  at: hour(9),
  options: {},
  settingsKey: '',
});
const off = (hours: number) => ({ on: false, since: hour(hours) });
const pause = (minPauseMinutes: number) => ({ minPauseMinutes });

const rows: Row[] = [
  { name: 'below the limit', on: '13:00-15:00' },
  { name: 'without a limit', settings: { alwaysOnBelowCt: undefined }, on: '' },
  { name: 'not at the limit', settings: { alwaysOnBelowCt: 1 }, on: '' },
  { name: 'by what a message wants', log: { job: { ...job, options: { alwaysOnBelowCt: 1 } } }, on: '' },
  { name: 'from now on, up to the end of the window', cheap: [10, 11, 12, 18, 19, 20], on: '12:00-13:00 18:00-20:00' },
  { name: 'outside of windows', log: { job: jobOf({ window: hoursOf(16, 20) }) }, on: '' },
  { name: 'after all is run', log: { job: undefined, closed: closedAs('done') }, on: '13:00-15:00' },
  { name: 'after it was given up', log: { job: undefined, closed: closedAs('missed') }, on: '13:00-15:00' },
  { name: 'after it was cancelled', log: { job: undefined, closed: closedAs('cancelled') }, on: '' },
  { name: 'held off for a while', log: { override: { on: false, until: hour(14) } }, on: '14:00-15:00' },
  { name: 'held off until it is changed', log: { override: { on: false, until: null } }, on: '' },
  { name: 'held off beyond its window', log: { override: { on: false, until: hour(21) } }, cheap: [13, 21], on: '' },
  {
    name: 'held off while it was on, whatever it was to be on for',
    log: { override: { on: false, until: hour(14) }, extra: hoursOf(11, 16) },
    cheap: [18],
    on: '18:00-19:00',
  },
  { name: 'held on', log: { override: { on: true, until: hour(14) } }, on: '13:00-15:00' },
  { name: 'after its pause', log: { device: off(12.5) }, settings: pause(60), on: '13:30-15:00' },
  { name: 'after a long time off', log: { device: off(2) }, settings: pause(60), on: '13:00-15:00' },
  {
    name: 'after the pause of what is off from now on',
    log: { device: { on: true, since: hour(2) } },
    settings: pause(90),
    on: '13:30-15:00',
  },
  {
    name: 'at once where it is on for something else',
    log: { device: { on: true, since: hour(2) } },
    settings: pause(90),
    cheap: [12],
    on: '12:00-13:00',
  },
  {
    name: 'with a run that begins in this moment',
    log: { job: { ...job, current: runOf(12, 12.2) }, device: off(11.9) },
    settings: pause(30),
    cheap: [12],
    on: '12:00-13:00',
  },
  {
    name: 'a pause before and after runs, and right beside them',
    log: { job: { ...job, current: runOf(11, 13), runs: [runOf(16, 17)] } },
    settings: pause(30),
    cheap: [13, 15, 17, 19],
    on: '13:00-14:00 15:00-16:00 17:00-18:00 19:00-20:00',
  },
  {
    name: 'a pause before and after runs that are not right beside it',
    log: { job: { ...job, current: runOf(11, 12.8), runs: [runOf(15.2, 17)] } },
    settings: pause(30),
    on: '13:18-14:42',
  },
  {
    name: 'goes on, whatever new prices say',
    log: { extra: hoursOf(11, 14) },
    cheap: [18],
    on: '12:00-14:00 18:00-19:00',
  },
  { name: 'goes on with what it reaches', log: { extra: hoursOf(11, 13) }, on: '12:00-15:00' },
  { name: 'goes on beyond what is cheap in it', log: { extra: hoursOf(11, 14.5) }, cheap: [12, 13], on: '12:00-14:30' },
  { name: 'goes on to the end of the window', log: { extra: hoursOf(11, 22) }, cheap: [], on: '12:00-20:00' },
  { name: 'is over at its end', log: { extra: hoursOf(10, 12) }, on: '13:00-15:00' },
  {
    name: 'goes on without a pause, long enough for a minimum run',
    log: { extra: hoursOf(11.5, 12.5), device: off(11.9) },
    settings: { minRunMinutes: 60, minPauseMinutes: 90 },
    cheap: [],
    on: '12:00-12:30',
  },
  { name: 'a minimum run', settings: { minRunMinutes: 90 }, cheap: [13, 15, 16], on: '15:00-17:00' },
  {
    name: 'none of the rules for pieces, in one piece',
    settings: { mode: 'contiguous', minRunMinutes: 180, minPauseMinutes: 180, maxStarts: 1 },
    log: { device: off(12.9) },
    on: '13:00-15:00',
  },
  {
    name: 'no start of its own where they are counted',
    settings: { maxStarts: 3 },
    log: { job: { ...job, runs: [runOf(15, 16)] } },
    cheap: [13, 14, 18],
    on: '13:00-15:00',
  },
  { name: 'nothing where all runs are done and starts are counted', settings: { maxStarts: 3 }, on: '' },
  {
    name: 'beside what is excluded',
    settings: { exclude: [{ from: '13:30', to: '14:00' }] },
    on: '13:00-13:30 14:00-15:00',
  },
  { name: 'where others leave room', closed: [hoursOf(13.5, 14)], on: '13:00-13:30 14:00-15:00' },
  {
    name: 'is over where others leave no room any more',
    log: { extra: hoursOf(11, 15) },
    closed: [hoursOf(11.8, 12.2)],
    cheap: [14],
    on: '14:00-15:00',
  },
  {
    name: 'goes on up to where others leave no room',
    log: { extra: hoursOf(11, 14) },
    closed: [hoursOf(13, 13.5)],
    cheap: [],
    on: '12:00-13:00 13:30-14:00',
  },
];

describe('runs: when power is cheap enough, at noon in a window from 8 to 20', () => {
  for (const { name, log = {}, settings = {}, cheap = [13, 14], closed = [], on } of rows)
    it(`${name}: ${on || 'never'}`, () => {
      const prices = hours(day, 24, 30, Object.fromEntries(cheap.map((at) => [at, 1])));
      const scene = {
        settings: {
          ...defaultRunSettings,
          mode: 'interruptible' as const,
          minRunMinutes: 0,
          minPauseMinutes: 0,
          maxStarts: 0,
          alwaysOnBelowCt: 5,
          ...settings,
        },
        series: prices,
        now: hour(12),
        house: { closed: [], closedToExtra: closed, sun: [], now: { othersKw: 0 }, pauses: false },
      };
      assert.equal(drawn(extraStretches({ ...emptyRunLog, job, ...log }, scene)), on);
    });
});
