// @ts-nocheck
import assert from 'node:assert/strict';
import { type Battery, costAt, costOfFirst, follow, marks, type Step } from '#src/storage/index.js';
import { highs } from '../../planner/oracle/highs.js';
import { batteryOf, stepsOf } from '../cases.js';
import { leastCosts } from './lattice.js';
import { mixedOptimum } from './programmes.js';

const hours = 12;
const prices = [31, 12, 12, 40, -7, 22, 55, 3, 3, 60, -50, 28];
const storedKwh = 4;

/** Stored kWh that are used up in each hour, like the heat of a tank. */
const drains: Record<string, (hour: number) => number> = {
  none: () => 0,
  steady: () => 1,
  'a bath': (hour) => (hour === 6 ? 6 : 0),
  'a late bath': (hour) => (hour === hours - 1 ? 7 : 0),
  'more than can be': (hour) => (hour >= 6 && hour < 9 ? 5 : 0),
};
/** What has to be stored at the end, above the bottom. */
const finals = [0, 4, 8];
const markets: Record<string, { wearCt: number; feedInCt: (price: number) => number }> = {
  'nothing paid': { wearCt: 0, feedInCt: () => 0 },
  'wear, paid less than power costs': { wearCt: 6, feedInCt: (price) => price / 2 },
  'paid more than power costs': { wearCt: 1, feedInCt: (price) => price + 5 },
  'always 28 ct': { wearCt: 2, feedInCt: () => 28 },
};

/** Whole numbers, so that trying every whole change is exact. */
const battery = (wearCt: number): Battery =>
  batteryOf({
    minKwh: 1,
    maxKwh: 9,
    chargeKw: 4,
    dischargeKw: 4,
    chargeEfficiency: 0.5,
    dischargeEfficiency: 1,
    wearCt,
  });

function stepsWith(drain: (hour: number) => number, final: number, feedInCt: (price: number) => number): Step[] {
  const steps = stepsOf(prices).map((step, hour) => ({
    ...step,
    feedInCt: feedInCt(step.buyCt),
    netKwh: hour % 3 === 1 ? -2 : 2,
    drainKwh: drain(hour),
  }));
  const { end } = steps.at(-1)!;
  // A level that has to be left is a demand that takes no time.
  return [...steps, { start: end, end, buyCt: 0, feedInCt: 0, netKwh: 0, expected: false, drainKwh: final }];
}

describe('storage: demands, 60 cases', () => {
  for (const [demand, drain] of Object.entries(drains))
    for (const final of finals)
      for (const [market, { wearCt, feedInCt }] of Object.entries(markets))
        it(`${demand}, ${final} kWh left, ${market}`, async () => {
          const steps = stepsWith(drain, final, feedInCt);
          const problem = { battery: battery(wearCt), steps, endValueCt: 9, storedKwh };
          const found = marks(problem.battery, steps, 9);
          const least = costAt(found[0]!.before, storedKwh);
          const path = follow(problem.battery, steps, { marks: found, storedKwh });
          const walked = costOfFirst(path, found, steps.length) + path.lackKwh * 100_000;
          const tried = leastCosts(problem.battery, steps, 9)[storedKwh - 1]!;
          const solved = mixedOptimum(await highs(), problem);
          for (const [what, cost] of Object.entries({ walked, tried, solved }))
            assert.ok(Math.abs(cost - least) <= 1e-6 * Math.max(1, Math.abs(least)), `${what}: ${cost}, not ${least}`);
          const isTooMuch = demand === 'more than can be';
          assert.equal(path.lackKwh > 1e-9, isTooMuch || tried > 50_000, `${path.lackKwh} kWh lack`);
        });
});
