// @ts-nocheck
import assert from 'node:assert/strict';
import { type Broken, type Decision, guarded, modeNow } from '#src/storage/index.js';
import { batteryOf, firstMarks, stepsOf } from './cases.js';

const battery = batteryOf({ gridLimitKw: 4.2 });
const seen = { storedKwh: 5, netKw: 0.5 };

describe('storage: guard', () => {
  it('lets pass what is allowed, as it is', () => {
    const fine: Decision[] = [
      { mode: 'auto' },
      { mode: 'hold' },
      { mode: 'keep' },
      { mode: 'charge', powerKw: 3.7, targetKwh: 10 },
      { mode: 'discharge', powerKw: 5, targetKwh: 1 },
    ];
    for (const decision of fine) assert.deepEqual(guarded(battery, decision, seen), { decision, broken: [] });
  });

  it('a planner that charges without permission is caught', () => {
    const mutated = batteryOf({ chargeFromGrid: true });
    const marks = firstMarks(mutated, stepsOf([1, 50, 50]));
    const decision = modeNow(mutated, marks, { storedKwh: 2, netKwh: 0.5 });
    assert.equal(decision.mode, 'charge');
    const allowed = batteryOf({ chargeFromGrid: false });
    assert.deepEqual(guarded(allowed, decision, seen), { decision: { mode: 'auto' }, broken: ['charge-from-grid'] });
    assert.notEqual(modeNow(allowed, marks, { storedKwh: 2, netKwh: 0.5 }).mode, 'charge');
  });

  it('a planner that feeds in without permission is caught', () => {
    const mutated = batteryOf();
    const marks = firstMarks(mutated, stepsOf([50, 10, 10], { feedInCt: 60 }));
    const decision = modeNow(mutated, marks, { storedKwh: 9, netKwh: 0.5 });
    assert.equal(decision.mode, 'discharge');
    const allowed = batteryOf({ feedFromBattery: false });
    assert.deepEqual(guarded(allowed, decision, seen), { decision: { mode: 'auto' }, broken: ['feed-in'] });
  });

  const wrong: [what: string, decision: Decision, broken: Broken[], safe: Decision][] = [
    [
      'above the maximum',
      { mode: 'charge', powerKw: 1, targetKwh: 11 },
      ['above-maximum'],
      { mode: 'charge', powerKw: 1, targetKwh: 10 },
    ],
    [
      'faster than it charges',
      { mode: 'charge', powerKw: 9, targetKwh: 9 },
      ['charge-power', 'grid-limit'],
      { mode: 'charge', powerKw: 3.7, targetKwh: 9 },
    ],
    [
      'beyond the grid limit',
      { mode: 'charge', powerKw: 5, targetKwh: 9 },
      ['grid-limit'],
      { mode: 'charge', powerKw: 3.7, targetKwh: 9 },
    ],
    ['no power and no target', { mode: 'charge' }, ['grid-limit'], { mode: 'charge', powerKw: 3.7, targetKwh: 10 }],
    [
      'below the minimum',
      { mode: 'discharge', powerKw: 2, targetKwh: 0 },
      ['below-minimum'],
      { mode: 'discharge', powerKw: 2, targetKwh: 1 },
    ],
    [
      'faster than it discharges',
      { mode: 'discharge', powerKw: 6, targetKwh: 2 },
      ['discharge-power'],
      { mode: 'discharge', powerKw: 5, targetKwh: 2 },
    ],
    ['a power that is no number', { mode: 'charge', powerKw: Number.NaN, targetKwh: 9 }, ['odd'], { mode: 'auto' }],
    ['a negative target', { mode: 'discharge', targetKwh: -1 }, ['odd'], { mode: 'auto' }],
    ['an unknown mode', { mode: 'explode' as 'auto' }, ['odd'], { mode: 'auto' }],
  ];
  for (const [what, decision, broken, safe] of wrong)
    it(`${what}: cut or stopped, and named`, () =>
      assert.deepEqual(guarded(battery, decision, seen), { decision: safe, broken }));

  it('a house that uses up the grid limit alone waits', () => {
    const found = guarded(battery, { mode: 'charge', powerKw: 2, targetKwh: 9 }, { ...seen, netKw: 6 });
    assert.deepEqual(found, { decision: { mode: 'hold' }, broken: ['grid-limit'] });
  });

  it('a surplus may be stored beyond the grid limit', () => {
    const decision: Decision = { mode: 'charge', powerKw: 5, targetKwh: 9 };
    assert.deepEqual(guarded(battery, decision, { ...seen, netKw: -3 }), { decision, broken: [] });
  });

  it('below the reserve nothing is fed in, above the maximum nothing is charged', () => {
    const low = guarded(battery, { mode: 'discharge', powerKw: 2, targetKwh: 1 }, { ...seen, storedKwh: 0.5 });
    assert.deepEqual(low, { decision: { mode: 'auto' }, broken: ['below-minimum'] });
    const high = guarded(battery, { mode: 'charge', powerKw: 2, targetKwh: 10 }, { ...seen, storedKwh: 10.5 });
    assert.deepEqual(high, { decision: { mode: 'hold' }, broken: ['above-maximum'] });
  });

  it('an inverter that cannot leave room is not told to', () => {
    const found = guarded(batteryOf({ leaveRoom: false }), { mode: 'keep' }, seen);
    assert.deepEqual(found, { decision: { mode: 'auto' }, broken: ['leave-room'] });
  });
});
