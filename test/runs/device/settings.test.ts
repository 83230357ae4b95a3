import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import { leastRunMinutes, limitsAverage, wantedMinutes, withOptions } from '#src/runs/device/settings.js';
import { checkRunSettings, defaultRunSettings, type RunSettings } from '#src/runs/index.js';

const evening = { from: '17:00', to: '20:00' };

const minutes = 'whole-number, least 1, most 10080';
const wallTime = 'HH:MM, 00:00 … 23:59';
const overNight = { from: '22:00', to: '06:00' };
const morning = { from: '08:00', to: '12:00' };
const thirsty = { minutes: 30, powerKw: 1 };

/** What is refused, the field that is named, and what is said to be allowed. */
const wrong: [Partial<RunSettings>, field: string, allowed: string][] = [
  [{ durationMinutes: 0 }, 'durationMinutes', minutes],
  [{ durationMinutes: 1.5 }, 'durationMinutes', minutes],
  [{ durationMinutes: Number.NaN }, 'durationMinutes', minutes],
  [{ durationMinutes: 10_081 }, 'durationMinutes', minutes],
  [{ powerKw: 0 }, 'powerKw', 'number-above-zero'],
  [{ powerKw: Number.POSITIVE_INFINITY }, 'powerKw', '0 … 1000'],
  [{ powerKw: 1000.1 }, 'powerKw', '0 … 1000'],
  [{ energyKwh: 3 }, 'powerKw', 'needed-for-energy'],
  [{ energyKwh: -3, powerKw: 1 }, 'energyKwh', 'number-above-zero'],
  [{ energyKwh: 24.01, powerKw: 1 }, 'energyKwh', 'run-time-in-window, minutes 1440'],
  [{ profile: [{ minutes: 30, powerKw: -1 }] }, 'profile.powerKw', '0 … 1000'],
  [{ profile: [thirsty, { minutes: 0, powerKw: 1 }] }, 'profile.minutes', minutes],
  [{ profile: [{ minutes: 30, powerKw: 0 }] }, 'profile', 'phase-with-power'],
  [{ profile: [thirsty], mode: 'interruptible' }, 'profile', 'contiguous-only'],
  [{ profile: [thirsty], energyKwh: 1, powerKw: 1 }, 'energyKwh', 'empty-with-profile'],
  [{ profile: [{ minutes: 1441, powerKw: 1 }] }, 'profile', 'run-time-in-window, minutes 1440'],
  [{ from: '24:00' }, 'from', wallTime],
  [{ to: '7:00' }, 'to', wallTime],
  [{ fallbackStart: '7:00' }, 'fallbackStart', wallTime],
  [{ weekdays: [] }, 'weekdays', 'weekdays'],
  [{ weekdays: [0] }, 'weekdays', 'weekdays'],
  [{ weekdays: [1, 8] }, 'weekdays', 'weekdays'],
  [{ weekdays: [1.5] }, 'weekdays', 'weekdays'],
  [{ timeZone: 'Mars/Olympus' }, 'timeZone', 'time-zone'],
  [{ withinHours: 0 }, 'withinHours', 'number-above-zero'],
  [{ withinHours: 169 }, 'withinHours', '0 … 168'],
  [{ deadline: 'tomorrow' }, 'deadline', 'time-or-instant'],
  [{ deadline: 'Mon 7:00' }, 'deadline', 'time-or-instant'],
  [{ maxPriceCt: Number.NaN }, 'maxPriceCt', '-10000 … 10000'],
  [{ mode: 'threshold' }, 'maxPriceCt', 'needed-for-threshold'],
  [{ objective: 'dearest', maxPriceCt: 20 }, 'maxPriceCt', 'empty-with-dearest'],
  [{ alwaysOnBelowCt: Number.POSITIVE_INFINITY }, 'alwaysOnBelowCt', '-10000 … 10000'],
  [{ missingPrices: 'fallback' }, 'fallbackStart', 'needed-for-fallback'],
  ...['21:59', '06:00', '12:00'].map((fallbackStart): (typeof wrong)[number] => [
    { missingPrices: 'fallback', fallbackStart, ...overNight },
    'fallbackStart',
    'time-in-window, from 22:00, to 06:00',
  ]),
  [{ exclude: Array(6).fill(evening) }, 'exclude', 'stretches, most 5'],
  [{ exclude: [{ from: '24:00', to: '07:00' }] }, 'exclude.0.from', wallTime],
  [{ exclude: [evening, { from: '07:00', to: '7:30' }] }, 'exclude.1.to', wallTime],
  [{ exclude: [evening, { from: '07:00', to: '07:00' }] }, 'exclude.1.to', 'other-time, time 07:00'],
  [{ ...morning, exclude: [morning] }, 'exclude', 'something-left'],
  [{ exclude: [morning, { from: '12:00', to: '08:00' }] }, 'exclude', 'something-left'],
  [{ exclude: [morning, { from: '12:00', to: '08:00' }], maxOffMinutes: 2880 }, 'exclude', 'something-left'],
  ...[
    { exclude: { from: '07:00', to: '09:00' }, mode: 'contiguous' as const, most: 180 },
    { exclude: { from: '09:00', to: '10:00' }, mode: 'contiguous' as const, most: 120 },
    { exclude: { from: '09:00', to: '10:00' }, mode: 'interruptible' as const, most: 180 },
  ].map(({ exclude, mode, most }): (typeof wrong)[number] => [
    { ...morning, mode, exclude: [exclude], durationMinutes: most + 1 },
    'durationMinutes',
    `run-time-beside-exclude, minutes ${most}`,
  ]),
  [
    { trigger: 'message', durationMinutes: 10_080, exclude: [{ from: '09:00', to: '10:00' }] },
    'durationMinutes',
    'run-time-beside-exclude, minutes 1380',
  ],
  [{ minRunMinutes: -1 }, 'minRunMinutes', 'whole-number, least 0, most 10080'],
  [{ minPauseMinutes: 0.5 }, 'minPauseMinutes', 'whole-number, least 0, most 10080'],
  [{ maxStarts: -1 }, 'maxStarts', 'whole-number, least 0, most 1000'],
  [{ toleranceCt: -1 }, 'toleranceCt', '0 … 1000'],
  [{ resend: 0 }, 'resend', '1 … 10080'],
  [{ ...overNight, durationMinutes: 481 }, 'durationMinutes', 'run-time-in-window, minutes 480'],
  ...[14, 2881, 60.5].map((maxOffMinutes): (typeof wrong)[number] => [
    { maxOffMinutes },
    'maxOffMinutes',
    'zero-or-whole, least 15, most 2880',
  ]),
  [{ maxOffMinutes: 60, toleranceCt: 1 }, 'toleranceCt', 'off-tolerance'],
  [{ maxOffMinutes: 60, maxPriceCt: 1 }, 'maxPriceAppliesTo', 'off-interval'],
  [{ maxOffMinutes: 239, exclude: [overNight] }, 'maxOffMinutes', 'off-exclude, minutes 480'],
  [
    {
      maxOffMinutes: 479,
      exclude: [
        { from: '22:00', to: '01:00' },
        { from: '00:00', to: '06:00' },
      ],
    },
    'maxOffMinutes',
    'off-exclude, minutes 480',
  ],
  [
    { maxOffMinutes: 59, mode: 'threshold', maxPriceCt: 1, minPauseMinutes: 60 },
    'maxOffMinutes',
    'off-pause, minutes 60',
  ],
];

