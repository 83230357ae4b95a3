import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Battery,
  costAt,
  costOfFirst,
  follow,
  type Mode,
  marks,
  type PathStep,
  type Step,
  soundBattery,
  steadyMode,
  storedAfter,
  valueAt,
  Way,
} from '#src/storage/index.js';
import { homeCases } from './arbitraries.js';
import { batteryOf, stepsOf } from './cases.js';

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) };
const msPerHour = 3_600_000;

function near(found: number, expected: number, what: string, noise = 1e-6): void {
  const isNear = Math.abs(found - expected) <= noise * Math.max(1, Math.abs(expected));
  assert.ok(isNear, `${what}: ${found}, not ${expected}`);
}

/** A step of a path with what it is made from; `storedKwh` is what is left of it at its start after the drain. */
interface Taken {
  readonly battery: Battery;
  readonly step: Step;
  readonly storedKwh: number;
  readonly hours: number;
}

const isPriced = ({ buyCt, feedInCt, netKwh }: Step) => [buyCt, feedInCt, netKwh].every(Number.isFinite);

/** What of a surplus fits, AC kWh. */
function absorbable({ battery, step, storedKwh, hours }: Taken): number {
  const space = Math.max(0, battery.maxKwh - storedKwh) / battery.chargeEfficiency;
  return Math.min(Math.max(0, -step.netKwh), battery.chargeKw * hours, space);
}

/** What of a demand can be served, AC kWh. */
function servable({ battery, step, storedKwh, hours }: Taken): number {
  const held = Math.max(0, storedKwh - battery.minKwh) * battery.dischargeEfficiency;
  return Math.min(Math.max(0, step.netKwh), battery.dischargeKw * hours, held);
}

/** Every step of the path of a policy, for homes whose inverter can leave room and such whose cannot. */
function eachStep(policy: 'plan' | 'auto' | 'none', check: (one: PathStep, taken: Taken) => void): void {
  fc.assert(
    fc.property(homeCases, fc.boolean(), ({ battery: given, steps, endValueCt, storedKwh: first }, leaveRoom) => {
      const battery = { ...given, leaveRoom };
      const found = marks(battery, steps, endValueCt);
      const path = follow(battery, steps, { marks: found, storedKwh: first, policy });
      let stored = first;
      for (const [i, one] of path.steps.entries()) {
        const step = steps[i] as Step;
        const storedKwh = stored - (step.drainKwh ?? 0);
        for (const kwh of [one.chargeKwh, one.dischargeKwh, one.boughtKwh, one.lackKwh, one.chargeKwh - one.boughtKwh])
          assert.ok(kwh >= -1e-9, JSON.stringify(one));
        assert.ok(
          one.storedKwh <= battery.maxKwh + 1e-9 && one.storedKwh >= battery.minKwh - 1e-9,
          JSON.stringify(one),
        );
        check(one, { battery, step, storedKwh, hours: (step.end - step.start) / msPerHour });
        stored = one.storedKwh;
      }
      const sum = (of: (one: PathStep) => number) => path.steps.reduce((total, one) => total + of(one), 0);
      near(
        path.costCt,
        sum(({ costCt }) => costCt),
        'cost of all',
      );
      near(
        path.wearCt,
        sum(({ wearCt }) => wearCt),
        'wear of all',
      );
      near(
        path.lackKwh,
        sum(({ lackKwh }) => lackKwh),
        'lack of all',
      );
    }),
    runs,
  );
}

