import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keepsOffLimit } from '#src/planner/program/off-limit.js';
import type { Program } from '#src/planner/program/program.js';

describe('planner: a limit on time off', () => {
  it('..##...## is kept where no pause is longer than it may be: at the beginning, between runs, at the end', () => {
    const limit = fc.integer({ min: 0, max: 6 });
    const off = fc.option(fc.record({ atBegin: limit, between: limit, atEnd: limit }), { nil: undefined });
    const ends = fc.record({ beginsOn: fc.boolean(), endsOn: fc.boolean() });
    const cells = fc.array(fc.constantFrom('.', '.', '#'), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(cells, off, ends, (drawn, most, { beginsOn, endsOn }) => {
        const picture = drawn.join('');
        const runs = [...picture.matchAll(/#+/g)].map(({ index, 0: run }) => ({
          first: index,
          past: index + run.length,
        }));
        const program = { count: picture.length, off: most, beginsOn, endsOn } as unknown as Program;
        const { atBegin = 99, between = 99, atEnd = 99 } = most ?? {};
        const [begin, end] = most === undefined ? [99, 99] : [beginsOn ? 0 : atBegin, endsOn ? 0 : atEnd];
        const expected = [...picture.matchAll(/\.+/g)].every(({ index, 0: pause }) => {
          const isFirst = index === 0;
          const isLast = index + pause.length === picture.length;
          const allowed = isFirst ? (isLast ? Math.min(begin, end) : begin) : isLast ? end : between;
          return pause.length <= allowed;
        });
        assert.equal(keepsOffLimit(program, runs), expected);
      }),
      { numRuns: 1000 },
    );
  });
});
