import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Battery,
  levelAbove,
  type Marks,
  type Mode,
  marks,
  modeNow,
  type Standing,
  type Worth,
} from '#src/storage/index.js';
import { homeCases } from './arbitraries.js';
import { batteryOf, told } from './cases.js';

/** Up to 4 kWh another one is worth 30 ct, up to 8 it is worth 20, then 10. */
const worth: Worth = {
  levels: Float64Array.of(4, 8, 10),
  values: Float64Array.of(30, 20, 10),
  from: 0,
  count: 3,
  bottomKwh: 1,
  bottomCt: 0,
};
const never = Number.POSITIVE_INFINITY;

function marksOf(slopes: Partial<Record<'chargeCt' | 'serveCt' | 'absorbCt' | 'sellCt', number>>, hours = 1): Marks {
  const { chargeCt = never, serveCt = 25, absorbCt = 5, sellCt = -never } = slopes;
  return {
    chargeCt,
    serveCt,
    absorbCt,
    sellCt,
    hours,
    worth,
    before: worth,
    chargeBelow: chargeCt === never ? -never : levelAbove(worth, chargeCt),
    serveAbove: levelAbove(worth, serveCt),
    absorbBelow: levelAbove(worth, absorbCt),
    sellAbove: sellCt === -never ? never : levelAbove(worth, sellCt),
  };
}

interface Row {
  readonly what: string;
  readonly slopes?: Parameters<typeof marksOf>[0];
  readonly at: Partial<Standing> & { readonly storedKwh: number };
  readonly battery?: Partial<Battery>;
  readonly mode: Mode;
}

const rows: readonly Row[] = [
  { what: 'below what is worth buying', slopes: { chargeCt: 25 }, at: { storedKwh: 2 }, mode: 'charge' },
  { what: 'near enough to it', slopes: { chargeCt: 25 }, at: { storedKwh: 3.95 }, mode: 'hold' },
  {
    what: 'without permission to buy',
    slopes: { chargeCt: 25 },
    at: { storedKwh: 2 },
    battery: { chargeFromGrid: false },
    mode: 'hold',
  },
  {
    what: 'house and limit leave nothing to buy',
    slopes: { chargeCt: 25 },
    at: { storedKwh: 2 },
    battery: { gridLimitKw: 0.5 },
    mode: 'hold',
  },
  { what: 'not near enough to it', slopes: { chargeCt: 25 }, at: { storedKwh: 3.85 }, mode: 'charge' },
  { what: 'just worth it', slopes: { chargeCt: 29.99 }, at: { storedKwh: 2 }, mode: 'charge' },
  { what: 'worth what it costs', slopes: { chargeCt: 30 }, at: { storedKwh: 2 }, mode: 'hold' },
  { what: 'nearly full', slopes: { chargeCt: 5 }, at: { storedKwh: 9.9 }, mode: 'auto' },
  { what: 'not yet nearly full', slopes: { chargeCt: 5 }, at: { storedKwh: 9.89 }, mode: 'charge' },
  {
    what: 'house and limit leave hardly anything to buy',
    slopes: { chargeCt: 25 },
    at: { storedKwh: 2 },
    battery: { gridLimitKw: 0.51 },
    mode: 'charge',
  },
  { what: 'above what is worth keeping', slopes: { sellCt: 15 }, at: { storedKwh: 9 }, mode: 'discharge' },
  {
    what: 'without permission to feed in',
    slopes: { sellCt: 15 },
    at: { storedKwh: 9 },
    battery: { feedFromBattery: false },
    mode: 'auto',
  },
  { what: 'paid what it is worth', slopes: { sellCt: 10 }, at: { storedKwh: 9 }, mode: 'discharge' },
  { what: 'paid less than it is worth', slopes: { sellCt: 9.99 }, at: { storedKwh: 9 }, mode: 'auto' },
  {
    what: 'above what is worth keeping, but not above the reserve',
    slopes: { sellCt: 15 },
    at: { storedKwh: 9 },
    battery: { minKwh: 8.9 },
    mode: 'auto',
  },
  {
    what: 'more than the house will take',
    slopes: { sellCt: 15 },
    at: { storedKwh: 9.2, netKwh: 1 },
    mode: 'discharge',
  },
  {
    what: 'no more than that, after losses',
    slopes: { sellCt: 15 },
    at: { storedKwh: 9.2, netKwh: 1.1 },
    mode: 'auto',
  },
  {
    what: 'above what is worth keeping, but without power to',
    slopes: { sellCt: 15 },
    at: { storedKwh: 9 },
    battery: { dischargeKw: 0 },
    mode: 'auto',
  },
  {
    what: 'below what is worth buying, but without power to',
    slopes: { chargeCt: 25 },
    at: { storedKwh: 2 },
    battery: { chargeKw: 0 },
    mode: 'hold',
  },
  { what: 'the house takes it all anyway', slopes: { sellCt: 15 }, at: { storedKwh: 9, netKwh: 3 }, mode: 'auto' },
  { what: 'dear enough to serve', at: { storedKwh: 6 }, mode: 'auto' },
  { what: 'worth more later', slopes: { serveCt: 15 }, at: { storedKwh: 6 }, mode: 'hold' },
  { what: 'worth a little more later', slopes: { serveCt: 19.89 }, at: { storedKwh: 6 }, mode: 'hold' },
  { what: 'worth hardly more later', slopes: { serveCt: 19.91 }, at: { storedKwh: 6 }, mode: 'auto' },
  { what: 'empty, and nothing is worth keeping', slopes: { serveCt: 35 }, at: { storedKwh: 1 }, mode: 'auto' },
  { what: 'empty, and what comes is worth keeping', at: { storedKwh: 1 }, mode: 'hold' },
  { what: 'a surplus worth storing', at: { storedKwh: 6, netKwh: -1 }, mode: 'auto' },
  { what: 'room for more sun', slopes: { absorbCt: 15 }, at: { storedKwh: 9, netKwh: -1 }, mode: 'keep' },
  { what: 'room that gains a little', slopes: { absorbCt: 10.11 }, at: { storedKwh: 9, netKwh: -1 }, mode: 'keep' },
  {
    what: 'room that gains hardly anything',
    slopes: { absorbCt: 10.09 },
    at: { storedKwh: 9, netKwh: -1 },
    mode: 'auto',
  },
  { what: 'room for sun that does not come', slopes: { absorbCt: 15 }, at: { storedKwh: 9, netKwh: 0 }, mode: 'auto' },
  {
    what: 'an inverter that leaves no room',
    slopes: { absorbCt: 15 },
    at: { storedKwh: 9, netKwh: -1 },
    battery: { leaveRoom: false },
    mode: 'auto',
  },
  { what: 'full', slopes: { absorbCt: 50 }, at: { storedKwh: 10, netKwh: -1 }, mode: 'auto' },
  {
    what: 'a surplus, neither of both',
    slopes: { serveCt: 5, absorbCt: 25 },
    at: { storedKwh: 6, netKwh: -1 },
    mode: 'keep',
  },
  {
    what: 'a surplus worth storing, not worth serving',
    slopes: { serveCt: 5 },
    at: { storedKwh: 6, netKwh: -1 },
    mode: 'hold',
  },
];

