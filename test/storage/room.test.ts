import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costAt, follow, levelAbove, type Marks, marks, Room, valueAt } from '#src/storage/index.js';
import { wholeCases } from './arbitraries.js';
import { batteryOf, stepsOf } from './cases.js';

describe('storage: room', () => {
  it('a room that many plans have used gives the plan of a new one', () => {
    const room = new Room();
    fc.assert(
      fc.property(wholeCases, ({ battery, steps, endValueCt }) => {
        const storedKwh = (battery.minKwh + battery.maxKwh) / 2;
        const fresh = follow(battery, steps, { marks: marks(battery, steps, endValueCt), storedKwh });
        const again = follow(battery, steps, { marks: marks(battery, steps, endValueCt, room), storedKwh });
        assert.deepEqual(again, fresh);
      }),
      { numRuns: 200 },
    );
  });

  it('a room holds no more than its plan needs: a chunk of 32 kB, and another one where that is full', () => {
    const bytesFor = (count: number) => {
      const room = new Room();
      // Without prices every level is worth the same: one number for each step, and room for six more.
      const steps = stepsOf(Array.from({ length: count }, () => Number.NaN));
      for (let plan = 0; plan < 3; plan += 1) marks(batteryOf(), steps, 20, room);
      return room.bytes;
    };
    assert.equal(new Room().bytes, 0);
    assert.deepEqual([1, 2_041, 2_042].map(bytesFor), [32_768, 32_768, 65_536]);
  });

  it('a room does not grow over 20,000 plans', () => {
    const room = new Room();
    const prices = Array.from({ length: 48 }, (_, i) => 25 + 12 * Math.sin(i / 7) + (i % 13));
    const steps = stepsOf(prices);
    const memory = () => marks(batteryOf(), steps, 20, room)[0]!.before.levels;
    const first = memory();
    const { bytes } = room;
    for (let i = 0; i < 20_000; i += 1) memory();
    assert.equal(room.bytes, bytes);
    assert.equal(memory(), first, 'the same numbers are written again');
    assert.ok(bytes < 400_000, `${bytes} bytes`);
  });

  it('a room of many chunks grows for a plan before more levels than any of them holds', () => {
    const battery = batteryOf({ chargeKw: 0.002, dischargeKw: 0.002, chargeFromGrid: false });
    const steps = stepsOf(Array.from({ length: 2_200 }, (_, i) => 20 + i / 100));
    const after = marks(battery, steps, 0)[0]!.before;
    assert.ok(after.count > 2_048);
    const room = new Room();
    marks(battery, steps.slice(0, 500), 0, room);
    const costs = (plan: readonly Marks[]) => [1, 4, 10].map((storedKwh) => costAt(plan[0]!.before, storedKwh));
    const first = steps.slice(0, 3);
    assert.deepEqual(costs(marks(battery, first, after, room)), costs(marks(battery, first, after)));
  });

  it('a plan that needs more than one chunk is the same plan', () => {
    const steps = stepsOf(Array.from({ length: 3_000 }, (_, i) => 20 + 30 * Math.abs(Math.sin(i * i))));
    const found = marks(batteryOf(), steps, 0);
    for (const { worth, chargeBelow, chargeCt } of found) {
      assert.equal(chargeBelow, levelAbove(worth, chargeCt));
      assert.ok(valueAt(worth, worth.bottomKwh) >= valueAt(worth, 10));
    }
  });
});
