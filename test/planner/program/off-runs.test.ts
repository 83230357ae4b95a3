import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AnyRequest, finished, plan, prepare } from '#src/planner/index.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { runsWithinOff } from '#src/planner/program/off-runs.js';
import type { CellRun, OffProgram } from '#src/planner/program/program.js';
import { minute, series } from '../series.js';

const never = Number.POSITIVE_INFINITY;

const programs = fc
  .record({
    costs: fc.array(fc.oneof(fc.constantFrom(1, 3), fc.integer({ min: -9, max: 9 }), fc.constantFrom(1, 3, never)), {
      minLength: 4,
      maxLength: 30,
    }),
    least: fc.integer({ min: 0, max: 12 }),
    more: fc.constantFrom(0, 0, 3),
    minRun: fc.integer({ min: 1, max: 3 }),
    minPause: fc.integer({ min: 1, max: 3 }),
    startCost: fc.constantFrom(0, 0, 2),
    partial: fc.constantFrom('exact' as const, 'maximise' as const),
    beginsOn: fc.boolean(),
    between: fc.integer({ min: 3, max: 9 }),
    atBegin: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ costs, least, more, between, atBegin, ...rules }): OffProgram => {
    const count = costs.length;
    const off = { atBegin, between, atEnd: between };
    const whole = { ...rules, off, space: new Workspace(), count, costs: Float64Array.from(costs), endsOn: false };
    return { ...whole, least: Math.min(least, count), most: Math.min(least + more, count) };
  });

function sumsOf({ costs, startCost }: OffProgram, runs: readonly CellRun[]) {
  let [amount, cost] = [0, startCost * runs.length];
  for (const { first, past } of runs) {
    amount += past - first;
    for (const one of costs.slice(first, past)) cost += one;
  }
  return { amount, cost };
}

describe('planner, never off longer than, with few starts', () => {
  it('a price on starts finds the run time and the cost that counting them finds', () => {
    let [priced, shorter] = [0, 0];
    fc.assert(
      fc.property(programs, fc.integer({ min: 0, max: 4 }), (program, maxStarts) => {
        const search = { maxStarts, penalty: 0, anyLength: false };
        const limits = { bytes: never, states: never };
        const counted = finished(runsWithinOff(program, search, { ...limits, atOnce: never }));
        const found = finished(runsWithinOff(program, search, { ...limits, atOnce: 0 }));
        const free = finished(runsWithinOff(program, { ...search, maxStarts: never }, { ...limits, atOnce: never }));
        if (counted === undefined || found === undefined) return assert.equal(found, counted);
        if (free !== undefined && free.runs.length > maxStarts) priced += 1;
        if (sumsOf(program, found.runs).amount < program.least) shorter += 1;
        assert.ok(found.runs.length <= maxStarts);
        assert.deepEqual(sumsOf(program, found.runs), sumsOf(program, counted.runs));
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 800) },
    );
    assert.ok(priced > 50 && shorter > 0, `${priced} with fewer starts than without a limit, ${shorter} shorter`);
  });
});

describe('planner, never off longer than, to the second', () => {
  it('.:▌ what is over of it before the window counts whole, wherever between two minutes the window begins', () => {
    const points = series([30, 20, 10, 5, 5, 5], 15);
    const kind = fc.constantFrom('interruptible' as const, 'contiguous' as const, 'below' as const);
    const ms = fc.integer({ min: 0, max: 3 * minute });
    const before = fc.integer({ min: 0, max: 20 * minute });
    fc.assert(
      fc.property(kind, ms, before, fc.boolean(), (one, earliest, beforeMs, isTold) => {
        const maxOffMs = 30 * minute;
        const request = {
          kind: one,
          earliest,
          latestEnd: 40 * minute,
          powerW: 1000,
          durationMs: 5 * minute,
          maxPriceCt: one === 'below' ? 1 : undefined,
          minRunMs: minute,
          tieBreak: 'latest',
          maxOffMs,
          ...(isTold ? { offBeforeMs: beforeMs } : { initial: { on: false, forMs: beforeMs } }),
        } as AnyRequest;
        const due = earliest + maxOffMs - beforeMs;
        const { segments } = plan(prepare(points), request);
        // All the cheaper the later: as late as can be, on a whole minute where runs have rules.
        const latest = one === 'contiguous' ? due : Math.floor(due / minute) * minute;
        assert.equal(segments[0]?.start, latest);
      }),
    );
  });
});
