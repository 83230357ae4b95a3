import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished } from '#src/planner/index.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { runsWithFewStarts } from '#src/planner/program/few-starts.js';
import { guessPrice } from '#src/planner/program/price-guess.js';
import type { Program } from '#src/planner/program/program.js';
import { cheapestCellRuns } from '#src/planner/program/run-program.js';
import { randomOf } from '../oracle/random.js';

const never = Number.POSITIVE_INFINITY;

/** Some hundred cells of prices that hardly ever repeat, some closed. */
const programs = fc
  .record({
    seed: fc.nat(1e6),
    count: fc.integer({ min: 200, max: 300 }),
    share: fc.integer({ min: 20, max: 50 }),
    minRun: fc.integer({ min: 1, max: 5 }),
    minPause: fc.integer({ min: 1, max: 5 }),
    startCost: fc.constantFrom(0, 0, 300),
    sign: fc.constantFrom(1, 1, -1),
  })
  .map(({ seed, count, share, sign, ...rules }): Program => {
    const random = randomOf(seed);
    const costs = Float64Array.from({ length: count }, () =>
      random.chance(0.04) ? never : sign * random.whole(0, 9999),
    );
    const amount = Math.floor((count * share) / 100);
    const fixed = { partial: 'exact' as const, beginsOn: false, endsOn: false };
    return { ...rules, ...fixed, count, costs, least: amount, most: amount, space: new Workspace() };
  });

describe('planner: the guess of a price on starts', () => {
  it('$ -> ▌▌▌: mostly the cheapest runs start too often a little below it, and not a little above it', () => {
    let [guessed, right] = [0, 0];
    const checked = fc.property(programs, fc.integer({ min: 4, max: 12 }), (program, maxStarts) => {
      const startsAt = (price: number) =>
        finished(cheapestCellRuns({ ...program, startCost: program.startCost + price }, never))?.length ?? never;
      if (startsAt(0) <= maxStarts) return;
      const { mark } = program.space;
      const guess = finished(guessPrice(program, maxStarts));
      assert.deepEqual(program.space.mark, mark);
      guessed += 1;
      if (startsAt(Math.floor(guess * 0.97)) >= maxStarts && startsAt(Math.ceil(guess * 1.03)) <= maxStarts) right += 1;
    });
    fc.assert(checked, { numRuns: 60, seed: 7 });
    assert.ok(guessed > 30 && right > 0.72 * guessed, `${right} of ${guessed}`);
  });

  it('takes some hundred passes over the cells, whatever is asked', () => {
    const checked = fc.property(programs, fc.integer({ min: 1, max: 40 }), (program, maxStarts) => {
      program.space.clear();
      let [before, most] = [0, 0];
      const steps = guessPrice(program, maxStarts);
      for (let step = steps.next(); ; step = steps.next()) {
        most = Math.max(most, program.space.states - before);
        before = program.space.states;
        if (step.done) break;
      }
      assert.equal(program.space.states, 24 * 24 * program.count);
      assert.ok(most <= 2 ** 17 + program.count, `${most} states in a step`);
    });
    fc.assert(checked, { numRuns: 5 });
  });

  it('saves programmes: with it a few settle what so many starts allow', () => {
    let [programmes, asked] = [0, 0];
    const checked = fc.property(programs, fc.integer({ min: 4, max: 12 }), (program, maxStarts) => {
      program.space.clear();
      const free = finished(cheapestCellRuns(program, never));
      const one = program.space.states;
      if (free === undefined || free.length <= maxStarts) return;
      program.space.clear();
      finished(runsWithFewStarts(program, maxStarts, { atOnce: 0, bytes: 0, states: never }));
      programmes += (program.space.states - 24 * 24 * program.count) / one;
      asked += 1;
    });
    fc.assert(checked, { numRuns: 60, seed: 7 });
    assert.ok(programmes < 6.7 * asked, `${programmes} for ${asked}`);
  });
});
