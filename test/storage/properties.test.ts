import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Battery, costAt, costOfFirst, follow, type Marks, marks, type Step } from '#src/storage/index.js';
import { homeCases, oddBatteries, oddSteps, type WholeCase } from './arbitraries.js';
import { batteryOf, stepsOf, told } from './cases.js';

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) };
const msPerHour = 3_600_000;
const noise = 1e-6;

const least = ({ battery, steps, endValueCt }: WholeCase, storedKwh: number) =>
  costAt(marks(battery, steps, endValueCt)[0]!.before, storedKwh);

const levelsOf = ({ chargeBelow, serveAbove, absorbBelow, sellAbove }: Marks) => [
  chargeBelow,
  serveAbove,
  absorbBelow,
  sellAbove,
];

function near(found: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(found - expected) <= noise * Math.max(1, Math.abs(expected)),
    `${what}: ${found}, not ${expected}`,
  );
}

/** Prices, values and demand as they have to be for what is stored never to be a burden. */
const harmless = homeCases.map((one) => ({
  ...one,
  endValueCt: Math.abs(one.endValueCt),
  steps: one.steps.map((step) => ({
    ...step,
    buyCt: Math.abs(step.buyCt),
    feedInCt: Math.abs(step.feedInCt),
    drainKwh: 0,
  })),
}));

const better: Record<string, (battery: Battery) => Partial<Battery>> = {
  capacity: ({ maxKwh }) => ({ maxKwh: maxKwh + 1 }),
  reserve: ({ minKwh }) => ({ minKwh: minKwh / 2 }),
  'charging power': ({ chargeKw }) => ({ chargeKw: chargeKw + 1 }),
  'discharging power': ({ dischargeKw }) => ({ dischargeKw: dischargeKw + 1 }),
  'charging efficiency': ({ chargeEfficiency }) => ({ chargeEfficiency: (1 + chargeEfficiency) / 2 }),
  'discharging efficiency': ({ dischargeEfficiency }) => ({ dischargeEfficiency: (1 + dischargeEfficiency) / 2 }),
  wear: ({ wearCt }) => ({ wearCt: wearCt / 2 }),
  'permission to charge': () => ({ chargeFromGrid: true }),
  'permission to feed in': () => ({ feedFromBattery: true }),
  'grid limit': ({ gridLimitKw }) => ({ gridLimitKw: (gridLimitKw ?? 100) + 1 }),
};

