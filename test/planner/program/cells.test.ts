import assert from 'node:assert/strict';
import { finished, prepare } from '#src/planner/index.js';
import { layField } from '#src/planner/problem/field.js';
import type { RunsWanted } from '#src/planner/problem/runs-wanted.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { layCells } from '#src/planner/program/cells.js';
import { runTime } from '#src/planner/program/few-starts.js';
import type { OffProgram, Program } from '#src/planner/program/program.js';
import { cheapestCellRuns, longestOf, partsOf, shortestOf } from '#src/planner/program/run-program.js';
import { hour, minute, series } from '../series.js';

const never = Number.POSITIVE_INFINITY;
const m = (minutes: number) => minutes * minute;

const free: RunsWanted = {
  leastMs: hour,
  mostMs: hour,
  partial: 'exact',
  minRunMs: 0,
  minPauseMs: 0,
  maxStarts: never,
  startCost: 0,
  tieBreak: 'earliest',
  initial: undefined,
};

function grid(wanted: Partial<RunsWanted>, prices: readonly (number | null)[] = [20, 10, 30, 40], minutes = 60) {
  const window = { start: 0, end: prices.length * minutes * minute };
  const ground = {
    space: new Workspace(),
    prices: prepare(series(prices, minutes)),
    window,
    sign: 1,
    maxPriceCt: never,
  };
  return layCells(layField({ ...ground, sign: 1 }, 'known-prices'), { ...free, ...wanted });
}

describe('planner: cells', () => {
  const rows: [cellMinutes: number, count: number, wanted: Partial<RunsWanted>][] = [
    [60, 4, {}],
    [30, 8, { minRunMs: m(30) }],
    [20, 12, { minPauseMs: m(40) }],
    [15, 16, { leastMs: m(45), mostMs: m(45) }],
    [12, 20, { mostMs: m(72) }],
    [20, 12, { minPauseMs: m(60), initial: { on: false, forMs: m(20) } }],
    [60, 4, { minPauseMs: m(60), initial: { on: false, forMs: m(70) } }],
    [10, 25, { minRunMs: m(60), initial: { on: true, forMs: m(10) } }],
    [60, 5, { minRunMs: m(60), initial: { on: true, forMs: m(600) } }],
    [60, 5, { initial: { on: true, forMs: m(7) } }],
    [60, 4, { minRunMs: m(60), off: { mostMs: m(120), beforeMs: 0 } }],
    [30, 8, { minRunMs: m(60), off: { mostMs: m(150), beforeMs: 0 } }],
    [15, 16, { minRunMs: m(60), off: { mostMs: m(120), beforeMs: m(15) } }],
    [60, 4, { minRunMs: m(60), off: { mostMs: m(120), beforeMs: m(135) } }],
    [1, 240, { off: { mostMs: m(120), beforeMs: 0 } }],
  ];
  for (const [cellMinutes, count, wanted] of rows)
    it(`▕▔▏ are no smaller than they have to be: ${cellMinutes} min for ${JSON.stringify(wanted)}`, () => {
      const { cellMs, program } = grid(wanted);
      assert.deepEqual([cellMs / minute, program.count], [cellMinutes, count]);
    });

  it('▕▔▏ are whole minutes, however odd the prices are, and where nothing has a length', () => {
    assert.equal(grid({}, [1, 2, 3, 4], 7.5).cellMs, minute);
    assert.equal(grid({ leastMs: 0, mostMs: 0 }, []).cellMs, minute);
  });

  it('ct: a start costs in proportion what it costs in a price, to a thousandth, also with the fewest starts', () => {
    const prices = Array.from({ length: 192 }, (_, index) => 20 + ((index * 7919) % 9973) / 1000);
    for (const tieBreak of ['earliest', 'fewest'] as const) {
      const startCost = 12_345.6789 * minute;
      const wanted = { leastMs: m(600), mostMs: m(600), minRunMs: m(61), startCost, tieBreak };
      const { cellMs, factor, program } = grid(wanted, prices, 15);
      const units = program.startCost - (tieBreak === 'fewest' ? 1 : 0);
      assert.ok(Math.abs(units / factor - startCost / cellMs) < 0.001, `${units / factor}`);
      const largest = program.costs.reduce((most, one) => Math.max(most, one), 0);
      assert.ok(Number.isSafeInteger(largest * (program.count + 1)), `${largest}`);
      assert.ok(program.costs.every((one) => Number.isInteger(one)));
    }
  });

  it('ct: the fewest starts cost less, all together, than the smallest difference of prices', () => {
    for (const off of [undefined, { mostMs: m(60), beforeMs: 0 }]) {
      const { factor, program } = grid({ tieBreak: 'fewest', leastMs: m(5), mostMs: m(5), off });
      const mostStarts = off === undefined ? 1 : program.count / 2;
      assert.equal(program.startCost, 1);
      assert.ok(factor > mostStarts, `${factor}`);
    }
  });
});

describe('planner: a range of run times in parts', () => {
  const count = 10_080;
  const costs = Float64Array.from({ length: count }, (_, cell) => (cell < 300 ? 2 + (cell % 2) : never));
  const rules = { minRun: 2, minPause: 2, startCost: 0, partial: 'exact' as const, beginsOn: false, endsOn: false };
  const program: Program = { ...rules, count, costs, least: 1, most: count, space: new Workspace() };

  it('▁▂▃ the longest, the shortest and the cheapest are found in whichever part they lie', () => {
    assert.ok(partsOf(program, 8).length > 1);
    const lengthOf = (runs: readonly { first: number; past: number }[] | undefined) =>
      runs?.reduce((sum, { first, past }) => sum + past - first, 0);
    assert.equal(lengthOf(finished(longestOf(program, 8, () => true))), 300);
    assert.equal(lengthOf(finished(longestOf(program, 8, (value) => value <= 50))), 21);
    assert.equal(lengthOf(finished(cheapestCellRuns(program, 8))), 2);
    assert.equal(finished(longestOf({ ...program, least: 301 }, 8, () => true)), undefined);
    const off: OffProgram = { ...program, off: { atBegin: 10, between: 10, atEnd: count } };
    assert.equal(lengthOf(finished(shortestOf(off, never, (value) => value > 200 && value < never))), 86);
    const paid = { ...program, costs: costs.map((cost) => -cost) };
    for (let cell = 300; cell < count; cell++) paid.costs[cell] = never;
    assert.equal(lengthOf(finished(cheapestCellRuns(paid, 8))), 300);
  });

  it('▁▂▃ of several parts that all have runs the longest is that of the last one', () => {
    const long: Program = { ...program, most: 300, minRun: 100, minPause: 5000 };
    const parts = partsOf(long, 10);
    assert.ok(parts.length > 1 && (parts[0]?.most ?? 300) > 100 && (parts.at(-1)?.least ?? 0) > 200);
    const longest = (most: number) => runTime(finished(longestOf(long, 10, (value) => value <= most)) ?? []);
    assert.deepEqual([200, 250, 350, 500, 800].map(longest), [0, 100, 140, 200, 300]);
  });
});