const interruptible = { mode: 'interruptible', minPauseMinutes: 60 } as const;

const right: Partial<RunSettings>[] = [
  { maxOffMinutes: 480, exclude: [overNight] },
  { maxOffMinutes: 15 },
  { maxOffMinutes: 60, maxPriceCt: 1, maxPriceAppliesTo: 'interval' },
  { exclude: Array(5).fill(evening) },
  { ...morning, exclude: [{ from: '09:00', to: '10:00' }], durationMinutes: 120 },
  { ...morning, exclude: [{ from: '09:00', to: '10:00' }], durationMinutes: 180, mode: 'interruptible' },
  { ...morning, exclude: [{ from: '09:00', to: '10:00' }], durationMinutes: 240, partial: 'maximise' },
  { missingPrices: 'fallback', fallbackStart: '05:59', ...overNight },
  { missingPrices: 'fallback', fallbackStart: '22:00', ...overNight },
  { missingPrices: 'fallback', fallbackStart: '12:00', from: '06:00', to: '06:00' },
  { missingPrices: 'fallback', fallbackStart: '12:00', ...overNight, trigger: 'message' },
  { missingPrices: 'wait', fallbackStart: '12:00', ...overNight },
  { trigger: 'message', durationMinutes: 1380, exclude: [{ from: '09:00', to: '10:00' }] },
  { profile: [thirsty, { minutes: 1410, powerKw: 0 }] },
  { energyKwh: 24, powerKw: 1 },
  { resend: 1 },
  { objective: 'dearest' },
  { deadline: '07:00', trigger: 'message' },
  { deadline: 'Sun 18:00', trigger: 'message' },
  { resend: 'replan' },
  { maxOffMinutes: 60, ...interruptible },
  { maxOffMinutes: 15, ...interruptible, mode: 'contiguous' },
  {},
  { maxPriceCt: 0 },
  { maxPriceCt: -5 },
  { mode: 'threshold', maxPriceCt: 0 },
  { mode: 'threshold', maxPriceCt: 0, ...overNight, durationMinutes: 481 },
  { from: '22:00', to: '06:00', durationMinutes: 480 },
  { from: '22:00', to: '06:00', durationMinutes: 481, partial: 'maximise' },
  { durationMinutes: 2000, trigger: 'message' },
  { deadline: '2026-11-22T07:00:00+01:00', trigger: 'message' },
];

