import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finished, type Steps } from '#src/planner/index.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { type CountingLimits, runsWithFewStarts } from '#src/planner/program/few-starts.js';
import type { Program } from '#src/planner/program/program.js';
import { bytesFor, cheapestCellRuns, statesOf } from '#src/planner/program/run-program.js';

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
    partial: fc.constantFrom('exact' as const, 'maximise' as const),
    // Numbers of this size leave no room for weights.
    size: fc.constantFrom(1, 1, 2 ** 44),
  })
  .map(({ costs, least, more, maxStarts, startCost, size, ...rules }) => {
    const count = costs.length;
    const most = Math.min(least + more, count);
    const sized = { costs: Float64Array.from(costs, (cost) => cost * size), startCost: startCost * size };
    const whole = { ...rules, ...sized, space: new Workspace(), count, endsOn: false };
    return { program: { ...whole, least, most } satisfies Program, maxStarts };
  });

function costOf({ costs, startCost }: Program, runs: readonly { first: number; past: number }[]): number {
  return runs.reduce(
    (sum, { first, past }) => sum + startCost + costs.slice(first, past).reduce((all, cost) => all + cost, 0),
    0,
  );
}

/** The same few cells over and over, so that a price on starts takes away or leaves many of them at once. */
const periodic = fc
  .record({
    part: fc.array(fc.constantFrom(1, 2, 3, 7, 9, never), { minLength: 2, maxLength: 5 }),
    odd: fc.array(fc.record({ at: fc.nat(21), cost: fc.constantFrom(1, 2, 8) }), { maxLength: 2 }),
    count: fc.integer({ min: 12, max: 22 }),
    least: fc.integer({ min: 4, max: 11 }),
    minRun: fc.integer({ min: 1, max: 2 }),
    minPause: fc.integer({ min: 1, max: 2 }),
    startCost: fc.constantFrom(0, 0, 2),
    beginsOn: fc.boolean(),
    maxStarts: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ part, odd, count, maxStarts, ...rules }) => {
    const costs = Float64Array.from({ length: count }, (_, cell) => {
      return odd.find(({ at }) => at === cell)?.cost ?? part[cell % part.length] ?? never;
    });
    const whole = { ...rules, costs, partial: 'exact' as const, space: new Workspace(), count, endsOn: false };
    return { program: { ...whole, most: rules.least } satisfies Program, maxStarts };
  });

/** The same with greater costs: times 2^34 they leave room for small weights, times 2^43 for none. */
function enlarged(program: Program, size: number): Program {
  return { ...program, costs: program.costs.map((cost) => cost * size), startCost: program.startCost * size };
}

/** How many states it takes. */
function workOf(program: Program, steps: Steps<unknown>): number {
  program.space.clear();
  finished(steps);
  return program.space.states;
}

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 400) };

