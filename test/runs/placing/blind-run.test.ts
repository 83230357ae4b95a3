import assert from 'node:assert/strict';
import { finished } from '#src/planner/index.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/device/settings.js';
import type { Ask } from '#src/runs/placing/ask.js';
import { blindRuns } from '#src/runs/placing/blind-run.js';
import { hour, hoursOf } from '../jobs.js';
import { drawn } from '../simulator.js';

const hourMs = 3_600_000;
const minuteMs = 60_000;

interface Row {
  readonly name: string;
  readonly settings?: Partial<RunSettings>;
  readonly ask?: Partial<Ask>;
  /** Hours of run time. */
  readonly want?: number;
  readonly on: string;
}

const from = (fallbackStart: string) => ({ missingPrices: 'fallback' as const, fallbackStart });
const pieces = { mode: 'interruptible' as const, minRunMinutes: 0, minPauseMinutes: 0, maxStarts: 0 };
const offFor = (minutes: number) => ({ initial: { on: false, forMs: minutes * minuteMs } });
const onFor = (minutes: number) => ({ initial: { on: true, forMs: minutes * minuteMs } });

const rows: Row[] = [
  { name: 'the last moment', on: '18:00-20:00' },
  { name: 'the last moment in pieces', settings: pieces, on: '18:00-20:00' },
  { name: 'from its time on', settings: from('14:00'), on: '14:00-16:00' },
  { name: 'from its time on in pieces', settings: { ...pieces, ...from('14:00') }, on: '14:00-16:00' },
  { name: 'at once where its time is over', settings: from('10:00'), on: '12:00-14:00' },
  { name: 'at the last moment where its time comes later', settings: from('19:00'), on: '18:00-20:00' },
  { name: 'at the last moment where its time is not in the window', settings: from('21:00'), on: '18:00-20:00' },
  {
    name: 'at the last moment where a time stands there that is not in force',
    settings: { fallbackStart: '14:00' },
    on: '18:00-20:00',
  },
  { name: 'as much as there is room for', want: 10, on: '12:00-20:00' },
  { name: 'nothing with a limit', settings: { maxPriceCt: 50 }, on: '' },
  { name: 'nothing without room', ask: { window: hoursOf(20, 20) }, on: '' },
  {
    name: 'nothing without a start',
    settings: { ...pieces, maxStarts: 1, partial: 'maximise' },
    ask: { before: [hoursOf(9, 10)] },
    on: '',
  },
  {
    name: 'with the last start',
    settings: { ...pieces, maxStarts: 2, partial: 'maximise' },
    ask: { before: [hoursOf(9, 10)] },
    on: '18:00-20:00',
  },
  { name: 'before what is closed at the end', ask: { closed: [hoursOf(19, 20)] }, on: '17:00-19:00' },
  {
    name: 'after what is closed at the beginning',
    settings: from('10:00'),
    ask: { closed: [hoursOf(11, 13)] },
    on: '13:00-15:00',
  },
  {
    name: 'after what is closed in its time',
    settings: from('14:00'),
    ask: { closed: [hoursOf(15, 16)] },
    on: '16:00-18:00',
  },
  {
    name: 'around what is closed in its time, in pieces',
    settings: { ...pieces, ...from('14:00') },
    ask: { closed: [hoursOf(15, 16)] },
    on: '14:00-15:00 16:00-17:00',
  },
  {
    name: 'before its time where there is no room after it',
    settings: from('15:00'),
    ask: { closed: [hoursOf(16, 20)] },
    on: '14:00-16:00',
  },
  {
    name: 'as much as is left beside what is closed',
    settings: pieces,
    ask: { closed: [hoursOf(13, 19)] },
    want: 3,
    on: '12:00-13:00 19:00-20:00',
  },
  {
    name: 'after its pause',
    settings: { ...pieces, ...from('12:00'), minPauseMinutes: 60 },
    ask: offFor(10),
    on: '12:50-14:50',
  },
  {
    name: 'after its pause, where its time comes in it',
    settings: { ...pieces, ...from('12:20'), minPauseMinutes: 60 },
    ask: offFor(10),
    on: '12:50-14:50',
  },
  {
    name: 'at its time where the pause is just over',
    settings: { ...pieces, ...from('12:50'), minPauseMinutes: 60 },
    ask: offFor(10),
    on: '12:50-14:50',
  },
  {
    name: 'at its time where it was never on',
    settings: { ...pieces, ...from('12:20'), minPauseMinutes: 60 },
    on: '12:20-14:20',
  },
  {
    name: 'on without a pause',
    settings: { ...pieces, ...from('12:00'), minPauseMinutes: 60 },
    ask: onFor(30),
    on: '12:00-14:00',
  },
  {
    name: 'on without a pause, and around what is closed',
    settings: { ...pieces, ...from('12:00'), minPauseMinutes: 60 },
    ask: { ...onFor(30), closed: [hoursOf(13, 14)] },
    on: '12:00-13:00 14:00-15:00',
  },
  {
    name: 'on until now, and after a pause again',
    settings: { ...pieces, ...from('12:20'), minPauseMinutes: 60 },
    ask: onFor(30),
    on: '13:00-15:00',
  },
  {
    name: 'whatever the pause, in one piece',
    settings: { ...from('12:20'), minPauseMinutes: 60 },
    ask: offFor(10),
    on: '12:20-14:20',
  },
  {
    name: 'less than a minimum run where all of it is wanted',
    settings: { ...pieces, minRunMinutes: 180 },
    on: '18:00-20:00',
  },
  {
    name: 'the rest no shorter than a minimum run',
    settings: { ...pieces, minRunMinutes: 60, durationMinutes: 120 },
    ask: { before: [hoursOf(9, 10.5)] },
    want: 0.5,
    on: '19:00-20:00',
  },
];

describe('runs: what is run blindly from noon on, in a window from 8 to 20', () => {
  for (const { name, settings = {}, ask: given = {}, want = 2, on } of rows)
    it(`${name}: ${on || 'nothing'}`, () => {
      const ask: Ask = {
        settings: { ...defaultRunSettings, missingPrices: 'wait', durationMinutes: 120, ...settings },
        series: [],
        window: hoursOf(12, 20),
        closed: [],
        wantMs: want * hourMs,
        before: [],
        cuts: 0,
        shortened: false,
        ...given,
      };
      const runs = finished(blindRuns(ask, hoursOf(8, 20)));
      assert.equal(drawn(runs), on);
      assert.ok(runs.every(({ start, end }) => hour(12) <= start && start < end));
    });
});
