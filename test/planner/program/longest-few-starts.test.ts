import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Steps, statesPerStep } from '#src/planner/problem/steps.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { type CountingLimits, runTime } from '#src/planner/program/few-starts.js';
import { longestWithFewStarts } from '#src/planner/program/longest-few-starts.js';
import { guessPrice } from '#src/planner/program/price-guess.js';
import type { Program } from '#src/planner/program/program.js';
import { bytesFor, cheapestCellRuns, longestOf, statesOf } from '#src/planner/program/run-program.js';

const never = Number.POSITIVE_INFINITY;

function programOf(costs: readonly number[], rules: Partial<Program>): Program {
  const count = costs.length;
  const base = { count, least: 1, most: count, minRun: 1, minPause: 1, startCost: 0, beginsOn: false, endsOn: false };
  return { ...base, costs: Float64Array.from(costs), partial: 'exact', space: new Workspace(), ...rules };
}

function driven<Result>(steps: Steps<Result>, onStep: () => void = () => undefined): Result {
  for (;;) {
    const step = steps.next();
    onStep();
    if (step.done) return step.value;
  }
}

const cases = fc.record({
  costs: fc.array(fc.constantFrom(1, 2, 3, 7, 9, 20, never), { minLength: 2, maxLength: 40 }),
  minRun: fc.integer({ min: 1, max: 4 }),
  minPause: fc.integer({ min: 1, max: 4 }),
  maxStarts: fc.integer({ min: 1, max: 4 }),
  mean: fc.integer({ min: 1, max: 10 }),
  budget: fc.integer({ min: -20, max: 20 }),
});

