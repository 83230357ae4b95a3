import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AnyRequest, finished, plan, prepare } from '#src/planner/index.js';
import { sharedPlan } from '#src/runs/placing/shared-plans.js';

const hour = 3_600_000;
const begin = Date.parse('2026-11-22T00:00:00Z');

function seriesOf(prices: readonly number[]) {
  return prices.map((priceCt, index) => {
    return { start: begin + index * hour, end: begin + (index + 1) * hour, priceCt, components: {} };
  });
}

const request = fc
  .record({
    hours: fc.integer({ min: 1, max: 6 }),
    from: fc.integer({ min: 0, max: 30 }),
    minRun: fc.constantFrom(undefined, 1, 2),
    maxStarts: fc.constantFrom(undefined, 1, 3),
    maxPriceCt: fc.constantFrom(undefined, 20),
    tieBreak: fc.constantFrom('earliest' as const, 'latest' as const),
  })
  .map(({ hours, from, minRun, ...rest }): AnyRequest => {
    const rules = minRun === undefined ? {} : { minRunMs: minRun * hour };
    const window = { earliest: begin + from * 60_000, latestEnd: begin + 24 * hour };
    return { kind: 'interruptible', ...window, durationMs: hours * hour, powerW: 1000, ...rules, ...rest };
  });

function turnsOf<T>(steps: Iterator<unknown, T>): { readonly result: T; readonly turns: number } {
  for (let turns = 1; ; turns += 1) {
    const step = steps.next();
    if (step.done) return { result: step.value, turns };
  }
}

describe('runs: plans that devices of one account share', () => {
  it('are those that each would have made by itself, whatever was asked before', () => {
    const prices = fc.array(fc.integer({ min: -5, max: 40 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(prices, fc.array(request, { minLength: 2, maxLength: 50 }), (given, requests) => {
        const series = seriesOf(given);
        const alone = prepare(series.map(({ start, end, priceCt }) => ({ start, end, price: priceCt })));
        for (const asked of requests)
          assert.deepEqual(finished(sharedPlan(series, asked)), plan(alone, asked), JSON.stringify(asked));
      }),
      { numRuns: 30 },
    );
  });

  it('are made once for equal requests and one series, and for a bounded number of them', () => {
    const series = seriesOf(Array.from({ length: 24 }, (_, index) => (index * 7) % 24));
    const ask = (hours: number): AnyRequest => {
      const window = { earliest: begin, latestEnd: begin + 24 * hour };
      return { kind: 'interruptible', ...window, durationMs: hours * 60_000, powerW: 1000 };
    };
    const first = finished(sharedPlan(series, ask(60)));
    assert.equal(finished(sharedPlan(series, ask(60))), first);
    assert.notEqual(finished(sharedPlan([...series], ask(60))), first, 'another series');
    for (let minutes = 100; minutes < 140; minutes += 1) finished(sharedPlan(series, ask(minutes)));
    assert.notEqual(finished(sharedPlan(series, ask(60))), first, 'forgotten');
    assert.deepEqual(finished(sharedPlan(series, ask(60))), first);
  });

  it('are remembered beside each other, and beside plans in one piece, which are quick', () => {
    const series = seriesOf(Array.from({ length: 24 }, (_, index) => (index * 7) % 24));
    const window = { earliest: begin, latestEnd: begin + 24 * hour };
    const ask = (kind: 'interruptible' | 'contiguous', minutes: number): AnyRequest => {
      return { kind, ...window, durationMs: minutes * 60_000, powerW: 1000 };
    };
    const [first, second] = [60, 90].map((minutes) => finished(sharedPlan(series, ask('interruptible', minutes))));
    for (let minutes = 100; minutes < 140; minutes += 1) finished(sharedPlan(series, ask('contiguous', minutes)));
    assert.equal(finished(sharedPlan(series, ask('interruptible', 60))), first);
    assert.equal(finished(sharedPlan(series, ask('interruptible', 90))), second);
  });

  it('that are made in turns are made once as well, also where whoever began does not go on', () => {
    const days = 7;
    const series = seriesOf(Array.from({ length: days * 24 }, (_, index) => (index * 7) % 24));
    const window = { earliest: begin, latestEnd: begin + days * 24 * hour };
    const rules = { minRunMs: 7 * 60_000, minPauseMs: 11 * 60_000, maxStarts: 50 };
    const long: AnyRequest = { kind: 'interruptible', ...window, durationMs: 30 * hour, powerW: 1000, ...rules };
    const all = Array.from({ length: 10 }, () => sharedPlan(series, long));
    const alone = turnsOf(sharedPlan([...series], long)).turns;
    assert.ok(alone > 10, `a plan of ${alone} turns`);
    // The first one is given up after its first turn.
    all.shift()?.next();
    const taken = all.map(() => 0);
    const plans: unknown[] = [];
    while (plans.length < all.length)
      for (const [index, steps] of all.entries()) {
        const step = steps.next();
        if (step.done && step.value !== undefined) plans.push(step.value);
        taken[index] = (taken[index] ?? 0) + 1;
      }
    assert.equal(new Set(plans).size, 1);
    assert.ok(Math.max(...taken) <= alone / all.length + 2, `${taken} turns`);
  });

  it('are refused to each that asks for what cannot be', () => {
    const series = seriesOf([1, 2, 3]);
    const window = { earliest: begin, latestEnd: begin + hour };
    const wrong: AnyRequest = { kind: 'interruptible', ...window, durationMs: Number.NaN, powerW: 1000 };
    for (let turn = 0; turn < 3; turn += 1)
      assert.throws(() => finished(sharedPlan(series, wrong)), { code: 'invalid-value' });
  });
});
