// @ts-nocheck
import assert from 'node:assert/strict';
import { plan, prepare, type Request } from '#src/planner/index.js';
import { bruteForce } from './brute-force.js';
import { cellsOf, drawProblem } from './cells.js';

const cases = Number(process.env.ORACLE_CASES ?? 300);

describe('planner against brute force over all cells', function () {
  this.timeout(600_000);
  for (const kind of ['contiguous', 'interruptible', 'profile', 'energy'] as const)
    it(`${kind}: ${cases} seeded cases, the very same cells`, () => {
      let fitting = 0;
      for (let seed = 1; seed <= cases; seed++) fitting += compare(seed, kind);
      assert.ok(fitting > cases / 4, `only ${fitting} of ${cases} cases had a plan`);
    });
});

function compare(seed: number, kind: Request['kind']): number {
  const problem = drawProblem(seed, kind, 12);
  const expected = bruteForce(problem);
  const found = plan(prepare(problem.points), problem.request);
  const context = () => `seed ${seed}: ${JSON.stringify(problem)} gave ${JSON.stringify(found)}`;
  assert.equal(found.feasible, expected !== undefined, context());
  if (expected === undefined) return 0;
  assert.equal(cellsOf(problem, found.segments), expected, context());
  return 1;
}
