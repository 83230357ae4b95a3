import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Battery, soundBattery } from '#src/storage/index.js';
import { oddBatteries } from './arbitraries.js';
import { batteryOf } from './cases.js';

const { NaN: nan, POSITIVE_INFINITY: infinite } = Number;

describe('storage: a sound battery', () => {
  const rows: [given: Partial<Battery>, sound: Partial<Battery>][] = [
    [{ minKwh: -1 }, { minKwh: 0 }],
    [{ minKwh: 12 }, { minKwh: 12, maxKwh: 12 }],
    [{ maxKwh: nan }, { maxKwh: 1 }],
    [{ maxKwh: infinite }, { maxKwh: 1 }],
    [{ chargeKw: -5 }, { chargeKw: 0 }],
    [{ chargeKw: infinite }, { chargeKw: 0 }],
    [{ dischargeKw: 1e7 }, { dischargeKw: 0 }],
    [{ dischargeKw: 1e6 }, { dischargeKw: 1e6 }],
    [{ chargeEfficiency: 1.1 }, { chargeEfficiency: 1 }],
    [{ chargeEfficiency: 0.01 }, { chargeEfficiency: 0.01 }],
    [{ dischargeEfficiency: 0.009 }, { dischargeEfficiency: 1 }],
    [{ dischargeEfficiency: nan }, { dischargeEfficiency: 1 }],
    [{ wearCt: -2 }, { wearCt: 0 }],
    [{}, { gridLimitKw: infinite }],
    [{ gridLimitKw: infinite }, { gridLimitKw: infinite }],
    [{ gridLimitKw: 0 }, { gridLimitKw: 0 }],
    [{ gridLimitKw: 4.2 }, { gridLimitKw: 4.2 }],
    [{ gridLimitKw: nan }, { gridLimitKw: 0 }],
    [{ gridLimitKw: -infinite }, { gridLimitKw: 0 }],
  ];
  for (const [given, sound] of rows)
    it(`${JSON.stringify(Object.entries(given).map(String))} is one of ${Object.entries(sound).map(String)}`, () =>
      assert.deepEqual(soundBattery(batteryOf(given)), { ...batteryOf(), gridLimitKw: infinite, ...sound }));

  it('is left as it is', () => {
    fc.assert(
      fc.property(oddBatteries, (odd) => {
        const sound = soundBattery(odd);
        assert.deepEqual(soundBattery(sound), sound);
      }),
    );
  });
});