describe('storage: what a path says of its steps', () => {
  for (const policy of ['plan', 'auto', 'none'] as const)
    it(`${policy}: what the meter sees is what the house uses and the battery takes, and that is paid`, () =>
      eachStep(policy, (one, { battery, step }) => {
        near(one.wearCt, one.dischargeKwh * battery.wearCt, 'wear');
        if (!Number.isFinite(step.netKwh)) return;
        near(one.gridKwh, step.netKwh + one.chargeKwh - one.dischargeKwh, 'meter');
        // Else a step may take and give, one after the other.
        const isOne = step.buyCt >= step.feedInCt && (one.chargeKwh === 0 || one.dischargeKwh === 0);
        if (isPriced(step) && isOne)
          near(one.costCt, one.gridKwh * (one.gridKwh > 0 ? step.buyCt : step.feedInCt), 'bill');
        if (!isPriced(step)) assert.equal(one.costCt, 0);
      }));

  it('plain self-consumption stores every surplus that fits and serves all it can, whatever the price', () =>
    eachStep('auto', (one, taken) => {
      const isIdle = !isPriced(taken.step);
      near(one.chargeKwh, isIdle ? 0 : absorbable(taken), 'stored');
      near(one.dischargeKwh, isIdle ? 0 : servable(taken), 'served');
      assert.equal(one.mode, 'auto');
      assert.equal(one.boughtKwh, 0);
    }));

  it('without a battery nothing is stored or served', () =>
    eachStep('none', (one) => assert.deepEqual([one.mode, one.chargeKwh, one.dischargeKwh], ['hold', 0, 0])));

  it('an inverter that cannot leave room stores every surplus that fits, unless it feeds in from the battery', () =>
    eachStep('plan', (one, taken) => {
      const { battery, step } = taken;
      const sells = one.dischargeKwh > Math.max(0, step.netKwh) + 1e-9;
      if (battery.leaveRoom || sells || !isPriced(step)) return;
      near(one.chargeKwh - one.boughtKwh, absorbable(taken), 'of the sun');
    }));

  it('an inverter that stores every surplus buys no more than fits beside it', () => {
    const battery = batteryOf({ leaveRoom: false, feedFromBattery: false, chargeEfficiency: 1, maxKwh: 8 });
    // Feeding in is paid better than buying costs: by the plan some of both is done.
    const steps = stepsOf([5], { feedInCt: 28, netKwh: -2 });
    const [first] = follow(battery, steps, { marks: marks(battery, steps, 20), storedKwh: 5 }).steps;
    assert.deepEqual([first?.chargeKwh, first?.boughtKwh, first?.storedKwh], [3, 1, 8]);
  });

  it('where buying costs what feeding in is paid, the sun goes first, and the house before the grid', () => {
    const battery = batteryOf({ chargeEfficiency: 1, dischargeEfficiency: 1, wearCt: 0 });
    const first = (netKwh: number, { endValueCt, storedKwh }: { endValueCt: number; storedKwh: number }) => {
      const steps = stepsOf([10], { feedInCt: 10, netKwh });
      return follow(battery, steps, { marks: marks(battery, steps, endValueCt), storedKwh }).steps[0];
    };
    const charged = first(-2, { endValueCt: 12, storedKwh: 8 });
    assert.deepEqual([charged?.chargeKwh, charged?.boughtKwh, charged?.gridKwh], [2, 0, 0]);
    const used = first(2, { endValueCt: 8, storedKwh: 3 });
    assert.deepEqual([used?.dischargeKwh, used?.chargeKwh, used?.gridKwh], [2, 0, 0]);
  });

  it('what arithmetic loses is not sold: the surplus after it is stored', () => {
    const worthless = { chargeEfficiency: 1, dischargeEfficiency: 1, wearCt: 0, minKwh: 0, maxKwh: 5.1 };
    const battery = batteryOf({ ...worthless, leaveRoom: false, chargeFromGrid: false });
    const hour = { buyCt: 19.6, feedInCt: 0, netKwh: 0, expected: false };
    const quarter = { ...hour, netKwh: -0.18949999999999997 };
    const steps = [quarter, hour, { ...quarter, netKwh: -0.002 }, { ...hour, buyCt: Number.NaN }].map((step, i) => ({
      ...step,
      start: [0, 0.25, 1.25, 1.5][i]! * msPerHour,
      end: [0.25, 1.25, 1.5, 2.5][i]! * msPerHour,
    }));
    const path = follow(battery, steps, { marks: marks(battery, steps, 0), storedKwh: 0 });
    near(path.steps[2]?.chargeKwh ?? 0, 0.002, 'stored');
  });

  it('a millionth of a Wh is no sale, beside which a surplus were not stored; more is', () => {
    const lossless = { chargeEfficiency: 1, dischargeEfficiency: 1, wearCt: 0, leaveRoom: false };
    const chargedWith = (dischargeKw: number) => {
      const battery = batteryOf({ ...lossless, dischargeKw });
      const steps = stepsOf([30], { feedInCt: 28, netKwh: -2 });
      return follow(battery, steps, { marks: marks(battery, steps, 0), storedKwh: 5 }).costCt;
    };
    near(chargedWith(1e-9), 0, 'all is stored');
    near(chargedWith(1.1e-9), -56, 'nothing is stored');
  });

  it('drain that is not covered is lacking, and nothing else', () =>
    eachStep('plan', (one, { battery, storedKwh }) => {
      assert.ok(one.lackKwh >= 0);
      if (storedKwh >= battery.minKwh) near(one.lackKwh, 0, 'lack');
    }));

  it('each step is in the mode that is best after the one before, the first after the one that is on', () => {
    const seen = new Set<Mode>();
    fc.assert(
      fc.property(homeCases, fc.constantFrom<Mode | undefined>(undefined, 'hold', 'charge', 'keep'), (home, on) => {
        const { battery, steps, endValueCt } = home;
        const found = marks(battery, steps, endValueCt);
        let [storedKwh, previous] = [home.storedKwh, on];
        for (const [at, one] of follow(battery, steps, { marks: found, storedKwh, previous }).steps.entries()) {
          const standing = { storedKwh, netKwh: steps[at]!.netKwh, previous };
          assert.equal(one.mode, steadyMode(soundBattery(battery), { steps, marks: found, at }, standing));
          [storedKwh, previous] = [one.storedKwh, one.mode];
          seen.add(one.mode);
        }
      }),
      { numRuns: 100 },
    );
    assert.equal(seen.size, 5);
  });

  it('a path is walked no further than somebody asks, and ends with the steps', () => {
    const steps = stepsOf([20, 30, 10]);
    const found = marks(batteryOf(), steps, 10);
    const whole = follow(batteryOf(), steps, { marks: found, storedKwh: 5 }).steps;
    const asked = new Set<PropertyKey>();
    const watched = new Proxy(found, { get: (of, at) => asked.add(at) && Reflect.get(of, at) });
    const way = new Way(batteryOf(), steps, { marks: watched, storedKwh: 5 });
    assert.equal(way.at(-1), undefined);
    assert.equal(asked.size, 0);
    assert.deepEqual([way.at(1), way.at(0), way.at(2), way.at(3)], [whole[1], whole[0], whole[2], undefined]);
    assert.deepEqual(way.whole(), whole);
    const first = new Way(batteryOf(), steps.slice(0, 1), { marks: found, storedKwh: 5 });
    assert.deepEqual([first.at(0)?.storedKwh, first.at(1)], [whole[0]?.storedKwh, undefined]);
    assert.equal(first.whole().length, 1);
  });

  it('its first steps cost their bills and wear, less what is left then is worth', () => {
    const steps = stepsOf([20, 30, 10]);
    const found = marks(batteryOf(), steps, 10);
    const path = follow(batteryOf(), steps, { marks: found, storedKwh: 5 });
    let spentCt = 0;
    assert.equal(costOfFirst(path, found, 0), 0);
    for (const [i, { costCt, wearCt, storedKwh }] of path.steps.entries()) {
      spentCt += costCt + wearCt;
      near(costOfFirst(path, found, i + 1), spentCt + costAt(found[i]!.worth, storedKwh), `of ${i + 1}`);
    }
    assert.equal(costOfFirst(path, found, 9), costOfFirst(path, found, 3));
  });

  it('says what another kWh is worth afterwards', () => {
    fc.assert(
      fc.property(homeCases, ({ battery, steps, endValueCt, storedKwh }) => {
        const found = marks(battery, steps, endValueCt);
        for (const [i, one] of follow(battery, steps, { marks: found, storedKwh }).steps.entries()) {
          const { worth } = found[i]!;
          assert.equal(one.storedValueCt, valueAt(worth, one.storedKwh));
          const [more, less] = [one.storedKwh + 0.001, one.storedKwh];
          if (more < battery.maxKwh)
            assert.ok(costAt(worth, more) <= costAt(worth, less) - 0.001 * valueAt(worth, more) + 1e-9);
        }
      }),
      runs,
    );
  });
});

