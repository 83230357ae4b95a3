import assert from 'node:assert/strict';
import { decodeRunSettings } from '#src/nodered/window/window-settings.js';
import { defaultRunSettings, runTable } from '#src/runs/device/settings.js';
import { settingsKey } from '#src/runs/device/settings-key.js';
import type { RunSettings } from '#src/runs/index.js';

describe('runs: the key of settings', () => {
  const everything = {
    mode: 'interruptible',
    durationMinutes: '90',
    energyKwh: 3.5,
    powerKw: 2.2,
    partial: 'maximise',
    trigger: 'message',
    from: '22:00',
    to: '06:00',
    weekdays: '1,2,5',
    timeZone: 'Europe/Vienna',
    withinHours: 12.5,
    deadline: '07:00',
    maxPriceCt: -5.25,
    maxPriceAppliesTo: 'average',
    alwaysOnBelowCt: 25.5,
    missingPrices: 'fallback',
    fallbackStart: '03:00',
    minRunMinutes: 15,
    minPauseMinutes: 10,
    maxStarts: 3,
    tie: 'latest',
    startAlignMinutes: '15',
    replan: 'always',
  };

  // Records hold these keys: with others, a plan that was locked would be made again after an update.
  for (const [stored, key] of [
    [{}, '1cl8j9b'],
    [everything, 'qhlf2r'],
    [
      {
        profile: [
          { minutes: 20, powerKw: 2.1 },
          { minutes: 5, powerKw: 0 },
        ],
        resend: 5,
        outputOutside: 'on',
      },
      'oq1ig1',
    ],
    [{ fallbackStart: '03:00', powerKw: 1, deadline: '', maxPriceCt: 0 }, 'grscac'],
  ] as const)
    it(`is that of version 0.1.0 for ${JSON.stringify(stored).slice(0, 60)}`, () => {
      assert.equal(settingsKey(decodeRunSettings(stored)), key);
    });

  it('is the same in any order, and another one for another plan', () => {
    const settings = decodeRunSettings(everything);
    const reversed = Object.fromEntries(Object.entries(settings).reverse()) as unknown as RunSettings;
    assert.equal(settingsKey(reversed), settingsKey(settings));
    assert.notEqual(settingsKey({ ...settings, maxStarts: 4 }), settingsKey(settings));
    assert.equal(settingsKey({ ...settings, resend: 'replan' }), settingsKey(settings));
  });

  /** Another value than a new node has, for every setting that switches a device. */
  const others: Required<RunSettings> = {
    mode: 'interruptible',
    durationMinutes: 61,
    trigger: 'message',
    from: '00:01',
    to: '00:01',
    withinHours: 24,
    deadline: '00:00',
    powerKw: 1,
    weekdays: [1, 2, 3, 4, 5, 6],
    exclude: [{ from: '01:00', to: '02:00' }],
    timeZone: 'Europe/Vienna',
    energyKwh: 1,
    partial: 'maximise',
    profile: [{ minutes: 60, powerKw: 1 }],
    objective: 'dearest',
    maxPriceCt: 0,
    maxPriceFrom: 'minimum',
    maxPriceAppliesTo: 'interval',
    alwaysOnBelowCt: 0,
    minRunMinutes: 1,
    minPauseMinutes: 1,
    maxStarts: 1,
    maxOffMinutes: 15,
    tie: 'latest',
    toleranceCt: 0.1,
    startAlignMinutes: 15,
    replan: 'always',
    priceSource: 'message',
    missingPrices: 'expect',
    fallbackStart: '00:00',
    outputOutside: 'on',
    outputNoPlan: 'none',
    resend: 'replan',
    sendOnStart: false,
  };
  const unplanned = ['priceSource', 'outputOutside', 'outputNoPlan', 'resend', 'sendOnStart'];
  for (const name of Object.keys(runTable) as (keyof RunSettings)[])
    it(`${unplanned.includes(name) ? 'does not depend' : 'depends'} on ${name}`, () => {
      const isSame = settingsKey({ ...defaultRunSettings, [name]: others[name] }) === settingsKey(defaultRunSettings);
      assert.equal(isSame, unplanned.includes(name));
    });
});
