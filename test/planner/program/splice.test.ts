import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Workspace } from '#src/planner/problem/workspace.js';
import type { CellRun, Program } from '#src/planner/program/program.js';
import { spliced } from '#src/planner/program/splice.js';

interface Rules {
  readonly minRun: number;
  readonly minPause: number;
}

const pairs = fc
  .record({ minRun: fc.integer({ min: 1, max: 3 }), minPause: fc.integer({ min: 1, max: 3 }) })
  .chain((rules) => fc.record({ rules: fc.constant(rules), one: pictures(rules), other: pictures(rules) }));

/** Plans over 16 cells, `#` on and `.` off, that obey the rules. */
function pictures({ minRun, minPause }: Rules): fc.Arbitrary<string> {
  const part = fc.record({ off: fc.nat(4), on: fc.nat(3) });
  return fc.array(part, { maxLength: 5 }).map((parts) => {
    let text = '';
    for (const { off, on } of parts) {
      const grown = `${text}${'.'.repeat(text === '' ? off : off + minPause)}${'#'.repeat(on + minRun)}`;
      if (grown.length <= 16) text = grown;
    }
    return text.padEnd(16, '.');
  });
}

function runsOf(picture: string): CellRun[] {
  return [...picture.matchAll(/#+/g)].map(({ index, 0: text }) => ({ first: index, past: index + text.length }));
}

function pictureOf(runs: readonly CellRun[]): string {
  const cells = Array<string>(16).fill('.');
  for (const { first, past } of runs) cells.fill('#', first, past);
  return cells.join('');
}

/** What it may do at a cell: stop when on for long enough, start when off for long enough. */
function standing(picture: string, cell: number, { minRun, minPause }: Rules): 'on' | 'off' | 'bound' {
  const before = picture.slice(0, cell);
  const [run = '', pause = ''] = [before.match(/#+$/)?.[0], before.match(/\.*$/)?.[0]];
  if (run.length > 0) return run.length >= minRun ? 'on' : 'bound';
  return pause.length >= minPause || pause.length === cell ? 'off' : 'bound';
}

describe('planner: splicing two plans', () => {
  it('##..|.## joins them wherever both stand alike, with as much run time left, and nowhere else', () => {
    let joins = 0;
    fc.assert(
      fc.property(pairs, ({ rules, one, other }) => {
        const expected = new Set<string>();
        const amount = (picture: string) => picture.replaceAll('.', '').length;
        for (let cell = 0; cell <= 16; cell++) {
          const state = standing(one, cell, rules);
          if (state === 'bound' || state !== standing(other, cell, rules)) continue;
          if (amount(one.slice(cell)) !== amount(other.slice(cell))) continue;
          expected.add(one.slice(0, cell) + other.slice(cell));
          expected.add(other.slice(0, cell) + one.slice(cell));
        }
        const program = { ...rules, count: 16, space: new Workspace() } as unknown as Program;
        const found = spliced(program, runsOf(one), runsOf(other)).map(pictureOf);
        assert.deepEqual([...new Set(found)].sort(), [...expected].sort());
        if (expected.size > 2) joins += 1;
      }),
      { numRuns: 2000 },
    );
    assert.ok(joins > 100, `${joins}`);
  });
});
