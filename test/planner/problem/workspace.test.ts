import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished, plan, planInSteps, prepare, type Steps } from '#src/planner/index.js';
import { layField } from '#src/planner/problem/field.js';
import { makeJob } from '#src/planner/problem/job.js';
import { statesPerStep } from '#src/planner/problem/steps.js';
import { borrowWorkspace, returnWorkspace, Workspace } from '#src/planner/problem/workspace.js';
import { plainRequest, ruledRequest, series } from '../arbitraries.js';
import { minute, series as priced } from '../series.js';

/** Drives all together, one step of each after the other. */
function together<Result>(all: readonly Steps<Result>[]): Result[] {
  const results = new Map<Steps<Result>, Result>();
  while (results.size < all.length)
    for (const steps of all) {
      if (results.has(steps)) continue;
      const step = steps.next();
      if (step.done) results.set(steps, step.value);
    }
  return all.map((steps) => results.get(steps) as Result);
}

describe('planner: workspace', () => {
  it('a second field leaves the first as it is', () => {
    const request = { kind: 'interruptible', durationMs: 0, powerW: 1, earliest: 0, latestEnd: 60 * minute } as const;
    const { ground } = makeJob(prepare(priced([1, 2, 3, 4], 15)), request, new Workspace());
    const first = layField(ground, 'below-limit');
    const second = layField({ ...ground, sign: -1, window: { start: 20 * minute, end: 50 * minute } }, 'below-limit');
    assert.deepEqual([...first.costs.subarray(0, 4)], [1, 2, 3, 4]);
    assert.deepEqual([...second.costs.subarray(0, 3)], [-2, -3, -4]);
  });

  it('two plans under way at once are the plans made one after the other', () => {
    const request = fc.oneof(plainRequest, ruledRequest);
    fc.assert(
      fc.property(series, fc.array(request, { minLength: 2, maxLength: 4 }), (points, requests) => {
        const prices = prepare(points);
        const alone = requests.map((one) => plan(prices, one));
        assert.deepEqual(together(requests.map((one) => planInSteps(prices, one))), alone);
        assert.deepEqual(
          requests.map((one) => finished(planInSteps(prices, one))),
          alone,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('steps of long programmes taken in turns do not disturb each other', () => {
    const prices = prepare(
      priced(
        Array.from({ length: 200 }, (_, i) => (i * 7919) % 101),
        15,
      ),
    );
    const requests = [97, 211, 503].map((length) => ({
      kind: 'interruptible' as const,
      durationMs: length * minute,
      powerW: 1000,
      minRunMs: 7 * minute,
      minPauseMs: 11 * minute,
      maxStarts: 5,
      earliest: 0,
      latestEnd: 3000 * minute,
    }));
    const steps = requests.map((one) => planInSteps(prices, one));
    for (const one of steps) assert.equal(one.next().done, false);
    assert.deepEqual(
      together(steps),
      requests.map((one) => plan(prices, one)),
    );
  });

  it('room is apart until it is given back, and then used again', () => {
    const space = new Workspace();
    const [one, other] = [space.numbers(10), space.numbers(10)];
    assert.notEqual(one, other);
    space.clear();
    assert.equal(space.numbers(5), one);
    assert.equal(space.numbers(20) === other, false);
    assert.equal(space.bytes, 30 * 8);
  });

  it('it is time to stop after so many states, and after as many again, whether they come one by one or at once', () => {
    const space = new Workspace();
    for (const [states, isTime] of [
      [statesPerStep - 1, false],
      [1, true],
      [statesPerStep - 1, false],
      [5 * statesPerStep, true],
      [statesPerStep - 1, false],
    ] as const)
      assert.equal(space.settle(states), isTime);
    space.clear();
    assert.equal(space.settle(statesPerStep - 1), false);
    assert.equal(space.settle(1), true);
    assert.equal(space.states, statesPerStep);
  });

  for (const [what, bytes, isKept] of [
    ['an ordinary plan', 2 ** 21, true],
    ['a very long plan', 2 ** 21 + 8, false],
  ] as const)
    it(`the room of ${what} is ${isKept ? '' : 'not '}kept for the next one`, () => {
      const space = new Workspace();
      space.numbers(bytes / 8);
      borrowWorkspace();
      returnWorkspace(space);
      assert.equal(borrowWorkspace() === space, isKept);
      assert.notEqual(borrowWorkspace(), space);
    });
});
