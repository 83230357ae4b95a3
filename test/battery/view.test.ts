import assert from 'node:assert/strict';
import { type BatteryDecision, type BatteryPlanView, decideBattery, emptyBatteryLog } from '#src/battery/index.js';
import { civilDay, msPerHour } from '#src/time/index.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter, zone } from './battery-scene.js';

const day = '2026-01-14';
const prices = pricesOf(twoDays(day), nightAndEvening);
const known = civilDay(zone, '2026-01-15').end;

/** The plan of a battery at 50 % at one in the afternoon. */
function planAt(time: string, given: Parameters<typeof battery>[0] = {}): BatteryPlanView {
  return planOf(new Asked(battery(given), prices).tell(winter(day, time), 50));
}

function planOf({ plan }: BatteryDecision): BatteryPlanView {
  return plan ?? assert.fail('nothing is shown');
}

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);

function near(found: number, expected: number, what: string): void {
  assert.ok(Math.abs(found - expected) < 1e-6, `${what}: ${found}, not ${expected}`);
}

describe('battery: the plan as it is shown', () => {
  it('sums up what is known, and shows what is expected besides', () => {
    const plan = planAt('13:00', { chargeFromGrid: true });
    const inKnown = plan.intervals.filter(({ end }) => end <= known);
    assert.ok(plan.intervals.length > inKnown.length && plan.intervals.at(-1)?.expected);
    near(plan.costCt, sum(inKnown.map(({ costCt }) => costCt)), 'cost');
    near(plan.chargedFromGridKwh, sum(inKnown.map(({ chargeKwh }) => chargeKwh)), 'bought: there is no sun');
    assert.ok(plan.chargedFromGridKwh > 5);
    const taken = sum(inKnown.map(({ dischargeKwh }) => dischargeKwh)) / Math.sqrt(0.9);
    near(plan.cycles, taken / 10, 'cycles');
    assert.equal(plan.pricesUntil, known);
    assert.deepEqual([plan.feasible, plan.provisional, plan.feedIn, plan.forecast], [true, true, 'fixed', 'shape']);
  });

  it('each step follows from the one before', () => {
    const { intervals } = planAt('13:00', { chargeFromGrid: true });
    let stored = 5;
    for (const step of intervals) {
      const gained = step.chargeKwh * Math.sqrt(0.9) - step.dischargeKwh / Math.sqrt(0.9);
      near(step.storedKwh, stored + gained, 'stored');
      near(step.socPercent, step.storedKwh * 10, 'per cent');
      near(step.gridKwh, step.netKwh + step.chargeKwh - step.dischargeKwh, 'meter');
      near(step.costCt, step.gridKwh * (step.gridKwh > 0 ? step.buyCt : step.feedInCt), 'cost');
      stored = step.storedKwh;
    }
  });

  it('says how much the house is expected to use a day, whatever part of it is left', () => {
    for (const time of ['00:00', '13:00', '23:10']) {
      const { house } = planAt(time);
      assert.equal(house.learnedDays, 0);
      assert.ok(Math.abs(house.kwhPerDay - 9.59) < 0.6, `${time}: ${house.kwhPerDay}`);
    }
    near(planAt('00:00').house.kwhPerDay, 3_500 / 365, 'usual household');
  });

  it('compares with a battery that is left to itself, and with none: doing better is never a loss', () => {
    for (const chargeFromGrid of [true, false]) {
      const { saved } = planAt('13:00', { chargeFromGrid });
      assert.ok(saved.againstSelfUseCt >= 0 && saved.againstNoBatteryCt >= 0, `${chargeFromGrid}`);
      assert.ok(saved.againstNoBatteryCt > 10, 'the evening is dear');
    }
  });

  it('has a name that changes with the modes and not with time', () => {
    const asked = new Asked(battery({ chargeFromGrid: true }), prices);
    const first = planOf(asked.tell(winter(day, '13:00'), 50));
    const next = planOf(asked.ask(winter(day, '13:05')));
    const modes = (plan: typeof first) => plan.intervals.map(({ mode }) => mode);
    assert.deepEqual(new Set(modes(next)), new Set(modes(first)));
    assert.notEqual(first.planId, 'none');
    const other = planAt('13:00', { chargeFromGrid: false });
    assert.notEqual(other.planId, first.planId);
  });

  it('says why there is none', () => {
    const now = winter(day, '13:00');
    const plan = planOf(decideBattery({ settings: battery(), prices, log: emptyBatteryLog, cause: 'start', now }));
    assert.deepEqual(
      [plan.feasible, plan.reason, plan.intervals, plan.costCt, plan.planId, plan.pricesUntil],
      [false, 'no-soc', [], 0, 'none', known],
    );
    assert.deepEqual(plan.house, { learnedDays: 0, kwhPerDay: 0 });
    const later = planOf(new Asked(battery(), prices).tell(known + msPerHour, 50));
    assert.deepEqual([later.feasible, later.reason], [false, 'no-prices']);
  });
});
