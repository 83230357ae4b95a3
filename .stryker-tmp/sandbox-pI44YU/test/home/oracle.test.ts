// @ts-nocheck
import assert from 'node:assert/strict';
import { highs } from '../planner/oracle/highs.js';
import { hour, midnight, type TestHouse } from './houses.js';
import { jointOptimum } from './joint-optimum.js';
import { type HouseProblem, houseOf, randomHouse } from './random-houses.js';

const cases = Number(process.env.ORACLE_CASES ?? 40);
const noise = 1e-6;

/** What a house takes in each hour of the day, kW. */
function taken(house: TestHouse, { loads, prices }: HouseProblem): number[][] {
  return prices.map((_, index) => {
    const at = midnight + (index + 0.5) * hour;
    return loads.flatMap(({ id, kw }) => {
      const job = house.logs.get(id)?.job;
      const runs = [...(job?.current ? [job.current] : []), ...(job?.runs ?? [])];
      return runs.some(({ start, end }) => start <= at && at < end) ? [kw] : [];
    });
  });
}

/** The bill of a house: what it takes less the sun, and what it does not earn for that. */
function billOf(house: TestHouse, problem: HouseProblem): number {
  const { prices, sunKw, feedInCt } = problem;
  return taken(house, problem).reduce((sum, kws, index) => {
    const kw = kws.reduce((all, one) => all + one, 0);
    const sun = Math.min(kw, sunKw[index] ?? 0);
    return sum + sun * feedInCt + (kw - sun) * (prices[index] ?? 0);
  }, 0);
}

function keepsLimit(house: TestHouse, problem: HouseProblem): boolean {
  const { limitKw = Number.POSITIVE_INFINITY, oneAtATime } = problem;
  return taken(house, problem).every((kws) => {
    return kws.reduce((sum, kw) => sum + kw, 0) <= limitKw + noise && !(oneAtATime && kws.length > 1);
  });
}

function decided(problem: HouseProblem): TestHouse {
  const house = houseOf(problem);
  house.decide(midnight, 'start');
  return house;
}

describe(`home: ${cases} random houses against an integer programme over all members`, function () {
  this.timeout(cases * 1000);

  it('never exceed the limit, are never better than the optimum, and are it where nobody is in the way', async () => {
    const solver = await highs();
    const gaps: number[] = [];
    let [apart, stuck] = [0, 0];
    for (let seed = 1; seed <= cases; seed += 1) {
      const problem = randomHouse(seed);
      const house = decided(problem);
      assert.ok(keepsLimit(house, problem), `seed ${seed}`);
      const optimum = jointOptimum(solver, problem);
      const isWhole = problem.loads.every(({ id }) => house.decisions.get(id)?.plan?.feasible);
      if (!isWhole) stuck += optimum === undefined ? 0 : 1;
      if (optimum === undefined) assert.ok(!isWhole, `seed ${seed}: a plan that cannot be`);
      if (optimum === undefined || !isWhole) continue;
      const gap = billOf(house, problem) - optimum;
      assert.ok(gap > -noise, `seed ${seed}: ${gap} ct better than the optimum`);
      gaps.push(gap / problem.loads.reduce((kwh, { kw, hours }) => kwh + kw * hours, 0));
      const hasSun = problem.sunKw.some((kw) => kw > 0);
      const alone = decided({ ...problem, limitKw: undefined, oneAtATime: false });
      if (hasSun || !keepsLimit(alone, problem)) continue;
      apart += 1;
      assert.ok(gap < noise, `seed ${seed}: nobody is in the way, and yet ${gap} ct dearer`);
    }
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const exact = gaps.filter((gap) => gap < noise).length;
    const said = `${gaps.length} whole, ${exact} optimal, mean gap ${mean.toFixed(3)} ct/kWh, ${stuck} stuck, ${apart} apart`;
    assert.ok(mean < 0.5 && exact > gaps.length / 2 && stuck <= cases / 20 && apart > cases / 12, said);
    if (process.env.ORACLE_CASES !== undefined) console.info(`      ${said}`);
  });
});
