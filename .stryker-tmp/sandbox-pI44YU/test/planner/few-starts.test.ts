// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runsWithFewStarts } from '#src/planner/few-starts.js';
import { finished } from '#src/planner/index.js';
import type { Program } from '#src/planner/program.js';
import { cheapestCellRuns } from '#src/planner/run-program.js';
import { Workspace } from '#src/planner/workspace.js';

const never = Number.POSITIVE_INFINITY;

/** The lowest cost by trying everything forwards: cell, run time and starts used, and how long the device is off. */
function lowestCost(program: Program, maxStarts: number): number {
  const { count, costs, least, most, minRun, minPause, startCost, beginsOn } = program;
  const known = new Map<string, number>();
  const from = (cell: number, ran: number, starts: number, off: number): number => {
    if (ran > most || starts > maxStarts) return never;
    if (cell >= count) return ran >= least && cell === count ? 0 : never;
    const key = `${cell} ${ran} ${starts} ${off}`;
    let best = known.get(key);
    if (best !== undefined) return best;
    best = beginsOn && cell === 0 ? never : from(cell + 1, ran, starts, Math.min(off + 1, minPause));
    let cost = startCost;
    for (let past = cell + 1; off >= minPause && past <= count; past++) {
      cost += costs[past - 1] as number;
      // A pause may begin with the end of the window, so that it need not be long enough there.
      if (past - cell < minRun) continue;
      const rest =
        past === count
          ? from(past, ran + past - cell, starts + 1, 0)
          : from(past + 1, ran + past - cell, starts + 1, 1);
      best = Math.min(best, cost + rest);
    }
    known.set(key, best);
    return best;
  };
  return from(0, 0, 0, minPause);
}

const programs = fc
  .record({
    costs: fc.array(fc.oneof(fc.constantFrom(1, 3), fc.integer({ min: -9, max: 9 }), fc.constantFrom(1, 3, never)), {
      minLength: 4,
      maxLength: 16,
    }),
    least: fc.integer({ min: 1, max: 9 }),
    more: fc.constantFrom(0, 0, 2),
    minRun: fc.integer({ min: 1, max: 3 }),
    minPause: fc.integer({ min: 1, max: 3 }),
    startCost: fc.constantFrom(0, 0, 2),
    beginsOn: fc.boolean(),
    maxStarts: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ costs, least, more, maxStarts, ...rules }) => {
    const count = costs.length;
    const most = Math.min(least + more, count);
    const partial = 'exact' as const;
    const whole = { ...rules, space: new Workspace(), count, costs: Float64Array.from(costs), partial, endsOn: false };
    return { program: { ...whole, least, most } satisfies Program, maxStarts };
  });

function costOf({ costs, startCost }: Program, runs: readonly { first: number; past: number }[]): number {
  return runs.reduce(
    (sum, { first, past }) => sum + startCost + costs.slice(first, past).reduce((all, cost) => all + cost, 0),
    0,
  );
}

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 400) };

describe('planner: few starts', () => {
  it('priced, counted or weighted: never dearer than what trying everything finds, or the bound says so', () => {
    let proven = 0;
    let bounded = 0;
    fc.assert(
      fc.property(programs, fc.boolean(), ({ program, maxStarts }, hasRoom) => {
        const best = lowestCost(program, maxStarts);
        const limits = { atOnce: 0, bytes: hasRoom ? never : 0, states: never };
        const found = finished(runsWithFewStarts(program, maxStarts, limits));
        if (found === undefined) return assert.equal(best, never);
        assert.ok(found.runs.length <= maxStarts);
        const cost = costOf(program, found.runs);
        if (found.bound === undefined) {
          proven += 1;
          assert.equal(cost, best);
        } else {
          bounded += 1;
          assert.ok(!hasRoom && found.bound <= best && best <= cost, `${found.bound} ${best} ${cost}`);
        }
      }),
      runs,
    );
    assert.ok(proven > bounded, `${proven} proven, ${bounded} with a bound`);
  });

  it('with room, of equal plans it is the one that counting starts gives', () => {
    fc.assert(
      fc.property(programs, ({ program, maxStarts }) => {
        const found = finished(runsWithFewStarts(program, maxStarts, { atOnce: 0, bytes: never, states: never }));
        const free = finished(cheapestCellRuns(program, never));
        const counted = finished(cheapestCellRuns(program, maxStarts));
        if (free === undefined || free.length > maxStarts) assert.deepEqual(found?.runs, counted);
      }),
      runs,
    );
  });
});