describe('storage: properties', () => {
  it('a stored kWh is never worth more than the one below it, and stretches fill the battery', () => {
    fc.assert(
      fc.property(homeCases, ({ battery, steps, endValueCt }) => {
        for (const { worth, before } of marks(battery, steps, endValueCt))
          for (const { levels, values, from, count, bottomKwh } of [worth, before]) {
            assert.equal(levels[from + count - 1], battery.maxKwh);
            for (let i = 0; i < count; i += 1) {
              assert.ok(levels[from + i]! >= (i === 0 ? bottomKwh : levels[from + i - 1]!));
              assert.ok(i === 0 || values[from + i]! < values[from + i - 1]!);
            }
          }
      }),
      runs,
    );
  });

  for (const [what, change] of Object.entries(better))
    it(`better ${what} never costs more`, () => {
      fc.assert(
        fc.property(harmless, (one) => {
          const changed = { ...one, battery: { ...one.battery, ...change(one.battery) } };
          // The value of what is left counts from the reserve.
          const moved = (one.battery.minKwh - changed.battery.minKwh) * one.endValueCt;
          const [now, then] = [least(one, one.storedKwh), least(changed, one.storedKwh) + moved];
          assert.ok(then <= now + noise * Math.max(1, Math.abs(now)), `${then} instead of ${now}`);
        }),
        { numRuns: 100 },
      );
    });

  it('a path obeys every limit, and no energy comes from nowhere', () => {
    fc.assert(
      fc.property(homeCases, ({ battery, steps, endValueCt, storedKwh }) => {
        const found = marks(battery, steps, endValueCt);
        for (const policy of ['plan', 'auto', 'none'] as const) {
          let stored = storedKwh;
          for (const [i, one] of follow(battery, steps, { marks: found, storedKwh, policy }).steps.entries()) {
            obeys(battery, steps[i]!, one);
            const gained = one.chargeKwh * battery.chargeEfficiency - one.dischargeKwh / battery.dischargeEfficiency;
            near(one.storedKwh, stored + gained + one.lackKwh - (steps[i]!.drainKwh ?? 0), 'stored');
            stored = one.storedKwh;
          }
        }
      }),
      runs,
    );
  });

  it('wherever one stops, the plan has saved against self-consumption and against no battery', () => {
    fc.assert(
      fc.property(homeCases, (given) => {
        const { battery, endValueCt, storedKwh } = given;
        const steps = given.steps.map((step) => ({ ...step, drainKwh: 0 }));
        const found = marks(battery, steps, endValueCt);
        const [plan, auto, none] = (['plan', 'auto', 'none'] as const).map((policy) =>
          follow(battery, steps, { marks: found, storedKwh, policy }),
        );
        for (let count = 1; count <= steps.length; count += 1)
          for (const other of [auto!, none!]) {
            const [ours, theirs] = [costOfFirst(plan!, found, count), costOfFirst(other, found, count)];
            assert.ok(ours <= theirs + noise * Math.max(1, Math.abs(theirs)), `${count}: ${ours}, but ${theirs}`);
          }
      }),
      runs,
    );
  });

  it('at another time it is the same plan, and equal input gives an equal plan', () => {
    fc.assert(
      fc.property(homeCases, fc.integer({ min: -1e12, max: 1e12 }), ({ battery, steps, endValueCt, storedKwh }, ms) => {
        const moved = steps.map((step) => ({ ...step, start: step.start + ms, end: step.end + ms }));
        const path = (of: readonly Step[]) => follow(battery, of, { marks: marks(battery, of, endValueCt), storedKwh });
        assert.deepEqual(path(moved), path(steps));
        assert.deepEqual(path(steps), path(steps));
      }),
      { numRuns: 100 },
    );
  });

  it('a step that is cut in two costs the same', () => {
    fc.assert(
      fc.property(homeCases, (one) => {
        const halves = one.steps.flatMap((step) => {
          const middle = (step.start + step.end) / 2;
          const half = { ...step, netKwh: step.netKwh / 2, drainKwh: (step.drainKwh ?? 0) / 2 };
          return [
            { ...half, end: middle },
            { ...half, start: middle },
          ];
        });
        near(least({ ...one, steps: halves }, one.storedKwh), least(one, one.storedKwh), 'in halves');
      }),
      runs,
    );
  });

  it('without sun and losses, a price that is higher all the time moves no mark', () => {
    fc.assert(
      fc.property(homeCases, fc.integer({ min: -30, max: 30 }), (given, more) => {
        const battery = { ...given.battery, chargeEfficiency: 1, dischargeEfficiency: 1, feedFromBattery: false };
        const steps = given.steps.map((step) => ({ ...step, netKwh: Math.abs(step.netKwh), drainKwh: 0 }));
        const dearer = steps.map((step) => ({ ...step, buyCt: step.buyCt + more }));
        const found = marks(battery, steps, given.endValueCt);
        for (const [i, mark] of marks(battery, dearer, given.endValueCt + more).entries())
          for (const [k, level] of levelsOf(mark).slice(0, 2).entries()) {
            const expected = levelsOf(found[i]!)[k]!;
            assert.ok(level === expected || Math.abs(level - expected) < noise, `${level}, not ${expected}`);
          }
      }),
      { numRuns: 100 },
    );
  });

  it('prices that are all equal move nothing but the house', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 100 }), (price, count) => {
        const steps = stepsOf(
          Array.from({ length: count }, () => price),
          { feedInCt: 0 },
        );
        const path = follow(batteryOf(), steps, { marks: marks(batteryOf(), steps, 0), storedKwh: 5 });
        // What costs less than the wear is not worth serving from the battery.
        const expected = price > batteryOf().wearCt ? 'auto' : 'hold';
        for (const { mode, boughtKwh } of path.steps)
          assert.ok(boughtKwh === 0 && (mode === expected || price === batteryOf().wearCt), `${mode} at ${price} ct`);
      }),
    );
  });

  it('odd numbers throw nothing, and what is stored stays a number', () => {
    fc.assert(
      fc.property(oddBatteries, oddSteps, fc.double(), fc.double(), (battery, steps, endValueCt, storedKwh) => {
        const found = marks(battery, steps, endValueCt);
        const path = follow(battery, steps, { marks: found, storedKwh });
        for (const one of path.steps) assert.ok(Number.isFinite(one.storedKwh) && !Number.isNaN(one.costCt));
        for (const mark of found) assert.ok(told(battery, mark, { storedKwh, netKwh: 0 }).mode.length > 0);
      }),
      runs,
    );
  });
});

interface Energies {
  readonly chargeKwh: number;
  readonly dischargeKwh: number;
  readonly boughtKwh: number;
  readonly gridKwh: number;
  readonly storedKwh: number;
}

function obeys(battery: Battery, step: Step, one: Energies): void {
  const hours = (step.end - step.start) / msPerHour;
  const busy = one.chargeKwh / (battery.chargeKw * hours || 1) + one.dischargeKwh / (battery.dischargeKw * hours || 1);
  const net = Number.isFinite(step.netKwh) ? step.netKwh : 0;
  const isIdle = ![step.buyCt, step.feedInCt, step.netKwh].every(Number.isFinite);
  const limit = Math.max(net, (battery.gridLimitKw ?? 1_000) * hours);
  const text = JSON.stringify({ battery, step, one });
  assert.ok(one.chargeKwh >= 0 && one.dischargeKwh >= 0 && one.boughtKwh >= 0, text);
  assert.ok(busy <= 1 + noise, `busy for ${busy} of it: ${text}`);
  assert.ok(battery.chargeKw > 0 || one.chargeKwh === 0, text);
  assert.ok(battery.dischargeKw > 0 || one.dischargeKwh === 0, text);
  assert.ok(one.storedKwh >= battery.minKwh - noise && one.storedKwh <= battery.maxKwh + noise, text);
  assert.ok(battery.chargeFromGrid || one.boughtKwh === 0, text);
  assert.ok(battery.feedFromBattery || one.dischargeKwh <= Math.max(0, net) + noise, text);
  assert.ok(one.boughtKwh === 0 || one.gridKwh <= limit + noise, text);
  assert.ok(!isIdle || (one.chargeKwh === 0 && one.dischargeKwh === 0), text);
}