describe('storage: the mode of now', () => {
  for (const { what, slopes = {}, at, battery = {}, mode } of rows)
    it(`${what}: ${mode}`, () => {
      const found = told(batteryOf(battery), marksOf(slopes), { netKwh: 0.5, ...at });
      assert.equal(found.mode, mode);
    });

  it('charges to the target by the end of the step, neither feebly nor beyond power and limit', () => {
    const powerAt = (storedKwh: number, hours: number, battery: Partial<Battery> = {}) =>
      told(batteryOf(battery), marksOf({ chargeCt: 25 }, hours), { storedKwh, netKwh: 0.5 * hours });
    const found = powerAt(2, 1);
    assert.deepEqual([found.targetKwh, found.storedValueCt], [4, 30]);
    assert.ok(Math.abs((found.powerKw ?? 0) - 2 / Math.sqrt(0.9)) < 1e-9);
    assert.equal(powerAt(2, 0.25).powerKw, 5);
    assert.equal(powerAt(3.8, 1).powerKw, 0.5);
    assert.equal(powerAt(2, 1, { gridLimitKw: 1.5 }).powerKw, 1);
  });

  it('feeds in down to the target by the end of the step', () => {
    for (const [storedKwh, hours] of [
      [10, 1],
      [8.5, 0.25],
    ] as const) {
      const found = told(batteryOf(), marksOf({ sellCt: 15 }, hours), { storedKwh, netKwh: 0.05 });
      assert.deepEqual([found.mode, found.targetKwh, found.storedValueCt], ['discharge', 8, 10]);
      assert.ok(Math.abs((found.powerKw ?? 0) - 2 * Math.sqrt(0.9)) < 1e-9, `${found.powerKw}`);
    }
    const slow = told(batteryOf(), marksOf({ sellCt: 15 }), { storedKwh: 8.3, netKwh: 0 });
    assert.equal(slow.powerKw, 0.5, 'not feebly');
  });

  it('in a step without a length no limit of the grid can be kept, and none is needed', () => {
    const found = told(batteryOf({ gridLimitKw: 1 }), marksOf({ chargeCt: 25 }, 0), { storedKwh: 2, netKwh: 0 });
    assert.deepEqual([found.mode, found.powerKw], ['charge', 5]);
  });

  it('whatever the marks say, no target lies outside of the battery', () => {
    const small = batteryOf({ minKwh: 8.5, maxKwh: 9 });
    const targetOf = (mode: Mode, slopes: Parameters<typeof marksOf>[0]) =>
      modeNow(small, marksOf(slopes), { storedKwh: 8.8, netKwh: 0, mode }).targetKwh;
    assert.deepEqual([targetOf('charge', { chargeCt: 5 }), targetOf('discharge', { sellCt: 15 })], [9, 8.5]);
  });

  it('never says what is not allowed, and no target outside of the battery', () => {
    fc.assert(
      fc.property(homeCases, fc.boolean(), ({ battery: given, steps, endValueCt, storedKwh }, leaveRoom) => {
        const battery = { ...given, leaveRoom };
        const found = marks(battery, steps, endValueCt);
        for (const [i, { netKwh }] of steps.entries()) {
          const { mode, targetKwh, powerKw = 0 } = told(battery, found[i]!, { storedKwh, netKwh });
          assert.ok(mode !== 'charge' || battery.chargeFromGrid);
          assert.ok(mode !== 'discharge' || battery.feedFromBattery);
          assert.ok(mode !== 'keep' || leaveRoom);
          assert.ok(targetKwh === undefined || (targetKwh >= battery.minKwh && targetKwh <= battery.maxKwh));
          assert.ok(powerKw >= 0 && powerKw <= Math.max(battery.chargeKw, battery.dischargeKw));
        }
      }),
      { numRuns: 200 },
    );
  });
});
