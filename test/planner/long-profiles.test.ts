import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type PricePoint, prepare } from '#src/planner/index.js';
import { layField } from '#src/planner/problem/field.js';
import type { Phase } from '#src/planner/problem/request.js';
import { type Steps, statesPerStep } from '#src/planner/problem/steps.js';
import { Workspace } from '#src/planner/problem/workspace.js';
import { cheapestProfileStart, leastAboveStart } from '#src/planner/shape/profile.js';

const minute = 60_000;
const quarter = 15 * minute;

function fields(prices: readonly (number | null)[], maxPriceCt: number) {
  const points: PricePoint[] = prices.map((price, index) => {
    return { start: index * quarter, end: (index + 1) * quarter, price };
  });
  const space = new Workspace();
  const window = { start: 0, end: prices.length * quarter };
  const ground = { space, prices: prepare(points), window, sign: 1 as const, maxPriceCt };
  return { space, field: layField(ground, 'known-prices'), below: layField(ground, 'below-limit') };
}

function finished<Result>(steps: Steps<Result>, onStep: () => void = () => undefined): Result {
  for (;;) {
    const step = steps.next();
    onStep();
    if (step.done) return step.value;
  }
}

/** Minutes above the limit and money of a start, minute by minute; undefined where power meets an unknown price. */
function judged(prices: readonly (number | null)[], phases: readonly Phase[], maxCt: number, start: number) {
  let [above, money, from] = [0, 0, start];
  for (const { durationMs, powerW } of phases) {
    for (let at = from; at < from + durationMs; at += minute) {
      const price = prices[Math.floor(at / quarter)];
      if (price === undefined) return undefined;
      if (powerW === 0) continue;
      if (price === null) return undefined;
      if (price > maxCt) above++;
      money += price * powerW;
    }
    from += durationMs;
  }
  return { above, money };
}

const phase = fc.record({
  durationMs: fc.integer({ min: 0, max: 40 }).map((minutes) => minutes * minute),
  powerW: fc.constantFrom(0, 100, 250, 3000),
});
const cases = fc.record({
  prices: fc.array(fc.option(fc.integer({ min: -5, max: 40 }), { freq: 9 }), { minLength: 4, maxLength: 40 }),
  phases: fc.array(phase, { minLength: 1, maxLength: 12 }),
  startAlignMs: fc.constantFrom(minute, quarter),
  latest: fc.boolean(),
  maxCt: fc.integer({ min: 0, max: 40 }),
});

describe('planner: long profiles', () => {
  it('starts where trying every start finds the cheapest one, and the one with the least time above a limit', () => {
    const checked = fc.property(cases, ({ prices, phases, startAlignMs, latest, maxCt }) => {
      const { field, below } = fields(prices, maxCt);
      const length = phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
      const starts = [];
      for (let start = 0; start + length <= prices.length * quarter; start += startAlignMs) {
        const found = judged(prices, phases, maxCt, start);
        if (found !== undefined) starts.push({ start, ...found });
      }
      if (latest) starts.reverse();
      const byMoney = starts.toSorted((a, b) => a.money - b.money)[0]?.start;
      const byTime = starts.toSorted((a, b) => a.above - b.above || a.money - b.money)[0]?.start;
      const wanted = { phases, startAlignMs, latest };
      assert.equal(finished(cheapestProfileStart(field, wanted)), byMoney);
      assert.equal(finished(leastAboveStart(field, below, wanted)), byTime);
    });
    fc.assert(checked, { numRuns: 300 });
  });

  it('takes a thousand phases over a week with gaps in short steps', () => {
    const prices = Array.from({ length: 672 }, (_, index) => (index % 97 === 50 ? null : (index * 37) % 41));
    const phases = Array.from({ length: 1000 }, (_, index) => {
      return { durationMs: (1 + (index % 7)) * minute, powerW: index % 2 === 0 ? 0 : 100 + ((index * 31) % 900) };
    });
    const { space, field, below } = fields(prices, 30);
    const wanted = { phases: phases.slice(0, 300), startAlignMs: minute, latest: false };
    let [before, most] = [0, 0];
    const note = () => {
      most = Math.max(most, space.states - before);
      before = space.states;
    };
    assert.notEqual(finished(cheapestProfileStart(field, wanted), note), undefined);
    finished(cheapestProfileStart(field, { ...wanted, phases }), note);
    finished(leastAboveStart(field, below, { ...wanted, phases }), note);
    assert.ok(space.states > 4 * statesPerStep, `${space.states} states in all`);
    assert.ok(most <= 1.5 * statesPerStep, `${most} states in a step`);
  });
});
