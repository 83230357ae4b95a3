// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costAt, costOfFirst, follow, marks } from '#src/storage/index.js';
import { highs } from '../../planner/oracle/highs.js';
import { homeCases } from '../arbitraries.js';
import { integerOptimum, isConvex, mixedOptimum } from './programmes.js';

const numRuns = Number(process.env.ORACLE_CASES ?? 300);
const lackCt = 100_000;

describe('storage against an exact solver', function () {
  this.timeout(3_600_000);

  it(`${numRuns} homes: the linear programme of all mixtures, and the integer one where nothing is mixed`, async () => {
    const solver = await highs();
    let [convex, mixed] = [0, 0];
    fc.assert(
      fc.property(homeCases, (problem) => {
        const { battery, steps, endValueCt, storedKwh } = problem;
        const found = marks(battery, steps, endValueCt);
        const least = costAt(found[0]!.before, storedKwh);
        const path = follow(battery, steps, { marks: found, storedKwh });
        near('walked', costOfFirst(path, found, steps.length) + path.lackKwh * lackCt, least);
        near('linear programme', least, mixedOptimum(solver, problem));
        if (!isConvex(battery, steps)) mixed += 1;
        else {
          convex += 1;
          near('integer programme', least, integerOptimum(solver, problem));
        }
      }),
      { numRuns },
    );
    assert.ok(convex > numRuns / 4 && mixed > numRuns / 10, `${convex} convex, ${mixed} mixed: too few of a kind`);
  });
});

function near(what: string, found: number, expected: number): void {
  // The solver's own tolerance of 1e-9 kWh, at what uncovered drain costs.
  const tolerance = 1e-6 * Math.max(1, Math.abs(expected)) + 1e-9 * 32 * lackCt;
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: ${found}, not ${expected}`);
}