/** What is stored after a step in a mode, moment by moment: a thousand of them. */
function lived(battery: Battery, { mode, netKwh, hours, ...from }: Moments): number {
  const count = 1_000;
  let stored = from.storedKwh;
  const { chargeBelow, sellAbove } = from;
  const [most, least] = [(battery.chargeKw * hours) / count, (battery.dischargeKw * hours) / count];
  const net = netKwh / count;
  const limit = ((battery.gridLimitKw ?? Number.POSITIVE_INFINITY) * hours) / count;
  for (let moment = 0; moment < count; moment += 1) {
    const fill = (upTo: number, ac: number) => {
      if (stored < upTo) stored = Math.min(upTo, stored + Math.max(0, ac) * battery.chargeEfficiency);
    };
    const empty = (downTo: number, ac: number) => {
      if (stored > downTo) stored = Math.max(downTo, stored - Math.max(0, ac) / battery.dischargeEfficiency);
    };
    if (mode === 'charge') fill(Math.min(battery.maxKwh, chargeBelow), Math.min(most, limit - net));
    if (mode === 'discharge') empty(Math.max(battery.minKwh, sellAbove), least);
    if (mode === 'auto' || mode === 'hold') fill(battery.maxKwh, Math.min(most, -net));
    if (mode === 'auto' || mode === 'keep') empty(battery.minKwh, Math.min(least, net));
  }
  return stored;
}

interface Moments {
  readonly mode: Mode;
  readonly storedKwh: number;
  readonly netKwh: number;
  readonly hours: number;
  readonly chargeBelow: number;
  readonly sellAbove: number;
}

describe('storage: what is stored after a step in a mode', () => {
  it('is what a thousand moments in it leave', () => {
    const mode = fc.constantFrom<Mode>('auto', 'hold', 'charge', 'keep', 'discharge');
    fc.assert(
      fc.property(homeCases, mode, ({ battery, steps, endValueCt, storedKwh }, on) => {
        for (const [i, mark] of marks(battery, steps, endValueCt).entries()) {
          const { netKwh } = steps[i]!;
          if (!Number.isFinite(netKwh)) continue;
          const { hours, chargeBelow, sellAbove } = mark;
          const expected = lived(battery, { mode: on, storedKwh, netKwh, hours, chargeBelow, sellAbove });
          near(storedAfter(battery, { mark, mode: on, storedKwh, netKwh }), expected, `${on} at ${i}`);
        }
      }),
      { numRuns: 60 },
    );
  });
});