describe('planner: few starts', () => {
  it('priced, counted or weighted: never dearer than what trying everything finds, or the bound says so', () => {
    let proven = 0;
    let bounded = 0;
    fc.assert(
      fc.property(programs, fc.boolean(), ({ program: drawn, maxStarts }, hasRoom) => {
        const program = { ...drawn, partial: 'exact' as const };
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
    assert.ok(proven > bounded && bounded > 0, `${proven} proven, ${bounded} with a bound`);
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

  it('starts are counted at once just up to the states and the bytes that are allowed, and only where there are too many', () => {
    let [free, counted] = [0, 0];
    fc.assert(
      fc.property(programs, ({ program, maxStarts }) => {
        const whole = program.partial === 'exact' ? program : { ...program, least: 0 };
        const limits = { atOnce: statesOf(whole) * (maxStarts + 1), bytes: bytesFor(whole, maxStarts), states: never };
        const work = (less: Partial<CountingLimits>) =>
          workOf(program, runsWithFewStarts(program, maxStarts, { ...limits, ...less }));
        const freeWork = workOf(program, cheapestCellRuns(program, never));
        const starts = finished(cheapestCellRuns(program, never))?.length ?? 0;
        if (starts <= maxStarts) {
          free += 1;
          return assert.equal(work({ atOnce: 0 }), freeWork);
        }
        counted += 1;
        const both = freeWork + workOf(program, cheapestCellRuns(program, maxStarts));
        assert.equal(work({}), both);
        assert.notEqual(work({ atOnce: limits.atOnce - 1 }), both);
        assert.notEqual(work({ bytes: limits.bytes - 1 }), both);
      }),
      runs,
    );
    assert.ok(free > 200 && counted > 30, `${free} ${counted}`);
  });

  it('▙▙▙▙ without room to count: joined ends or weights mostly find the best, and what is left has a true bound', () => {
    const none = { proven: 0, best: 0, gap: 0 };
    const seen = { weighted: { ...none }, tight: { ...none }, joined: { ...none } };
    let priced = 0;
    fc.assert(
      fc.property(periodic, ({ program, maxStarts }) => {
        const free = finished(cheapestCellRuns(program, never));
        const best = lowestCost(program, maxStarts);
        if (free === undefined || free.length <= maxStarts || best === never) return;
        priced += 1;
        const limits = { atOnce: 0, bytes: 0, states: never };
        for (const [how, size] of [
          ['weighted', 1],
          ['tight', 2 ** 34],
          ['joined', 2 ** 43],
        ] as const) {
          const found = finished(runsWithFewStarts(enlarged(program, size), maxStarts, limits));
          assert.ok(found !== undefined && found.runs.length <= maxStarts);
          const cost = costOf(program, found.runs);
          if (cost === best) seen[how].best += 1;
          if (found.bound === undefined) seen[how].proven += 1;
          if (found.bound === undefined) assert.equal(cost, best);
          else {
            assert.ok(found.bound <= best * size && best <= cost, `${found.bound} ${best} ${cost}`);
            seen[how].gap += best - found.bound / size;
          }
        }
      }),
      { numRuns: 1000, seed: 3 },
    );
    const { weighted, tight, joined } = seen;
    const told = `${JSON.stringify(seen)} of ${priced}`;
    assert.ok(weighted.proven > 0.6 * priced && weighted.proven < 0.7 * priced && weighted.best > 0.84 * priced, told);
    assert.ok(tight.proven > 0.58 * priced && tight.best > 0.8 * priced, told);
    assert.ok(joined.proven > 0.5 * priced && joined.proven < 0.6 * priced && joined.best > 0.72 * priced, told);
    assert.ok(weighted.gap < 0.8 * priced && joined.gap < 0.7 * priced, told);
  });

  it('where no price settles it, starts are counted just up to the bytes and to the states in all that are allowed', () => {
    let counted = 0;
    fc.assert(
      fc.property(periodic, ({ program, maxStarts }) => {
        const free = finished(cheapestCellRuns(program, never))?.length ?? 0;
        if (free <= maxStarts) return;
        const bytes = bytesFor(program, maxStarts);
        const work = (limits: Partial<CountingLimits>) =>
          workOf(program, runsWithFewStarts(program, maxStarts, { atOnce: 0, bytes, states: never, ...limits }));
        const whole = work({});
        if (work({ bytes: bytes - 1 }) === whole) return;
        counted += 1;
        const before = whole - workOf(program, cheapestCellRuns(program, maxStarts));
        const states = before + statesOf(program) * (maxStarts + 1);
        assert.equal(work({ states }), whole);
        assert.notEqual(work({ states: states - 1 }), whole);
      }),
      { numRuns: 500, seed: 3 },
    );
    assert.ok(counted > 50, `${counted}`);
  });

  /** At each place one run of two cells for 5, or two of one cell for nothing; no other ways are as cheap at any price. */
  const placesOf = (places: number): Program => {
    const costs = Float64Array.from(Array<number[]>(places).fill([0, 5, never, 0, never, never]).flat(), (cost) => {
      return cost * 2 ** 43;
    });
    const rules = { minRun: 1, minPause: 2, startCost: 0, partial: 'exact' as const, beginsOn: false, endsOn: false };
    return { ...rules, costs, count: costs.length, least: 2 * places, most: 2 * places, space: new Workspace() };
  };
  for (const [picture, places, maxStarts, between] of [
    ['##.. #..#', 2, 3, undefined],
    ['##.. ##.. #..#', 3, 4, undefined],
    ['##.. #..# #..#', 3, 5, undefined],
    ['##.. ##.. #..# #..#', 4, 6, undefined],
    ['##.. #..#, never off for long', 2, 3, 4],
  ] as const)
    it(`${picture}: plans of one price with ${places} and ${2 * places} starts are joined to one with ${maxStarts}`, () => {
      const program = {
        ...placesOf(places),
        off: between && { atBegin: between, between, atEnd: between },
      } satisfies Program;
      const found = finished(runsWithFewStarts(program, maxStarts, { atOnce: 0, bytes: 0, states: never }));
      assert.equal(found?.bound, undefined);
      assert.equal(found?.runs.length, maxStarts);
      assert.equal(costOf(program, found.runs), (2 * places - maxStarts) * 5 * 2 ** 43);
    });
});