describe('planner: longest run time with few starts', () => {
  it('is the same with a price on starts as with starts counted', () => {
    const checked = fc.property(cases, ({ costs, maxStarts, mean, budget, ...rules }) => {
      const allowed = (amount: number) => mean * amount + budget;
      const limits = { atOnce: 0, bytes: never, states: never };
      const priced = driven(longestWithFewStarts(programOf(costs, rules), maxStarts, allowed, limits));
      const counted = driven(
        longestWithFewStarts(programOf(costs, rules), maxStarts, allowed, { ...limits, atOnce: never }),
      );
      assert.equal(priced, counted);
    });
    fc.assert(checked, { numRuns: 300 });
  });

  it('is found within bounded work over a week of minutes, and never longer than the longest there is', () => {
    const noise = (cell: number) => ((Math.imul(Math.floor(cell / 15) + 1, 0x9e3779b1) >>> 0) % 4001) / 10;
    const costs = Array.from({ length: 2000 }, (_, cell) => Math.round(100 + noise(cell)));
    const program = programOf(costs, { most: 700, minRun: 7, minPause: 11 });
    const allowed = (amount: number) => 200 * amount;
    const states = 2 ** 23;
    let [before, most] = [0, 0];
    const found = driven(longestWithFewStarts(program, 12, allowed, { atOnce: 0, bytes: 2 ** 21, states }), () => {
      most = Math.max(most, program.space.states - before);
      before = program.space.states;
    });
    assert.ok(most <= statesPerStep + 2300, `${most} states in a step`);
    assert.ok(program.space.states <= 4 * states, `${program.space.states} states`);
    const exact = driven(
      longestWithFewStarts(programOf(costs, { most: 700, minRun: 7, minPause: 11 }), 12, allowed, {
        atOnce: never,
        bytes: never,
        states: never,
      }),
    );
    assert.ok(found > 0 && found <= exact, `${found} of ${exact}`);
  });

  it('starts are counted at once just up to the states and the bytes that are allowed', () => {
    const checked = fc.property(cases, ({ costs, maxStarts, mean, budget, ...rules }) => {
      const program = programOf(costs, rules);
      const allowed = (amount: number) => mean * amount + budget;
      const workOf = (steps: Steps<unknown>) => {
        program.space.clear();
        driven(steps);
        return program.space.states;
      };
      const limits = {
        atOnce: statesOf(program) * (maxStarts + 1),
        bytes: bytesFor(program, maxStarts),
        states: never,
      };
      const work = (less: Partial<CountingLimits>) =>
        workOf(longestWithFewStarts(program, maxStarts, allowed, { ...limits, ...less }));
      const counting = workOf(longestOf(program, maxStarts, (cost, amount) => cost <= allowed(amount)));
      assert.equal(work({}), counting);
      assert.notEqual(work({ atOnce: limits.atOnce - 1 }), counting);
      assert.notEqual(work({ bytes: limits.bytes - 1 }), counting);
    });
    fc.assert(checked, { numRuns: 100 });
  });

  it('a price is looked for just up to the states in all that are allowed', () => {
    let settled = 0;
    const checked = fc.property(cases, ({ costs, maxStarts, mean, budget, ...rules }) => {
      const program = programOf(costs, rules);
      const allowed = (amount: number) => mean * amount + budget;
      const workOf = (steps: Steps<unknown>) => {
        program.space.clear();
        driven(steps);
        return program.space.states;
      };
      const work = (states: number) =>
        workOf(longestWithFewStarts(program, maxStarts, allowed, { atOnce: 0, bytes: 0, states }));
      const onlyStarts = { ...program, costs: program.costs.map((cost) => (cost < never ? 0 : never)), startCost: 1 };
      const fewest = longestOf(onlyStarts, never, (starts) => starts <= maxStarts);
      const most = runTime(driven(fewest) ?? []);
      if (most < 2) return;
      const able = { ...program, most };
      const before =
        workOf(longestOf(onlyStarts, never, () => false)) + workOf(guessPrice({ ...able, least: most }, maxStarts));
      const whole = work(never);
      // Only where the first price settles it is it known what has been worked out.
      if (whole !== before + workOf(longestOf(able, never, () => false))) return;
      settled += 1;
      assert.equal(work(before + statesOf(able)), whole);
      assert.notEqual(work(before + statesOf(able) - 1), whole);
    });
    fc.assert(checked, { numRuns: 150 });
    assert.ok(settled > 30, `${settled}`);
  });

  it('is none where no run fits, or none is cheap enough', () => {
    const limits = { atOnce: 0, bytes: never, states: never };
    const longest = (costs: readonly number[], rules: Partial<Program>, most: number) =>
      driven(longestWithFewStarts(programOf(costs, rules), 1, (amount) => most * amount, limits));
    assert.equal(longest([1, never, 1, never, 1], { minRun: 2 }, 9), 0);
    assert.equal(longest([5, 5, 5], {}, 4), 0);
    assert.equal(longest([6, 1, 6], {}, 4), 2);
  });

  it('with little work allowed it is shorter at most, and keeps the limit', () => {
    const work = { enough: 0, shorter: 0 };
    const checked = fc.property(cases, fc.integer({ min: 0, max: 12_000 }), (given, states) => {
      const { costs, maxStarts, mean, budget, ...rules } = given;
      const allowed = (amount: number) => mean * amount + budget;
      const limits = { atOnce: 0, bytes: 0, states };
      const program = programOf(costs, rules);
      const found = driven(longestWithFewStarts(program, maxStarts, allowed, limits));
      const counted = driven(
        longestWithFewStarts(program, maxStarts, allowed, { atOnce: never, bytes: never, states: never }),
      );
      assert.ok(found <= counted, `${found} of ${counted}`);
      if (found === counted) work.enough += 1;
      else work.shorter += 1;
      if (found === 0) return;
      const best = driven(cheapestCellRuns({ ...program, least: found, most: found }, maxStarts));
      const cost = best?.reduce((sum, { first, past }) => sum + costs.slice(first, past).reduce((a, b) => a + b), 0);
      assert.ok(cost !== undefined && cost <= allowed(found), `${found}: ${cost}`);
    });
    fc.assert(checked, { numRuns: 300, seed: 5 });
    assert.ok(work.enough > 250 && work.shorter > 0, JSON.stringify(work));
  });
});
