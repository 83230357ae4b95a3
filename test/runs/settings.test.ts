import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import { checkRunSettings, defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { wantedMinutes, withOptions } from '#src/runs/settings.js';

const evening = { from: '17:00', to: '20:00' };

const wrong: [Partial<RunSettings>, field: string][] = [
  [{ durationMinutes: 0 }, 'durationMinutes'],
  [{ durationMinutes: 1.5 }, 'durationMinutes'],
  [{ durationMinutes: Number.NaN }, 'durationMinutes'],
  [{ durationMinutes: 10_081 }, 'durationMinutes'],
  [{ powerKw: 0 }, 'powerKw'],
  [{ energyKwh: 3 }, 'powerKw'],
  [{ energyKwh: -3, powerKw: 1 }, 'energyKwh'],
  [{ energyKwh: 100, powerKw: 1 }, 'energyKwh'],
  [{ profile: [{ minutes: 30, powerKw: -1 }] }, 'profile.powerKw'],
  [{ profile: [{ minutes: 0, powerKw: 1 }] }, 'profile.minutes'],
  [{ profile: [{ minutes: 30, powerKw: 0 }] }, 'profile'],
  [{ profile: [{ minutes: 30, powerKw: 1 }], mode: 'interruptible' }, 'profile'],
  [{ from: '24:00' }, 'from'],
  [{ to: '7:00' }, 'to'],
  [{ weekdays: [] }, 'weekdays'],
  [{ weekdays: [0] }, 'weekdays'],
  [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  [{ withinHours: 0 }, 'withinHours'],
  [{ withinHours: 169 }, 'withinHours'],
  [{ deadline: 'tomorrow' }, 'deadline'],
  [{ maxPriceCt: Number.NaN }, 'maxPriceCt'],
  [{ mode: 'threshold' }, 'maxPriceCt'],
  [{ objective: 'dearest', maxPriceCt: 20 }, 'maxPriceCt'],
  [{ alwaysOnBelowCt: Number.POSITIVE_INFINITY }, 'alwaysOnBelowCt'],
  [{ missingPrices: 'fallback' }, 'fallbackStart'],
  [{ missingPrices: 'fallback', fallbackStart: '12:00', from: '22:00', to: '06:00' }, 'fallbackStart'],
  [{ exclude: [{ from: '24:00', to: '07:00' }] }, 'exclude.0.from'],
  [{ exclude: [evening, { from: '07:00', to: '7:30' }] }, 'exclude.1.to'],
  [{ exclude: [evening, { from: '07:00', to: '07:00' }] }, 'exclude.1.to'],
  [{ minRunMinutes: -1 }, 'minRunMinutes'],
  [{ minPauseMinutes: 0.5 }, 'minPauseMinutes'],
  [{ maxStarts: -1 }, 'maxStarts'],
  [{ resend: 0 }, 'resend'],
  [{ from: '22:00', to: '06:00', durationMinutes: 481 }, 'durationMinutes'],
];

const overMidnight = { exclude: [{ from: '22:00', to: '02:00' }] };
const interruptible = { mode: 'interruptible', minPauseMinutes: 60 } as const;

const right: Partial<RunSettings>[] = [
  { maxOffMinutes: 240, ...overMidnight },
  { maxOffMinutes: 60, ...interruptible },
  { maxOffMinutes: 15, ...interruptible, mode: 'contiguous' },
  {},
  { maxPriceCt: 0 },
  { maxPriceCt: -5 },
  { mode: 'threshold', maxPriceCt: 0 },
  { from: '22:00', to: '06:00', durationMinutes: 480 },
  { from: '22:00', to: '06:00', durationMinutes: 481, partial: 'maximise' },
  { durationMinutes: 2000, trigger: 'message' },
  { missingPrices: 'fallback', fallbackStart: '02:00', from: '22:00', to: '06:00' },
  { deadline: '2026-11-22T07:00:00+01:00', trigger: 'message' },
];

const tooShort: Partial<RunSettings>[] = [
  { maxOffMinutes: 239, ...overMidnight },
  { maxOffMinutes: 59, ...interruptible },
];

describe('runs: settings', () => {
  for (const given of tooShort) {
    it(`refuses a limit on time off that cannot be kept: ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => checkRunSettings({ ...defaultRunSettings, ...given }),
        (error) => error instanceof ConfigError && error.params.field === 'maxOffMinutes',
      );
    });
  }

  for (const [given, field] of wrong) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => checkRunSettings({ ...defaultRunSettings, ...given }),
        (error) => error instanceof ConfigError && error.code === 'invalid-value' && error.params.field === field,
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
});
