import assert from 'node:assert/strict';
import { type AnyRequest, plan, prepare } from '#src/planner/index.js';
import { cellsOf, drawProblem } from './cells.js';
import { type DayProblem, drawRuled } from './days.js';
import { highs } from './highs.js';
import { bestWithinOff } from './off-brute-force.js';
import { integerWithinOff } from './off-highs.js';
import { bestSingleRun } from './off-single-run.js';
import { randomOf } from './random.js';

const cases = Number(process.env.ORACLE_CASES ?? 200);
const solved = Number(process.env.ORACLE_CASES ?? 60);
const minute = 60_000;

type OffRequest = AnyRequest & { readonly maxOffMs: number };
type Kind = AnyRequest['kind'];

/** A problem in whole minutes under a limit on time off; undefined where the seed gives one in ms. */
function drawOff(seed: number, kind: Kind) {
  const problem = drawProblem(seed, kind === 'below' ? 'energy' : kind, 11);
  if (problem.unitMs !== minute) return undefined;
  const random = randomOf(seed + 31_000);
  const { request } = problem;
  const minPauseMs = 'minPauseMs' in request ? (request.minPauseMs ?? 0) : 0;
  const off = {
    maxOffMs: Math.max(random.whole(1, 6) * minute, minPauseMs),
    offBeforeMs: random.chance(0.4) ? random.whole(0, 8) * minute : undefined,
  };
  if (kind !== 'below') return { ...problem, request: { ...request, ...off } as OffRequest };
  if (request.kind !== 'energy') throw new Error('drawn from energy');
  const { minRunMs, maxStarts, startCostCt, initial, earliest, latestEnd, tieBreak } = request;
  const rules = { minRunMs, minPauseMs, maxStarts, startCostCt, initial, earliest, latestEnd, tieBreak };
  const below = { ...rules, ...off, kind, powerW: request.maxPowerW, maxPriceCt: random.whole(-5, 35) };
  return { ...problem, request: below as OffRequest };
}

describe('planner, never off longer than: against all choices there are', function () {
  this.timeout(3_600_000);
  it('as much as fits, where no start lies on the grid, is nothing and no failure', () => {
    const request = {
      kind: 'contiguous',
      durationMs: minute,
      powerW: 1000,
      earliest: 3 * minute,
      latestEnd: 4 * minute,
      startAlignMs: 5 * minute,
      maxOffMs: 6 * minute,
      partial: 'maximise',
    } as const;
    const found = plan(prepare([{ start: 0, end: 10 * minute, price: 1 }]), request);
    assert.deepEqual([found.feasible, found.segments], [true, []]);
  });

  for (const kind of ['interruptible', 'energy', 'below', 'contiguous', 'profile'] as const)
    it(`${kind}: ${cases} seeded cases, the very same cells`, () => {
      let [drawn, fitting] = [0, 0];
      for (let seed = 1; drawn < cases; seed++) {
        const problem = drawOff(seed, kind);
        if (problem === undefined) continue;
        drawn++;
        const isSingle = kind === 'contiguous' || kind === 'profile';
        const expected = isSingle ? bestSingleRun(problem) : bestWithinOff(problem);
        const found = plan(prepare(problem.points), problem.request);
        const context = () => `seed ${seed}: ${JSON.stringify(problem)} gave ${JSON.stringify(found)}`;
        assert.equal(found.feasible, expected !== undefined, context());
        if (expected === undefined) continue;
        fitting++;
        assert.equal(cellsOf(problem, found.segments), expected, context());
      }
      assert.ok(fitting > cases / 5, `only ${fitting} of ${cases} cases had a plan`);
      assert.ok(fitting < cases, 'some have none');
    });
});

/** A problem of some hours under a limit on time off. */
function drawOffHours(seed: number): DayProblem {
  const problem = drawRuled(seed, 'interruptible', 40);
  const { request, gridMinutes } = problem;
  if (request.kind !== 'interruptible') throw new Error('not run time');
  const random = randomOf(seed + 57_000);
  const cells = random.whole(3, 14);
  const maxOffMs = Math.max(cells * gridMinutes * minute, request.minPauseMs ?? 0);
  const offBeforeMs = random.chance(0.3) ? random.whole(0, cells + 3) * gridMinutes * minute : undefined;
  // Without a least run time the shortest run is a minute, and the grid of the integer programme is coarser.
  const minRunMs = Math.max(request.minRunMs ?? 0, gridMinutes * minute);
  return { ...problem, request: { ...request, maxOffMs, offBeforeMs, minRunMs } };
}

describe('planner, never off longer than: against an integer programme', function () {
  this.timeout(3_600_000);
  it(`${solved} cases of up to ten hours, run time, cells above the limit and cost`, async () => {
    const solver = await highs();
    let fitting = 0;
    for (let seed = 1; seed <= solved; seed++) {
      const problem = drawOffHours(seed);
      const cells = integerWithinOff(solver, problem);
      const found = plan(prepare(problem.points), problem.request);
      const context = () => `seed ${seed}: ${JSON.stringify(problem)} gave ${JSON.stringify(found)}`;
      assert.equal(found.feasible, cells !== undefined, context());
      if (cells === undefined) continue;
      fitting++;
      const [expected, actual] = [sumsOf(problem, cells), sumsOf(problem, cellsIn(problem, found.segments))];
      assert.equal(actual.amount, expected.amount, context());
      assert.equal(actual.above, expected.above, context());
      const error = Math.abs(actual.cost - expected.cost);
      assert.ok(error <= 1e-6 * Math.max(1, Math.abs(expected.cost)), `off by ${error}; ${context()}`);
    }
    assert.ok(fitting > solved / 3, `only ${fitting} of ${solved} cases had a plan`);
  });
});

function cellsIn({ request, gridMinutes }: DayProblem, segments: readonly { start: number; end: number }[]): boolean[] {
  const cellMs = gridMinutes * minute;
  const count = Math.round((request.latestEnd - request.earliest) / cellMs);
  return Array.from({ length: count }, (_, t) => {
    const instant = request.earliest + t * cellMs;
    return segments.some(({ start, end }) => start <= instant && instant < end);
  });
}

/** Run time, time above the price limit, and money of cells. */
function sumsOf({ points, request, gridMinutes }: DayProblem, cells: readonly boolean[]) {
  if (request.kind !== 'interruptible') throw new Error('not run time');
  let [amount, above, cost, before] = [0, 0, 0, request.initial?.on === true];
  for (const [t, on] of cells.entries()) {
    const instant = request.earliest + t * gridMinutes * minute;
    const price = points.find(({ start, end }) => start <= instant && instant < end)?.price ?? Number.NaN;
    if (on) amount++;
    if (on && price > (request.maxPriceCt ?? Number.POSITIVE_INFINITY)) above++;
    if (on) cost += (price * request.powerW * gridMinutes) / 60_000;
    if (on && !before) cost += (request.startCostCt ?? 0) * (request.objective === 'dearest' ? -1 : 1);
    before = on;
  }
  return { amount, above, cost };
}
