// @ts-nocheck
import assert from 'node:assert/strict';
import { type Plan, plan, prepare } from '#src/planner/index.js';
import { type DayProblem, drawDays, drawRuled } from './days.js';
import { highs, integerOptimum, linearOptimum } from './highs.js';
import { bestOverMinutes } from './minute-scan.js';
import { violations } from './violations.js';

const cases = Number(process.env.ORACLE_CASES ?? 60);

/** 1e-7 of the largest price times the energy, and noise of the solver's own. */
function tolerance({ points }: DayProblem, found: Plan): number {
  const largest = Math.max(1, ...points.map(({ price }) => Math.abs(price ?? 0)));
  return 1e-7 * largest * Math.max(0.001, found.energyWh / 1000) + 1e-9;
}

describe('planner against exact solvers, problems of two days', function () {
  this.timeout(3_600_000);

  for (const kind of ['interruptible', 'energy'] as const) {
    it(`${kind} without rules for runs: ${cases} cases, cost of the linear programme`, async () => {
      const solver = await highs();
      for (let seed = 1; seed <= cases; seed++) {
        const problem = drawDays(seed, kind);
        compare(`${kind} ${seed}`, problem, linearOptimum(solver, problem));
      }
    });

    it(`${kind} with rules for runs: ${cases} cases, cost of the integer programme`, async () => {
      const solver = await highs();
      for (let seed = 1; seed <= cases; seed++) {
        const problem = drawRuled(seed, kind, 32);
        const cells = integerOptimum(solver, problem);
        compare(`${kind} ${seed}`, problem, cells && costOfCells(problem, cells));
      }
    });
  }

  for (const kind of ['contiguous', 'profile'] as const)
    it(`${kind}: ${cases} cases, cost of the best start minute`, () => {
      for (let seed = 1; seed <= cases; seed++) {
        const problem = drawDays(seed, kind);
        if (problem.request.kind !== 'contiguous' && problem.request.kind !== 'profile') continue;
        compare(`${kind} ${seed}`, problem, bestOverMinutes(problem.points, problem.request));
      }
    });
});

function compare(name: string, problem: DayProblem, expected: number | undefined): void {
  const found = plan(prepare(problem.points), problem.request);
  const context = () => `${name}: ${JSON.stringify(problem)} gave ${JSON.stringify(found)}`;
  assert.equal(found.feasible, expected !== undefined, context());
  if (expected === undefined) return;
  assert.deepEqual(violations(problem.points, problem.request, found), [], context());
  const error = Math.abs(found.costCt - expected);
  assert.ok(error <= tolerance(problem, found), `${expected} expected, off by ${error}; ${context()}`);
}

/** The cost of cells as an integer programme chose them, with starts counted anew. */
function costOfCells({ points, request, gridMinutes }: DayProblem, cells: readonly boolean[]): number {
  if (request.kind !== 'interruptible' && request.kind !== 'energy') throw new Error('not divisible');
  const powerW = request.kind === 'energy' ? request.maxPowerW : request.powerW;
  let [cost, before] = [0, request.initial?.on === true];
  for (const [t, on] of cells.entries()) {
    const instant = request.earliest + t * gridMinutes * 60_000;
    const point = points.find(({ start, end }) => start <= instant && instant < end);
    if (on) cost += ((point?.price ?? Number.NaN) * powerW * gridMinutes) / 60_000;
    if (on && !before) cost += (request.startCostCt ?? 0) * (request.objective === 'dearest' ? -1 : 1);
    before = on;
  }
  return cost;
}
