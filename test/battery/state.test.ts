import assert from 'node:assert/strict';
import { type BatteryLog, type BatteryReason, emptyBatteryLog, type Mode } from '#src/battery/index.js';
import type { BatteryPlan } from '#src/battery/plan.js';
import { batteryOf } from '#src/battery/settings.js';
import { stateOf } from '#src/battery/state.js';
import { msPerMinute } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter } from './battery-scene.js';

const day = '2026-01-14';
const at = (time: string) => winter(day, time);
const prices = pricesOf(twoDays(day), nightAndEvening);
const now = at('12:00');
/** May do everything; 10 kWh, of which 1 stays. */
const settings = battery({ feedFromBattery: true, solar: 'yes' });

interface Planned {
  readonly mode: Mode;
  readonly powerKw?: number;
  readonly targetKwh?: number;
}

/** A plan of six quarter-hours from noon on, the last two of them expected; `modes` says what each does. */
function planOf(
  planned: Planned,
  { storedKwh = 5, netKwh = 0.1, modes = [] }: { storedKwh?: number; netKwh?: number; modes?: readonly Mode[] } = {},
): BatteryPlan {
  const steps = Array.from({ length: 6 }, (_, index) => ({
    start: now + index * 15 * msPerMinute,
    end: now + (index + 1) * 15 * msPerMinute,
    buyCt: 25,
    feedInCt: 8,
    netKwh,
    expected: index >= 4,
  }));
  const way = { at: (index: number) => ({ mode: modes[index] }) };
  const plan = { steps, way, first: steps[0], battery: batteryOf(settings), storedKwh };
  return { ...plan, now: { storedValueCt: 20, ...planned } } as unknown as BatteryPlan;
}

function stateBy(outcome: BatteryPlan, log: Partial<BatteryLog> = {}, keeps = false) {
  const stored = { percent: outcome.storedKwh * 10, at: now, toldAt: now };
  return stateOf({ ...emptyBatteryLog, stored, ...log }, { settings, prices, now }, { outcome, keeps });
}

describe('battery: what is told of a plan', () => {
  const reasons: readonly [what: string, mode: Mode, storedKwh: number, netKwh: number, reason: BatteryReason][] = [
    ['full to a hundredth, and sun', 'auto', 9.9, -0.1, 'full'],
    ['not full, and sun', 'auto', 9.89, -0.1, 'worth-more-later'],
    ['empty, and sun', 'auto', 1, -0.1, 'worth-more-later'],
    ['full, and the house draws', 'auto', 10, 0.1, 'dear'],
    ['full, and the house draws just what the sun gives', 'auto', 10, 0, 'dear'],
    ['empty to a hundredth, and the house draws', 'auto', 1.1, 0.1, 'empty'],
    ['not empty', 'auto', 1.11, 0.1, 'dear'],
    ['waiting and empty', 'hold', 1.1, 0.1, 'empty'],
    ['waiting with something', 'hold', 1.11, 0.1, 'worth-more-later'],
    ['charging', 'charge', 1, 0.1, 'cheap'],
    ['feeding in', 'discharge', 9, 0.1, 'sell'],
    ['leaving room', 'keep', 5, -0.1, 'room-for-sun'],
  ];
  for (const [what, mode, storedKwh, netKwh, reason] of reasons)
    it(`${what}: ${mode}, ${reason}`, () =>
      assert.equal(stateBy(planOf({ mode }, { storedKwh, netKwh })).reason, reason));

  for (const [modes, quarters] of [
    ['hold charge charge', 1],
    ['hold hold charge hold', 2],
    ['hold hold hold hold hold hold', 4],
  ] as const)
    it(`${modes}: until the end of ${quarters} quarter-hours, as far as prices are known`, () => {
      const { until } = stateBy(planOf({ mode: 'hold' }, { modes: modes.split(' ') as Mode[] }));
      assert.equal(until, now + quarters * 15 * msPerMinute);
    });

  it('a charge says a power in watts, never more than is allowed, and a target to a tenth', () => {
    for (const [powerKw, targetKwh, told] of [
      [1.001, 6.666, [1.001, 66.7, 66.7]],
      [2.3459, 6.664, [2.345, 66.6, 66.6]],
      [5, 10, [5, 100, 100]],
    ] as const) {
      const state = stateBy(planOf({ mode: 'charge', powerKw, targetKwh }));
      assert.deepEqual([state.powerKw, state.targetPercent, state.minimumPercent], told);
    }
  });

  it('a mode without power and target tells neither', () => {
    const state = stateBy(planOf({ mode: 'auto' }));
    const { until, ...rest } = state;
    assert.deepEqual(rest, { mode: 'auto', minimumPercent: 10, reason: 'dear', priceCt: 25, storedValueCt: 20 });
    assert.equal(until, now + 15 * msPerMinute);
  });

  it('waiting keeps what is stored, rounded up, and never less than the reserve', () => {
    for (const [storedKwh, minimum] of [
      [3.02, 31],
      [3, 30],
      [0.5, 10],
    ] as const)
      assert.equal(stateBy(planOf({ mode: 'hold' }, { storedKwh })).minimumPercent, minimum);
  });

  it('a mode that is kept stays what it was; price, worth and end are those of now', () => {
    const state = { mode: 'charge', powerKw: 3, targetPercent: 70, minimumPercent: 70, reason: 'cheap' } as const;
    const before = { ...state, until: now - 1, priceCt: 99, storedValueCt: 99 };
    const plan = planOf({ mode: 'auto' }, { modes: ['auto', 'charge', 'auto'] });
    const until = now + 30 * msPerMinute;
    assert.deepEqual(stateBy(plan, { state: before }, true), { ...state, until, priceCt: 25, storedValueCt: 20 });
    assert.equal(stateBy(plan, { state: before }).mode, 'auto', 'else the plan counts');
    assert.equal(stateBy(plan, {}, true).mode, 'auto');
  });
});

describe('battery: what is told of an override', () => {
  const limits = { chargeKw: 3.7, dischargeKw: 2.5, minSocPercent: 20, maxSocPercent: 90, feedFromBattery: true };
  for (const [mode, order] of [
    ['charge', { powerKw: 3.7, targetPercent: 90, minimumPercent: 90 }],
    ['discharge', { powerKw: 2.5, targetPercent: 20, minimumPercent: 20 }],
    ['hold', { minimumPercent: 56 }],
    ['keep', { minimumPercent: 20 }],
    ['auto', { minimumPercent: 20 }],
  ] as const)
    it(`${mode}: as much as is allowed`, () => {
      const asked = new Asked(battery({ ...limits, solar: 'yes', leaveRoom: true }), prices);
      asked.tell(now, 55.5);
      const command = { kind: 'override', mode, minutes: 30 } as const;
      const { priceCt: _, storedValueCt: __, ...state } = asked.ask(now, { cause: 'command', command }).state;
      assert.deepEqual(state, { mode, ...order, reason: 'override', until: now + 30 * msPerMinute });
    });

  it('a charge takes what the limit of the grid leaves, by what is measured or expected, whichever is more', () => {
    const powerWith = (houseW: number) => {
      const asked = new Asked(battery({ gridLimitKw: 3 }), prices);
      asked.tell(now, 50, { houseW });
      return asked.ask(now, { cause: 'command', command: { kind: 'override', mode: 'charge' } }).state.powerKw;
    };
    assert.equal(powerWith(2_000), 1);
    const expected = Number(powerWith(0));
    assert.ok(expected > 2 && expected < 2.9, `${expected}`);
  });
});
