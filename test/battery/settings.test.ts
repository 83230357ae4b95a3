import assert from 'node:assert/strict';
import { type BatterySettings, checkBatterySettings } from '#src/battery/index.js';
import { batteryTable } from '#src/battery/settings.js';
import type { NomosError } from '#src/errors.js';
import type { Bounds, Setting } from '#src/protocol/setting.js';
import { battery } from './battery-scene.js';

const numbers = Object.entries<Setting>(batteryTable).flatMap(([name, setting]) =>
  'min' in setting ? [[name, setting as Bounds] as const] : [],
);

function refusal(settings: object): unknown {
  try {
    checkBatterySettings(settings as BatterySettings);
    return undefined;
  } catch (error) {
    return (error as NomosError).params?.field;
  }
}

describe('battery: settings', () => {
  const usual = { ...battery(), minSocPercent: 10, maxSocPercent: 90 };

  it('are many numbers with bounds', () => assert.ok(numbers.length > 5));

  for (const [name, { min, max, above, whole }] of numbers)
    it(`${name} from ${min} to ${max}${above ? ', without the first' : ''}${whole ? ', whole' : ''}`, () => {
      const given = (value: unknown) => refusal({ ...usual, minSocPercent: 0, maxSocPercent: 100, [name]: value });
      for (const value of [min - 1, max + 1, Number.NaN, Number.POSITIVE_INFINITY])
        assert.equal(given(value), name, `${value}`);
      assert.equal(given(min), above ? name : undefined);
      // The lowest state of charge stays below the highest.
      assert.equal(given(max), name === 'minSocPercent' ? name : undefined);
      assert.equal(given((min + max) / 2 + 0.25), whole ? name : undefined);
    });

  it('name what is missing', () => {
    for (const name of ['capacityKwh', 'chargeKw', 'dischargeKw'])
      assert.equal(refusal({ ...usual, [name]: undefined }), name);
    assert.equal(refusal({ ...usual, timeZone: 'Mars/Phobos' }), 'timeZone');
  });

  it('leave something between the lowest and the highest state of charge', () => {
    assert.equal(refusal({ ...usual, minSocPercent: 50, maxSocPercent: 50 }), 'minSocPercent');
    assert.equal(refusal({ ...usual, minSocPercent: 60, maxSocPercent: 50 }), 'minSocPercent');
    assert.equal(refusal({ ...usual, minSocPercent: 49, maxSocPercent: 50 }), undefined);
  });

  it('come back as they were given', () => assert.deepEqual(checkBatterySettings(usual), usual));
});
