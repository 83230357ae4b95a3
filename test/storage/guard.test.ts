import assert from 'node:assert/strict';
import { type Broken, type Decision, guarded } from '#src/storage/index.js';
import { batteryOf, firstMarks, stepsOf, told } from './cases.js';

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
    const decision = told(mutated, marks, { storedKwh: 2, netKwh: 0.5 });
    assert.equal(decision.mode, 'charge');
    const allowed = batteryOf({ chargeFromGrid: false });
    assert.deepEqual(guarded(allowed, decision, seen), { decision: { mode: 'auto' }, broken: ['charge-from-grid'] });
    assert.notEqual(told(allowed, marks, { storedKwh: 2, netKwh: 0.5 }).mode, 'charge');
  });

  it('a planner that feeds in without permission is caught', () => {
    const mutated = batteryOf();
    const marks = firstMarks(mutated, stepsOf([50, 10, 10], { feedInCt: 60 }));
    const decision = told(mutated, marks, { storedKwh: 9, netKwh: 0.5 });
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

  // What arithmetic loses (`hair`) is nobody's fault; what is more than that is named.
  const hair = 1e-6;
  const more = 1.2e-6;
  const edges: [what: string, decision: Decision, on: Partial<typeof seen>, broken: Broken[], beyond: number][] = [
    ['a target at the maximum', { mode: 'charge', powerKw: 1, targetKwh: 10 }, {}, ['above-maximum'], 1],
    ['a charge at full power', { mode: 'charge', powerKw: 5, targetKwh: 9 }, { netKw: -5 }, ['charge-power'], 1],
    ['a charge at the grid limit', { mode: 'charge', powerKw: 3.7, targetKwh: 9 }, {}, ['grid-limit'], 1],
    ['a target at the reserve', { mode: 'discharge', powerKw: 1, targetKwh: 1 }, {}, ['below-minimum'], -1],
    ['a discharge at full power', { mode: 'discharge', powerKw: 5, targetKwh: 2 }, {}, ['discharge-power'], 1],
  ];
  for (const [what, decision, on, broken, beyond] of edges)
    it(`${what}: allowed; beyond it: cut to it`, () => {
      const name = what.includes('target') ? 'targetKwh' : 'powerKw';
      const limit = decision[name] ?? Number.NaN;
      const at = (value: number) => guarded(battery, { ...decision, [name]: value }, { ...seen, ...on });
      assert.deepEqual(at(limit), { decision, broken: [] });
      assert.deepEqual(at(limit + beyond * hair).broken, []);
      const cut = at(limit + beyond * more);
      assert.deepEqual(cut.broken, broken);
      assert.ok(Math.abs((cut.decision[name] ?? Number.NaN) - limit) < 1e-12);
    });

  it('full is full, and the reserve is the reserve, to what arithmetic loses', () => {
    const at = (storedKwh: number, asked: Decision) => {
      const { decision, broken } = guarded(battery, { powerKw: 2, ...asked }, { ...seen, storedKwh });
      return [decision.mode, ...broken];
    };
    const charge = { mode: 'charge', targetKwh: 10 } as const;
    const discharge = { mode: 'discharge', targetKwh: 1 } as const;
    for (const full of [10, 10 + hair]) assert.deepEqual(at(full, charge), ['charge']);
    assert.deepEqual(at(10 + more, charge), ['hold', 'above-maximum']);
    for (const empty of [1, 1 - hair]) assert.deepEqual(at(empty, discharge), ['discharge']);
    assert.deepEqual(at(1 - more, discharge), ['auto', 'below-minimum']);
  });

  it('less than a watt is nothing to charge with, and everything is said that is wrong', () => {
    for (const powerKw of [0, 0.0009])
      assert.deepEqual(guarded(battery, { mode: 'charge', powerKw, targetKwh: 9 }, seen), {
        decision: { mode: 'hold' },
        broken: [],
      });
    const watt = { mode: 'charge', powerKw: 0.001, targetKwh: 9 } as const;
    assert.deepEqual(guarded(battery, watt, seen), { decision: watt, broken: [] });
    const none = batteryOf({ chargeFromGrid: false, feedFromBattery: false });
    const odd = { powerKw: -1, targetKwh: Number.POSITIVE_INFINITY };
    assert.deepEqual(guarded(none, { mode: 'charge', ...odd }, seen).broken, ['charge-from-grid', 'odd']);
    const low = { ...seen, storedKwh: 0 };
    assert.deepEqual(guarded(none, { mode: 'discharge', ...odd }, low).broken, ['feed-in', 'odd', 'below-minimum']);
    for (const wrong of [{ powerKw: -1 }, { targetKwh: -1 }, { targetKwh: Number.NaN }])
      for (const mode of ['charge', 'discharge'] as const)
        assert.deepEqual(guarded(battery, { mode, ...wrong }, seen), { decision: { mode: 'auto' }, broken: ['odd'] });
  });

  it('without a limit of the grid, or without knowing the house, it is charged as it may', () => {
    const decision: Decision = { mode: 'charge', powerKw: 5, targetKwh: 9 };
    assert.deepEqual(guarded(batteryOf(), decision, { ...seen, netKw: 50 }), { decision, broken: [] });
    const blind = guarded(battery, decision, { ...seen, netKw: Number.NaN });
    assert.deepEqual(blind, { decision: { ...decision, powerKw: 4.2 }, broken: ['grid-limit'] });
  });

  it('a discharge without power and target is one at full power down to the reserve', () => {
    const decision: Decision = { mode: 'discharge', powerKw: 5, targetKwh: 1 };
    assert.deepEqual(guarded(battery, { mode: 'discharge' }, seen), { decision, broken: [] });
  });

  it('an inverter that cannot leave room is not told to, but all else', () => {
    const full = batteryOf({ leaveRoom: false });
    assert.deepEqual(guarded(full, { mode: 'keep' }, seen), { decision: { mode: 'auto' }, broken: ['leave-room'] });
    for (const mode of ['auto', 'hold'] as const)
      assert.deepEqual(guarded(full, { mode }, seen), { decision: { mode }, broken: [] });
  });
});
