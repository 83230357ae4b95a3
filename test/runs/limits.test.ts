import assert from 'node:assert/strict';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { at, clock, hours } from './prices.js';
import { drawn, type Happening, live, told } from './simulator.js';

const day = at('2026-11-22');
const cases: {
  name: string;
  settings: Partial<RunSettings>;
  prices: Readonly<Record<number, number | null>>;
  happenings?: Happening[];
  on: string;
  told?: string;
}[] = [
  {
    name: 'the average of a contiguous run may not pass the limit',
    settings: { durationMinutes: 120, maxPriceCt: 14 },
    prices: { 2: 10, 3: 20 },
    on: '',
  },
  {
    name: 'an average at the limit is good enough',
    settings: { durationMinutes: 120, maxPriceCt: 15 },
    prices: { 2: 10, 3: 20 },
    on: '02:00-04:00',
  },
  {
    name: 'a limit per interval forbids the dear hour of a contiguous run',
    settings: { durationMinutes: 120, maxPriceCt: 15, maxPriceAppliesTo: 'interval' },
    prices: { 2: 10, 3: 20, 7: 15, 8: 15 },
    on: '07:00-09:00',
  },
  {
    name: 'fewer minutes where the limit forces it',
    settings: { durationMinutes: 120, maxPriceCt: 14, partial: 'maximise', mode: 'interruptible' },
    prices: { 2: 10, 3: 20, 7: 14 },
    on: '02:00-03:00 07:00-08:00',
  },
  {
    name: 'as many minutes as keep the average',
    settings: {
      durationMinutes: 120,
      maxPriceCt: 14,
      partial: 'maximise',
      mode: 'interruptible',
      maxPriceAppliesTo: 'average',
    },
    prices: { 2: 10, 3: 18 },
    on: '02:00-04:00',
  },
  {
    name: 'a negative limit is a limit',
    settings: { mode: 'interruptible', maxPriceCt: -1, partial: 'maximise', durationMinutes: 180 },
    prices: { 2: 0, 3: -2, 4: -1 },
    on: '03:00-05:00',
  },
  {
    name: 'threshold: on whenever the price is at most the limit, never when it is unknown',
    settings: { mode: 'threshold', maxPriceCt: 15 },
    prices: { 2: 15, 3: 10, 9: null, 14: 12 },
    on: '02:00-04:00 14:00-15:00',
    told: '00:00 provisional, 02:00 started, 10:00 planned, 00:00 prices-stale, 00:00 finished, 00:00 provisional',
  },
  {
    name: 'threshold: no island shorter than a run has to be, no pause shorter than a pause',
    settings: { mode: 'threshold', maxPriceCt: 15, minRunMinutes: 90, minPauseMinutes: 90 },
    prices: { 2: 15, 4: 10, 5: 10, 7: 10, 8: 10, 9: 10 },
    on: '04:00-06:00 07:30-10:00',
  },
  {
    name: 'a minimum run longer than what is wanted is as long as that',
    settings: { mode: 'interruptible', durationMinutes: 15, minRunMinutes: 30, minPauseMinutes: 30 },
    prices: { 2: 15, 4: 10 },
    on: '04:00-04:15',
  },
  {
    name: 'also where as many minutes are taken as there are',
    settings: { mode: 'interruptible', partial: 'maximise', durationMinutes: 15, minRunMinutes: 90, maxPriceCt: 12 },
    prices: { 4: 10 },
    on: '04:00-04:15',
  },
  {
    name: 'always on below: extra, and not counted',
    settings: { alwaysOnBelowCt: 5 },
    prices: { 2: 3, 3: 4, 4: 5, 9: 1 },
    on: '02:00-04:00 09:00-10:00',
    told: '00:00 planned, 09:00 started, 10:00 finished, 10:00 provisional',
  },
  {
    name: 'always on below, also after the run is done',
    settings: { alwaysOnBelowCt: 0 },
    prices: { 2: -9, 10: -1 },
    on: '02:00-03:00 10:00-11:00',
    told: '00:00 planned, 02:00 started, 03:00 finished, 03:00 provisional',
  },
  {
    name: 'always on below joins the run',
    settings: { alwaysOnBelowCt: 5 },
    prices: { 2: 4, 3: 1, 4: 4 },
    on: '02:00-05:00',
  },
  {
    name: 'always on below respects the minimum run and pause',
    settings: {
      alwaysOnBelowCt: 5,
      mode: 'interruptible',
      minRunMinutes: 120,
      minPauseMinutes: 60,
      durationMinutes: 120,
    },
    prices: { 2: 1, 3: 1, 6: 4, 9: 4, 10: 4 },
    on: '02:00-04:00 09:00-11:00',
  },
  {
    name: 'a threshold leaves out a stretch of which a pause leaves less than a minimum run',
    settings: { mode: 'threshold', maxPriceCt: 5, minRunMinutes: 60, minPauseMinutes: 90 },
    prices: { 2: 1, 4: 1, 8: 1, 10: 1, 11: 1 },
    on: '02:00-03:00 08:00-09:00 10:30-12:00',
  },
  {
    name: 'always on below keeps no rules for pieces where the run is one piece',
    settings: { alwaysOnBelowCt: 5, minRunMinutes: 120, minPauseMinutes: 600, maxStarts: 1 },
    prices: { 2: 1, 6: 4, 9: 4 },
    on: '02:00-03:00 06:00-07:00 09:00-10:00',
  },
  {
    name: 'more is wanted of a device that is on and has no start left: it goes on as long as the limit lets it',
    settings: {
      mode: 'interruptible',
      maxStarts: 1,
      minRunMinutes: 0,
      minPauseMinutes: 0,
      maxPriceCt: 15,
      exclude: [{ from: '03:30', to: '05:00' }],
    },
    prices: { 2: 9, 3: 10, 7: 10 },
    happenings: [{ at: at('2026-11-22 02:30'), command: { kind: 'plan', options: { durationMinutes: 120 } } }],
    on: '02:00-03:30',
  },
  {
    name: 'always on below needs no start of its own: it lengthens the run, and begins none',
    settings: { mode: 'interruptible', maxStarts: 1, minRunMinutes: 0, minPauseMinutes: 0, alwaysOnBelowCt: 5 },
    prices: { 2: 1, 3: 4, 9: 3 },
    on: '02:00-04:00',
  },
  {
    name: 'always on below goes on to its end whatever new prices say, and joins what they offer from there on',
    settings: { alwaysOnBelowCt: 5 },
    prices: { 2: 3, 14: 1 },
    happenings: [{ at: at('2026-11-22 02:30'), series: hours(day, 24, 30, { 3: 4, 14: 1 }) }],
    on: '02:00-04:00 14:00-15:00',
  },
  {
    name: 'always on below: a blind run right after it goes on without the pause',
    settings: {
      alwaysOnBelowCt: 5,
      mode: 'interruptible',
      minPauseMinutes: 60,
      missingPrices: 'fallback',
      fallbackStart: '04:00',
    },
    prices: { 3: 1, ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index + 4, null])) },
    on: '03:00-05:00',
  },
  {
    name: 'always on below is over when the window is cancelled',
    settings: { alwaysOnBelowCt: 5 },
    prices: { 2: 3, 3: 4, 9: 1 },
    happenings: [{ at: at('2026-11-22 02:30'), command: { kind: 'cancel' } }],
    on: '02:00-02:30',
  },
  {
    name: 'dearest',
    settings: { objective: 'dearest', durationMinutes: 120, mode: 'interruptible' },
    prices: { 2: 60, 17: 50 },
    on: '02:00-03:00 17:00-18:00',
  },
  {
    name: 'energy over power gives the minutes',
    settings: { energyKwh: 5, powerKw: 2.5 },
    prices: { 2: 10, 3: 11 },
    on: '02:00-04:00',
  },
  {
    name: 'a profile puts its thirsty phase where power is cheap',
    settings: {
      profile: [
        { minutes: 60, powerKw: 0.1 },
        { minutes: 60, powerKw: 2 },
      ],
    },
    prices: { 2: 10, 3: 1 },
    on: '02:00-04:00',
  },
  {
    name: 'starts on quarter-hours only',
    settings: { startAlignMinutes: 15, durationMinutes: 50 },
    prices: { 2: 10, 1: 29 },
    on: '02:00-02:50',
  },
];