describe('runs: settings', () => {
  for (const [given, field, allowed] of wrong) {
    it(`refuses ${JSON.stringify(given)}: ${field} may be ${allowed}`, () => {
      assert.throws(
        () => checkRunSettings({ ...defaultRunSettings, ...given }),
        (error) => {
          assert.ok(error instanceof ConfigError && error.code === 'invalid-value');
          assert.deepEqual([error.params.field, error.params.allowed], [field, allowed]);
          return true;
        },
      );
    });
  }

  for (const given of right) {
    it(`accepts ${JSON.stringify(given)}`, () => {
      const settings = { ...defaultRunSettings, ...given };
      assert.equal(checkRunSettings(settings), settings);
    });
  }

  it('takes the run time from profile, energy or minutes, in this order', () => {
    const energy = { ...defaultRunSettings, energyKwh: 3, powerKw: 0.9 };
    assert.equal(wantedMinutes(energy), 200);
    assert.equal(wantedMinutes({ ...energy, energyKwh: 0.1, powerKw: 11 }), 1);
    assert.equal(
      wantedMinutes({
        ...energy,
        profile: [
          { minutes: 20, powerKw: 2 },
          { minutes: 30, powerKw: 0 },
        ],
      }),
      50,
    );
    assert.equal(wantedMinutes(defaultRunSettings), 60);
  });

  it('lays the options of a message over the settings; null unsets, minutes replace energy, hours replace a deadline', () => {
    const settings = { ...defaultRunSettings, energyKwh: 3, powerKw: 1, maxPriceCt: 20, deadline: '07:00' };
    const merged = withOptions(settings, { durationMinutes: 30, withinHours: 4, maxPriceCt: null });
    assert.equal(wantedMinutes(merged), 30);
    assert.equal(merged.deadline, undefined);
    assert.equal(merged.maxPriceCt, undefined);
    assert.equal(withOptions(settings, { maxPriceCt: 0 }).maxPriceCt, 0);
    assert.equal(wantedMinutes(withOptions(settings, { maxPriceCt: 0 })), 180);
  });

  it('a message changes nothing that it does not name', () => {
    const settings: RunSettings = {
      ...defaultRunSettings,
      energyKwh: 3,
      powerKw: 1,
      deadline: '07:00',
      withinHours: 5,
    };
    const limited = withOptions(settings, { maxPriceCt: 4 });
    assert.deepEqual(limited, { ...settings, maxPriceCt: 4 });
    assert.equal(withOptions(settings, { deadline: '08:00', withinHours: 3 }).deadline, '08:00');
    assert.equal(withOptions(settings, { withinHours: null }).deadline, '07:00');
    assert.equal(withOptions(settings, { durationMinutes: null }).energyKwh, 3);
    assert.equal(withOptions(settings, { durationMinutes: 9, energyKwh: 2 }).energyKwh, 2);
  });

  it('are laid over each other once, since what follows from them is kept with them', () => {
    const options = { maxPriceCt: 4 };
    assert.equal(withOptions(defaultRunSettings, {}), defaultRunSettings);
    assert.equal(withOptions(defaultRunSettings, options), withOptions(defaultRunSettings, options));
  });

  const shortest: [name: string, given: Partial<RunSettings>, minutes: number][] = [
    ['the minimum', { mode: 'interruptible', minRunMinutes: 30 }, 30],
    ['what is wanted, where that is less', { mode: 'interruptible', minRunMinutes: 90 }, 60],
    ['the minimum of a threshold, which wants nothing', { mode: 'threshold', minRunMinutes: 90 }, 90],
  ];
  for (const [name, given, minutes] of shortest)
    it(`a run is no shorter than ${name}: ${minutes} minutes`, () => {
      assert.equal(leastRunMinutes({ ...defaultRunSettings, ...given }), minutes);
    });

  const wanted: [name: string, given: Partial<RunSettings>, minutes: number][] = [
    ['phases of a run in pieces', { mode: 'interruptible', profile: [thirsty] }, 60],
    ['an energy without a power', { energyKwh: 3 }, 60],
    ['a power without an energy', { powerKw: 3 }, 60],
  ];
  for (const [name, given, minutes] of wanted)
    it(`${name} say nothing about the run time: ${minutes} minutes`, () => {
      assert.equal(wantedMinutes({ ...defaultRunSettings, ...given }), minutes);
    });

  const limits: [name: string, given: Partial<RunSettings>, isAverage: boolean][] = [
    ['none', {}, false],
    ['none, whatever it would apply to', { maxPriceAppliesTo: 'average' }, false],
    ['of a run in one piece', { maxPriceCt: 0 }, true],
    ['of a run in one piece, for every interval', { maxPriceCt: 0, maxPriceAppliesTo: 'interval' }, false],
    ['of runs in pieces', { maxPriceCt: 0, mode: 'interruptible' }, false],
    ['of runs in pieces, on the average', { maxPriceCt: 0, mode: 'interruptible', maxPriceAppliesTo: 'average' }, true],
    ['of a threshold, which has no average', { maxPriceCt: 0, mode: 'threshold', maxPriceAppliesTo: 'average' }, false],
  ];
  for (const [name, given, isAverage] of limits)
    it(`a price limit, ${name}: ${isAverage ? 'on the average' : 'not on the average'}`, () => {
      assert.equal(limitsAverage({ ...defaultRunSettings, ...given }), isAverage);
    });
});
