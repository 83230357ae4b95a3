import assert from 'node:assert/strict';
import { decodeAccountSettings, defaultBaseUrl } from '#src/nodered/account/account-settings.js';
import { decodePricesSettings } from '#src/nodered/prices/prices-settings.js';
import { migrate } from '#src/nodered/values/migrations.js';
import { refusesField } from '../../support/nomos/refusals.js';

describe('nodered: versions of stored properties', () => {
  for (const type of ['nomos-account', 'nomos-prices', 'nomos-query', 'nomos-usage', 'cheapest-window']) {
    it(`${type}: version 1 and no version are the same`, () => {
      assert.deepEqual(migrate(type, { version: 1, name: 'x' }), { name: 'x' });
      assert.deepEqual(migrate(type, { name: 'x' }), { name: 'x' });
    });

    it(`${type}: refuses what a newer package wrote`, () => {
      assert.throws(() => migrate(type, { version: 99 }), { code: 'settings-too-new' });
    });

    for (const version of [0, -1, 1.5, '1', null, Number.NaN])
      it(`${type}: refuses the version ${version}`, () => {
        assert.match(
          refusesField(() => migrate(type, { version }), 'version'),
          /^1 … \d+$/,
        );
      });
  }
});

describe('nodered: settings of nomos-account', () => {
  it('are the defaults for a fresh node', () => {
    const expected = { name: '', baseUrl: defaultBaseUrl, grant: 'consent', subscription: '' };
    assert.deepEqual(decodeAccountSettings({ id: 'a', type: 'nomos-account', baseUrl: '' }), expected);
  });

  for (const [stored, field] of [
    [{ grant: 'password' }, 'grant'],
    [{ name: 5 }, 'name'],
    [{ baseUrl: ['https://api.nomos.energy'] }, 'baseUrl'],
    [{ subscription: {} }, 'subscription'],
    [{ version: 0 }, 'version'],
  ] as const)
    it(`refuse ${JSON.stringify(stored)}`, () => {
      refusesField(() => decodeAccountSettings(stored), field);
    });
});

describe('nodered: settings of nomos-prices', () => {
  it('are the defaults for a fresh node', () => {
    const { levels, ...others } = decodePricesSettings({ topic: '' });
    assert.deepEqual(others, {
      name: '',
      account: '',
      subscription: '',
      topic: 'nomos/price',
      unit: 'ct/kWh',
      format: 'native',
      missingAt: '17:00',
    });
    assert.deepEqual(Object.values(levels), [0.1, 0.3, 0.7, 0.9, 2]);
  });

  it('take numbers as text, and a level may be empty', () => {
    const { levels } = decodePricesSettings({
      cheapBelow: '0,2',
      veryCheapBelow: 0,
      expensiveBelow: '1',
      minSpreadCt: 0,
    });
    assert.deepEqual([levels.veryCheapBelow, levels.cheapBelow, levels.expensiveBelow], [0, 0.2, 1]);
    assert.equal(levels.minSpreadCt, 0);
  });

  for (const [stored, field] of [
    [{ unit: 'EUR' }, 'unit'],
    [{ format: 'tibber' }, 'format'],
    [{ missingAt: 'five' }, 'missingAt'],
    [{ cheapBelow: 1.1 }, 'cheapBelow'],
    [{ veryCheapBelow: -0.1 }, 'veryCheapBelow'],
    [{ minSpreadCt: 'wide' }, 'minSpreadCt'],
    [{ veryCheapBelow: 0.5 }, 'cheapBelow'],
    [{ normalBelow: 0.95 }, 'expensiveBelow'],
  ] as const)
    it(`refuse ${JSON.stringify(stored)}`, () => {
      refusesField(() => decodePricesSettings(stored), field);
    });
});