describe('runs: limits, thresholds and shapes', () => {
  for (const row of cases) {
    it(row.name, () => {
      const seen = live({
        settings: { ...defaultRunSettings, ...row.settings },
        series: hours(day, 24, 30, row.prices),
        from: day,
        to: at('2026-11-23') - (row.told?.includes('stale') ? 0 : 1),
        happenings: row.happenings ?? [],
      });
      assert.equal(drawn(seen.onTimes), row.on);
      if (row.told !== undefined) assert.equal(told(seen), row.told);
      for (const { extra } of seen.decisions)
        for (const [index, { start, end }] of extra.entries())
          assert.ok(
            start < end && start >= (extra[index - 1]?.end ?? day),
            `extra times are in order: ${drawn(extra)}`,
          );
    });
  }

  const wakes: { partial: RunSettings['partial']; name: string; at: string }[] = [
    { partial: 'exact', name: 'what is wanted to the minute wakes when it is too late for it', at: '05:00' },
    { partial: 'maximise', name: 'what takes as many minutes as there are waits for the end', at: '06:00' },
  ];
  for (const { partial, name, at: expected } of wakes) {
    it(`without any run in the limit, ${name}`, () => {
      const settings = { ...defaultRunSettings, to: '06:00', maxPriceCt: 5, partial };
      const seen = live({ settings, series: hours(day, 24, 30), from: day, to: at('2026-11-22 04:00') });
      assert.equal(clock(seen.last.nextAlarmAt), expected);
    });
  }
});
