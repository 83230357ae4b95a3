import assert from 'node:assert/strict';
import { idleReason } from '#src/nodered/window/window-status.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { catalog } from '../../locales/catalogs.js';
import { at, hours } from '../../runs/prices.js';
import { live } from '../../runs/simulator.js';

const day = at('2026-11-22');
const prices = hours(day, 24, 30, { 13: 20, 14: 10 });
const daily: RunSettings = { ...defaultRunSettings, from: '06:00', to: '22:00' };

describe('nodered: why a device has no planned run', () => {
  const cases: readonly [string, Partial<RunSettings>, typeof prices, string | undefined][] = [
    ['nothing where it has one', {}, prices, undefined],
    ['it waits for a message', { trigger: 'message' }, prices, 'status.ready-message'],
    ['it waits for prices', { mode: 'threshold', maxPriceCt: 5 }, [], 'plan-reasons.missing-prices'],
    ['it never gets that cheap', { mode: 'threshold', maxPriceCt: 5 }, prices, 'status.never-so-cheap'],
    ['what is wanted does not fit', { durationMinutes: 1200 }, prices, 'plan-reasons.window-too-short'],
  ];
  for (const [says, changed, series, wanted] of cases)
    it(says, () => {
      const settings = { ...daily, ...changed };
      const { last } = live({ settings, series, from: day, to: at('2026-11-22 08:00') });
      const reason = idleReason(last, settings.trigger);
      assert.equal(reason, wanted);
      if (reason !== undefined) assert.ok(catalog('de', 'nomos-account').has(reason), reason);
    });
});
