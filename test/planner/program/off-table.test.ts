import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished } from '#src/planner/index.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { fillOffTable, offTableBytes } from '#src/planner/program/off-table.js';

describe('planner: the table of a limit on time off', () => {
  it('▦ takes as many bytes as are said beforehand, besides a few numbers for each cell', () => {
    const sizes = fc.record({
      count: fc.integer({ min: 100, max: 200 }),
      least: fc.integer({ min: 1, max: 60 }),
      more: fc.integer({ min: 0, max: 30 }),
      minRun: fc.integer({ min: 1, max: 20 }),
      starts: fc.integer({ min: 20, max: 40 }),
    });
    fc.assert(
      fc.property(sizes, ({ count, least, more, minRun, starts }) => {
        const space = new Workspace();
        const rules = { minRun, minPause: 1, startCost: 0, partial: 'exact' as const, beginsOn: false, endsOn: false };
        const off = { atBegin: count, between: count, atEnd: count };
        const costs = new Float64Array(count);
        const program = { ...rules, space, count, costs, least, most: least + more, off };
        finished(fillOffTable(program, starts));
        const said = offTableBytes(program, starts + 1);
        const besides = space.bytes - said;
        assert.ok(besides > -0.01 * said && besides < 100 * count, `${besides} besides ${said}`);
      }),
      { numRuns: 40 },
    );
  });
});
