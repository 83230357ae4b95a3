import assert from 'node:assert/strict';
import fc from 'fast-check';
import { blended, costAt, costOfFirst, follow, levelAbove, marks } from '#src/storage/index.js';
import { homeCases, wholeCases } from './arbitraries.js';
import { batteryOf, stepsOf } from './cases.js';
import { leastCosts } from './oracle/lattice.js';
import { isConvex } from './oracle/programmes.js';

const msPerHour = 3_600_000;

describe('storage: marks', () => {
  it('are the levels up to which a stored kWh is worth more than it costs: none where it is not allowed, all where no price is known', () => {
    const never = Number.POSITIVE_INFINITY;
    fc.assert(
      fc.property(homeCases, ({ battery, steps, endValueCt }) => {
        for (const [i, mark] of marks(battery, steps, endValueCt).entries()) {
          const { buyCt, feedInCt, start, end } = steps[i]!;
          const { chargeFromGrid, feedFromBattery, wearCt, chargeEfficiency, dischargeEfficiency } = battery;
          const upTo = (valueCt: number) => levelAbove(mark.worth, valueCt);
          assert.equal(mark.hours, (end - start) / msPerHour);
          const levels = [mark.chargeBelow, mark.serveAbove, mark.absorbBelow, mark.sellAbove];
          if (Number.isNaN(buyCt)) assert.deepEqual(levels, [-never, battery.minKwh, battery.maxKwh, never]);
          // Else pieces of the step share a slope.
          else if (isConvex(battery, [steps[i]!]))
            assert.deepEqual(levels, [
              chargeFromGrid ? upTo(buyCt / chargeEfficiency) : -never,
              upTo((buyCt - wearCt) * dischargeEfficiency),
              upTo(feedInCt / chargeEfficiency),
              feedFromBattery ? upTo((feedInCt - wearCt) * dischargeEfficiency) : never,
            ]);
        }
      }),
    );
  });

  it('of a step that ends before it begins: it takes no time', () => {
    const [step] = stepsOf([20]);
    const [mark] = marks(batteryOf(), [{ ...step!, start: step!.end, end: step!.start }], 30);
    assert.equal(mark!.hours, 0);
  });

  it('cost what trying every whole change costs, from every level, and walking them costs it too', () => {
    fc.assert(
      fc.property(wholeCases, ({ battery, steps, endValueCt }) => {
        const found = marks(battery, steps, endValueCt);
        for (const [i, expected] of leastCosts(battery, steps, endValueCt).entries()) {
          const storedKwh = battery.minKwh + i;
          const least = costAt(found[0]!.before, storedKwh);
          assert.ok(Math.abs(least - expected) < 1e-6, `${storedKwh} kWh: ${least}, not ${expected}`);
          const path = follow(battery, steps, { marks: found, storedKwh });
          const walked = costOfFirst(path, found, steps.length) + path.lackKwh * 100_000;
          assert.ok(Math.abs(walked - expected) < 1e-6, `${storedKwh} kWh: walked ${walked}, not ${expected}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('before several futures cost what the best first steps and the mean of all futures cost', () => {
    const futures = fc.array(
      wholeCases.map(({ steps }) => steps),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(wholeCases, futures, ({ battery, steps, endValueCt }, days) => {
        const worths = days.map((day) => marks(battery, day, endValueCt)[0]!.before);
        const end = worths.reduce((mean, worth, i) => blended(mean, worth, 1 / (i + 1)));
        const costs = days.map((day) => leastCosts(battery, day, endValueCt));
        const mean = costs[0]!.map((_, level) => costs.reduce((sum, one) => sum + one[level]!, 0) / days.length);
        const found = marks(battery, steps, end);
        for (const [i, expected] of leastCosts(battery, steps, mean).entries()) {
          const storedKwh = battery.minKwh + i;
          assertNear(costAt(found[0]!.before, storedKwh), expected);
          const path = follow(battery, steps, { marks: found, storedKwh });
          assertNear(costOfFirst(path, found, steps.length) + path.lackKwh * 100_000, expected);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function assertNear(ct: number, expectedCt: number): void {
  assert.ok(Math.abs(ct - expectedCt) < 1e-5, `${ct}, not ${expectedCt}`);
}
