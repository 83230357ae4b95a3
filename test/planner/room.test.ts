import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished } from '#src/planner/index.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { fillOffTable } from '#src/planner/program/off-table.js';
import type { OffProgram, Program } from '#src/planner/program/program.js';
import { bytesFor, statesOf } from '#src/planner/program/run-program.js';
import { layRows, roomFor } from '#src/planner/program/run-rows.js';
import { fillTable } from '#src/planner/program/run-table.js';

const never = Number.POSITIVE_INFINITY;
/** What a line counts besides its states. */
const workPerLine = 256;

const lengths = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  least: fc.nat(40),
  more: fc.constantFrom(0, 0, 1, 3, 12),
  minRun: fc.integer({ min: 1, max: 9 }),
  minPause: fc.integer({ min: 1, max: 9 }),
  closed: fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(39), { maxLength: 12 })),
  starts: fc.constantFrom(never, never, 1, 2, 3),
});

function programOf({ count, least, more, closed, ...rules }: typeof lengths extends fc.Arbitrary<infer T> ? T : never) {
  const costs = Float64Array.from({ length: count }, (_, cell) => (closed.includes(cell) ? never : 1 + (cell % 3)));
  const amounts = { least: Math.min(least, count), most: Math.min(least + more, count) };
  const fixed = { startCost: 0, beginsOn: false, endsOn: false, partial: 'exact' as const };
  const program: Program = { ...rules, ...fixed, ...amounts, count, costs, space: new Workspace() };
  return program;
}

/** True where a run time left at a cell lies on some plan, as far as open cells tell. */
function canMatter({ costs, least }: Program, cell: number, left: number): boolean {
  const open = (from: number, past: number) => costs.slice(from, past).filter((cost) => cost < never).length;
  return open(cell, costs.length) >= left && open(0, cell) >= least - left;
}

/** The cells that can matter, for each run time left. */
function cellsThatMatter(program: Program): number[][] {
  const cells = Array.from({ length: program.count + 1 }, (_, cell) => cell);
  const amounts = Array.from({ length: program.most + 1 }, (_, left) => left);
  return amounts.map((left) => cells.filter((cell) => canMatter(program, cell, left)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

describe('planner: room and work of a programme', () => {
  it('░▒▓ of every line just the cells from which a plan is possible are worked out', () => {
    const orders = new Set<boolean>();
    const checked = fc.property(lengths, (given) => {
      const program = programOf(given);
      const { byAmount, lineCount, lows, highs } = layRows(program, given.starts);
      orders.add(byAmount);
      const matter = cellsThatMatter(program);
      for (let line = 0; line < lineCount; line++) {
        const [low = 0, high = 0] = [lows[line], highs[line]];
        const expected = byAmount
          ? (matter[line] ?? [])
          : matter.flatMap((cells, left) => cells.filter((cell) => left > 0 && cell + left === program.count - line));
        const laid = Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
        assert.deepEqual(
          laid,
          expected.sort((a, b) => a - b),
        );
      }
    });
    fc.assert(checked, { numRuns: 400 });
    assert.equal(orders.size, 2);
  });

  it('states are those that run time and starts, spent and left, can account for', () => {
    const checked = fc.property(lengths, (given) => {
      const program = programOf(given);
      const layers = given.starts === never ? 1 : given.starts + 1;
      const { lineCount } = layRows(program, given.starts);
      const matter = cellsThatMatter(program).map((cells) => cells.length);
      let expected = 0;
      for (let spent = 0; spent < layers; spent++)
        for (const [left, cells] of matter.entries()) {
          const isWhole = left > 0 && left <= program.most - spent * program.minRun;
          if (isWhole && (layers === 1 || spent > 0 || left >= program.least)) expected += cells;
        }
      program.space.clear();
      finished(fillTable(program, given.starts));
      assert.equal(program.space.states, expected + workPerLine * layers * lineCount);
      assert.ok(expected <= layers * statesOf(program), `${expected} of ${statesOf(program)}`);
    });
    fc.assert(checked, { numRuns: 400 });
  });

  it('states under a limit on time off are those, too, and end with the first run time that is enough', () => {
    const checked = fc.property(lengths, fc.nat(40), (given, enough) => {
      const program: OffProgram = { ...programOf(given), off: { atBegin: 9, between: 9, atEnd: 9 } };
      const layers = given.starts === never ? 1 : given.starts + 1;
      const until = Math.min(program.most, Math.max(program.least, enough));
      const states = cellsThatMatter(program).map((cells) => cells.length + workPerLine);
      program.space.clear();
      let asked = program.least;
      const table = finished(fillOffTable(program, given.starts, () => asked++ === until));
      assert.equal(table.settled, until);
      assert.equal(program.space.states, layers * sum(states.slice(0, until + 1)));
    });
    fc.assert(checked, { numRuns: 200 });
  });

  it('a programme takes the room that it is said to take, and states are said to a half for each run time of a range', () => {
    const checked = fc.property(lengths, (given) => {
      const { least, most, ...program } = programOf({ ...given, closed: [] });
      const layers = given.starts === never ? 1 : given.starts + 1;
      const said = { ...program, least, most };
      const exact = sum(cellsThatMatter(said).map((cells) => cells.length));
      assert.equal(statesOf(said), exact + (most - least) / 2);
      const rows = layRows({ ...said, space: new Workspace() }, given.starts);
      const space = new Workspace();
      finished(fillTable({ ...said, space }, given.starts));
      // Bands, places, values, costs of starts, and open cells before and after each cell.
      const small = 8 * (3 * rows.lineCount + 1 + most + 1 + 3 * (program.count + 1));
      const spare = layers * (8 * rows.lineCount + (most - least) / 8 + program.count / 4 + 4);
      const took = space.bytes - small;
      const bytes = bytesFor(said, given.starts);
      assert.ok(Math.abs(took - bytes) <= spare, `${took} bytes, said ${bytes}, spare ${spare}`);
      const offSpace = new Workspace();
      const off: OffProgram = { ...said, space: offSpace, off: { atBegin: 9, between: 9, atEnd: 9 } };
      finished(fillOffTable(off, given.starts));
      const width = program.count - least + 2;
      const offSmall = 8 * (5 * (most + 1) + 1 + 3 * (program.count + 1) + 2 * width);
      const offBytes = bytesFor(off, given.starts);
      const offSpare = layers * 2 * (most + 2 + (most - least)) + 4;
      const offTook = offSpace.bytes - offSmall;
      assert.ok(Math.abs(offTook - offBytes) <= offSpare, `${offTook} bytes off, said ${offBytes}, spare ${offSpare}`);
      assert.equal(bytesFor({ ...said, least: most + 1 }, given.starts), 0);
    });
    fc.assert(checked, { numRuns: 400 });
  });

  it('the order that takes less room is taken; of runs longer than half of it no more than four lines are kept', () => {
    const checked = fc.property(lengths, (given) => {
      const { least, most, count, minRun, minPause, ...program } = programOf(given);
      const laid = { ...program, least, most, count, minRun, minPause };
      const byAmount = (minRun + 2) * (count - least + 2);
      const byEnd = (1 + Math.min(minPause + 1, count - least + 1)) * (most + 1);
      assert.ok(roomFor(laid) <= Math.min(byAmount, byEnd), `${roomFor(laid)} of ${byAmount} or ${byEnd}`);
      const long = { ...laid, least: most, minRun: Math.floor(most / 2) + 1 };
      assert.ok(roomFor(long) <= 4 * (count - most + 2));
    });
    fc.assert(checked, { numRuns: 400 });
  });
});
