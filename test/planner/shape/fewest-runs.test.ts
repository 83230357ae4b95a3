import assert from 'node:assert/strict';
import { plan, prepare } from '#src/planner/index.js';
import { bruteForce } from '../oracle/brute-force.js';
import { type CellProblem, cellsOf } from '../oracle/cells.js';
import { randomOf } from '../oracle/random.js';
import { draw, minute, series } from '../series.js';

const cases = Number(process.env.ORACLE_CASES ?? 300);

/** Stretches of two prices and of very different lengths, so that nearly all choices tie; one cell in ten is unknown. */
function drawTies(seed: number): CellProblem {
  const random = randomOf(seed);
  const cells: (number | null)[] = [];
  while (cells.length < 12) {
    const price = random.chance(0.1) ? null : random.pick([100, 100, 50]);
    for (let length = random.whole(1, 4); length > 0 && cells.length < 12; length--) cells.push(price);
  }
  const unitMs = random.pick([1, 60_000]);
  const points = cells.map((price, i) => ({
    start: i * unitMs,
    end: (i + 1) * unitMs,
    price: price === null ? null : price / 10,
  }));
  const request = {
    kind: 'interruptible',
    durationMs: random.whole(0, 12) * unitMs,
    powerW: 1000,
    earliest: 0,
    latestEnd: 12 * unitMs,
    tieBreak: 'fewest',
    initial: random.chance(0.5) ? { on: random.chance(0.7), forMs: 0 } : undefined,
  } as const;
  return { points, request, unitMs, beginMs: 0, cells, startTenths: 0 };
}

describe('planner: the fewest runs of equal cost', () => {
  it(`${cases} seeded cases, the very cells of brute force: fewest starts, and of those the earliest`, () => {
    for (let seed = 1; seed <= cases; seed++) {
      const problem = drawTies(seed);
      const expected = bruteForce(problem);
      const found = plan(prepare(problem.points), problem.request);
      const context = `seed ${seed}: ${JSON.stringify(problem)} gave ${JSON.stringify(found)}`;
      assert.equal(found.feasible ? cellsOf(problem, found.segments) : undefined, expected, context);
    }
  });

  const rows: [picture: string, prices: number[], minutes: number, expected: string][] = [
    ['[1]0 20 [5] | 10: more of what is cheap would follow', [10, 20, 5, 10], 90, '0-30 120-180'],
    ['[1]0 30 10 | 5: what is cheaper would follow', [10, 30, 10, 5], 30, '0-30'],
    ['[1]0 30 10 | 10: just as much would follow', [10, 30, 10, 10], 30, '0-30'],
  ];
  for (const [picture, hours, minutes, expected] of rows)
    it(`${picture}, behind a window that was longer before`, () => {
      const prices = prepare(series(hours));
      const request = {
        kind: 'interruptible',
        durationMs: minutes * minute,
        powerW: 1000,
        tieBreak: 'fewest',
      } as const;
      plan(prices, { ...request, earliest: 0, latestEnd: 240 * minute });
      assert.equal(draw(plan(prices, { ...request, earliest: 0, latestEnd: 180 * minute }).segments), expected);
    });
});
