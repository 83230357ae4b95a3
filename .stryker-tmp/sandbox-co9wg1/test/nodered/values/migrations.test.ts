// @ts-nocheck
import assert from 'node:assert/strict';
import { type Migrations, migrate } from '#src/nodered/values/migrations.js';
import { decodeWindowSettings } from '#src/nodered/window/window-settings.js';

/** A type that had two changes: minutes became a duration of its own name, then hours were added to it. */
const migrations: Migrations = {
  kettle: [
    ({ minutes, ...kept }) => ({ ...kept, durationMinutes: minutes }),
    ({ hours = 0, durationMinutes, ...kept }) => ({
      ...kept,
      durationMinutes: Number(durationMinutes) + Number(hours) * 60,
    }),
  ],
};

describe('nodered/values/migrations', () => {
  const cases: readonly [string, Record<string, unknown>, Record<string, unknown>][] = [
    ['no version is the first', { name: 'tea', minutes: 5, hours: 1 }, { name: 'tea', durationMinutes: 65 }],
    ['version 1 climbs both steps', { version: 1, minutes: 5, hours: 1 }, { durationMinutes: 65 }],
    ['version 2 climbs the last step', { version: 2, durationMinutes: 5, hours: 1 }, { durationMinutes: 65 }],
    ['version 3 is the newest', { version: 3, durationMinutes: 65, hours: 1 }, { durationMinutes: 65, hours: 1 }],
  ];
  for (const [name, stored, lifted] of cases)
    it(name, () => {
      const before = structuredClone(stored);
      assert.deepEqual(migrate('kettle', stored, migrations), lifted);
      assert.deepEqual(stored, before, 'what is stored stays as it is');
    });

  it('refuses a version from the future, naming it and the newest that is known', () => {
    const future = { code: 'settings-too-new', params: { version: 4, newest: 3 } };
    assert.throws(() => migrate('kettle', { version: 4 }, migrations), future);
  });

  for (const version of [0, -1, 1.5, '1', null, Number.NaN])
    it(`refuses what is no version: ${JSON.stringify(version)}`, () => {
      const wrong = (error: { code?: string; params?: { field?: unknown; allowed?: unknown } }) =>
        error.code === 'invalid-value' && error.params?.field === 'version' && error.params.allowed === '1 … 3';
      assert.throws(() => migrate('kettle', { version }, migrations), wrong);
    });

  it('version 1 of cheapest-window as the first editor exported it', () => {
    const { run, ...own } = decodeWindowSettings({
      id: 'b1',
      type: 'cheapest-window',
      version: 1,
      name: 'boiler',
      account: 'a1',
      subscription: '',
      topic: '',
      mode: 'interruptible',
      durationMinutes: '180',
      energyKwh: '',
      powerKw: '2',
      profile: [],
      from: '22:00',
      to: '06:00',
      weekdays: [1, 2, 3, 4, 5],
      maxPriceCt: '0',
      resend: 'change',
      sendOnStart: true,
    });
    assert.deepEqual(own, {
      name: 'boiler',
      account: 'a1',
      subscription: '',
      topic: '',
      priceUnit: 'automatic',
      home: '',
      priority: 5,
    });
    const { mode, durationMinutes, powerKw, energyKwh, maxPriceCt, weekdays, from, to } = run;
    assert.deepEqual(
      { mode, durationMinutes, powerKw, energyKwh, maxPriceCt, weekdays, from, to },
      {
        mode: 'interruptible',
        durationMinutes: 180,
        powerKw: 2,
        energyKwh: undefined,
        maxPriceCt: 0,
        weekdays: [1, 2, 3, 4, 5],
        from: '22:00',
        to: '06:00',
      },
    );
  });
});
