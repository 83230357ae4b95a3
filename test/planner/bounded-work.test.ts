import assert from 'node:assert/strict';
import fc from 'fast-check';
import { statesPerStep } from '#src/planner/problem/steps.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { runsWithFewStarts } from '#src/planner/program/few-starts.js';
import type { Program } from '#src/planner/program/program.js';
import { bytesFor, cheapestCellRuns, mostTableBytes, partsOf, statesOf } from '#src/planner/program/run-program.js';

const never = Number.POSITIVE_INFINITY;
const minutesOfAWeek = 10_080;
/** What working out all parts of a range may take: no more than ten times the largest single run time. */
const mostStatesOfARange = 2 ** 28;

function programOf(count: number, rules: Partial<Program>): Program {
  const costs = Float64Array.from({ length: count }, (_, cell) => (Math.floor(cell / 15) % 2 === 0 ? 10 : 30));
  const base = {
    count,
    costs,
    least: 1,
    most: 1,
    minRun: 1,
    minPause: 1,
    startCost: 0,
    beginsOn: false,
    endsOn: false,
  };
  return { ...base, partial: 'exact', space: new Workspace(), ...rules };
}

const lengths = fc.record({
  least: fc.integer({ min: 1, max: 900 }),
  minRun: fc.integer({ min: 1, max: 300 }),
  minPause: fc.integer({ min: 1, max: 300 }),
  more: fc.integer({ min: 0, max: 100 }),
  maxStarts: fc.integer({ min: 1, max: 20 }),
  partial: fc.constantFrom('exact' as const, 'maximise' as const),
});

describe('planner: bounded work', () => {
  it('the tables of every part of a range have a bounded size within a week of minutes, and the parts are few', () => {
    const minutes = fc.oneof(fc.integer({ min: 1, max: minutesOfAWeek }), fc.integer({ min: 1200, max: 3000 }));
    const numbers = fc.record({ least: minutes, more: fc.nat(minutesOfAWeek), minRun: minutes, minPause: minutes });
    const space = new Workspace();
    const costs = new Float64Array(0);
    const sixth = { minRun: minutesOfAWeek / 6, minPause: minutesOfAWeek / 6 };
    const worst = [
      { least: minutesOfAWeek / 2, more: 0, ...sixth },
      { least: 0, more: minutesOfAWeek, ...sixth },
    ];
    const checked = fc.property(numbers, ({ least, more, ...rules }) => {
      const most = Math.min(least + more, minutesOfAWeek);
      const program = { ...programOf(0, rules), space, costs, count: minutesOfAWeek, least, most };
      const parts = partsOf(program, never);
      for (const part of parts) assert.ok(bytesFor(part, never) <= mostTableBytes, `${bytesFor(part, never)} bytes`);
      const states = parts.reduce((sum, part) => sum + statesOf(part), 0);
      assert.ok(states <= mostStatesOfARange, `${states} states in ${parts.length} parts`);
    });
    fc.assert(checked, { numRuns: 1000, examples: worst.map((one) => [one]) });
  });

  it('between two stops lies a bounded number of states, and the tables are those of one programme at a time', () => {
    const checked = fc.property(lengths, ({ more, maxStarts, ...rules }) => {
      const program = programOf(1000, { ...rules, most: Math.min(1000, rules.least + more) });
      const { space } = program;
      const states = 2 ** 22;
      const steps = runsWithFewStarts(program, maxStarts, { atOnce: 0, bytes: 2 ** 21, states });
      let before = 0;
      for (let step = steps.next(); !step.done; step = steps.next()) {
        assert.ok(space.states - before <= statesPerStep + 1300, `${space.states - before} states in a step`);
        before = space.states;
      }
      assert.ok(space.states <= 3 * states, `${space.states} states`);
      assert.ok(space.bytes <= 16 * 2 ** 20, `${space.bytes} bytes`);
    });
    fc.assert(checked, { numRuns: 30, seed: 15 });
  });

  it('with a part allowed, a price on starts finds the run time and the cost that counting finds', () => {
    const cost = (program: Program, runs: readonly { first: number; past: number }[]) =>
      runs.reduce(
        (sum, { first, past }) => sum + program.costs.slice(first, past).reduce((all, one) => all + one, 0),
        0,
      );
    const time = (runs: readonly { first: number; past: number }[]) =>
      runs.reduce((sum, { first, past }) => sum + past - first, 0);
    const closed = fc.array(fc.constantFrom(1, 2, 2, never), { minLength: 4, maxLength: 40 });
    const checked = fc.property(
      closed,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 4 }),
      (costs, k, run) => {
        const rules = {
          costs: Float64Array.from(costs),
          least: costs.length,
          most: costs.length,
          minRun: run,
          minPause: 3,
        };
        const program = programOf(costs.length, { ...rules, partial: 'maximise' });
        const limits = { atOnce: 0, bytes: never, states: never };
        const found = driven(runsWithFewStarts(program, k, limits))?.runs ?? [];
        const counted = driven(cheapestCellRuns(program, k)) ?? [];
        assert.ok(found.length <= k);
        assert.deepEqual([time(found), cost(program, found)], [time(counted), cost(program, counted)]);
      },
    );
    fc.assert(checked, { numRuns: 300 });
  });
});

function driven<Result>(steps: Generator<undefined, Result, undefined>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
