// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costAt, costOfFirst, follow, marks } from '#src/storage/index.js';
import { wholeCases } from './arbitraries.js';
import { leastCosts } from './oracle/lattice.js';

describe('storage: marks', () => {
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
});
