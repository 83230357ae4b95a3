import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished } from '#src/planner/index.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { cheapestOfAnyLength } from '#src/planner/program/any-length.js';
import type { OffProgram } from '#src/planner/program/program.js';

const never = Number.POSITIVE_INFINITY;

const programs = fc
  .record({
    costs: fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1, 1, never)), {
      minLength: 1,
      maxLength: 11,
    }),
    minRun: fc.integer({ min: 1, max: 3 }),
    minPause: fc.integer({ min: 1, max: 3 }),
    startCost: fc.constantFrom(0, 0, 2),
    beginsOn: fc.boolean(),
    endsOn: fc.boolean(),
    off: fc.record({
      atBegin: fc.integer({ min: 0, max: 11 }),
      between: fc.integer({ min: 2, max: 6 }),
      atEnd: fc.integer({ min: 0, max: 11 }),
    }),
  })
  .map(({ costs, ...rules }): OffProgram => {
    const count = costs.length;
    const all = { least: 0, most: count, partial: 'exact' as const, space: new Workspace() };
    return { ...all, ...rules, count, costs: Float64Array.from(costs) };
  });

/** What a picture of cells costs; infinite where it breaks a rule. */
function costOf(program: OffProgram, picture: string, maxStarts: number): number {
  const { count, costs, minRun, minPause, startCost, beginsOn, endsOn, off } = program;
  if ((beginsOn && picture[0] === '.') || (endsOn && picture.at(-1) === '.')) return never;
  const runs = picture.match(/#+/g) ?? [];
  if (runs.length > maxStarts || runs.some((run) => run.length < minRun)) return never;
  for (const { index, 0: pause } of picture.matchAll(/\.+/g)) {
    const [isFirst, isLast] = [index === 0, index + pause.length === count];
    if (isFirst && pause.length > off.atBegin) return never;
    if (isLast && pause.length > off.atEnd) return never;
    if (!isFirst && !isLast && (pause.length > off.between || pause.length < minPause)) return never;
  }
  return costs.reduce((sum, cost, cell) => (picture[cell] === '#' ? sum + cost : sum), startCost * runs.length);
}

/** The cheapest of all pictures there are, of equals the one that is on at the first cell where they differ. */
function cheapestPicture(program: OffProgram, maxStarts: number) {
  let best: { cost: number; picture: string } | undefined;
  for (let bits = 2 ** program.count - 1; bits >= 0; bits--) {
    const picture = bits.toString(2).padStart(program.count, '0').replaceAll('0', '.').replaceAll('1', '#');
    const cost = costOf(program, picture, maxStarts);
    if (cost < (best?.cost ?? never)) best = { cost, picture };
  }
  return best;
}

describe('planner: runs of any run time that are never off for too long', () => {
  it('##..##.# are the cheapest of all there are, with as many starts as allowed, and on where that costs no more', () => {
    let [none, some] = [0, 0];
    fc.assert(
      fc.property(programs, fc.constantFrom(0, 1, 2, 3, never), (program, maxStarts) => {
        const best = cheapestPicture(program, maxStarts);
        const found = finished(cheapestOfAnyLength(program, maxStarts));
        if (best === undefined) none += 1;
        else some += 1;
        const picture = Array<string>(program.count).fill('.');
        for (const { first, past } of found?.runs ?? []) picture.fill('#', first, past);
        assert.deepEqual(found && { cost: found.cost, picture: picture.join('') }, best);
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) },
    );
    assert.ok(none > 50 && some > 150, `${none} without runs, ${some} with`);
  });
});
