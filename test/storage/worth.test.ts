import assert from 'node:assert/strict';
import { costAt, levelAbove, marks, valueAt, type Worth } from '#src/storage/index.js';
import { batteryOf, stepsOf } from './cases.js';

/** Up to 4 kWh another one is worth 30 ct, up to 8 it is worth 20, then 10; other worths lie before and behind it. */
const worth: Worth = {
  levels: Float64Array.of(9, 4, 8, 10, 11),
  values: Float64Array.of(5, 30, 20, 10, 40),
  from: 1,
  count: 3,
  bottomKwh: 1,
  bottomCt: 100,
};

describe('storage: what is stored is worth', () => {
  const rows: [storedKwh: number, valueCt: number, costCt: number][] = [
    [0, 30, 100],
    [1, 30, 100],
    [3, 30, 40],
    [4, 20, 10],
    [7, 20, -50],
    [8, 10, -70],
    [9, 10, -80],
    [10, 10, -90],
    [12, 10, -90],
  ];
  for (const [storedKwh, valueCt, costCt] of rows)
    it(`${storedKwh} kWh: ${valueCt} ct for another one, ${costCt} ct from there on`, () => {
      assert.equal(valueAt(worth, storedKwh), valueCt);
      assert.equal(costAt(worth, storedKwh), costCt);
    });

  it('more than 40, 30, 20.5, 20, 10, 9 ct: up to these levels', () => {
    const levels = [40, 30, 20.5, 20, 10, 9].map((valueCt) => levelAbove(worth, valueCt));
    assert.deepEqual(levels, [1, 1, 4, 4, 8, 10]);
  });

  const lossless = { minKwh: 0, maxKwh: 1, chargeEfficiency: 1, dischargeEfficiency: 1, wearCt: 0 };
  const noiseKwh = 1e-9;
  const lengths: [what: string, usedKwh: number, values: number[]][] = [
    ['a millionth of a Wh', noiseKwh, [30, 0]],
    ['less is noise', 0.9 * noiseKwh, [0]],
    ['all but a millionth of a Wh', 1 - noiseKwh, [30, 0]],
    ['all but less, which is noise', 1 - 0.9 * noiseKwh, [30]],
  ];
  for (const [what, netKwh, values] of lengths)
    it(`${what}: worth ${values.join(' and ')} ct now and in the hours before`, () => {
      const battery = batteryOf({ ...lossless, feedFromBattery: false, chargeFromGrid: false });
      const steps = [...stepsOf([20, 20], { netKwh: 0 }), ...stepsOf([30], { netKwh })];
      for (const { before } of marks(battery, steps, 0))
        assert.deepEqual([...before.values.subarray(before.from, before.from + before.count)], values);
    });
});
