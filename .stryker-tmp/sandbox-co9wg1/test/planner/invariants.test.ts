// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plan, prepare, type Request, schedule } from '#src/planner/index.js';
import { plainRequest, ruledRequest, series } from './arbitraries.js';
import { doubt } from './certificate.js';
import { violations } from './oracle/violations.js';

const seed = 20_261_122;
const settings = { seed, numRuns: Number(process.env.PROPERTY_RUNS ?? 400) };
const anyRequest = fc.oneof(plainRequest, ruledRequest);

describe('planner: what holds for every plan', function () {
  this.timeout(600_000);

  it('breaks no promise: window, prices, limit, amount, rules, and its own sums', () => {
    fc.assert(
      fc.property(series, anyRequest, (points, request) => {
        const found = plan(prepare(points), request);
        if (found.feasible) assert.deepEqual(violations(points, request, found), []);
        else assert.ok(found.reason !== undefined && found.segments.length === 0 && found.nextChange === null);
      }),
      settings,
    );
  });

  it('proves its lower bound without rules for runs', () => {
    fc.assert(
      fc.property(series, plainRequest, (points, request) => {
        assert.equal(doubt(points, request, plan(prepare(points), request)), undefined);
      }),
      settings,
    );
  });

  it('does not change its input and gives the same plan again, whatever was planned between', () => {
    fc.assert(
      fc.property(series, anyRequest, anyRequest, (points, request, other) => {
        deepFreeze(points);
        deepFreeze(request);
        const prices = prepare(points);
        const first = plan(prices, request);
        plan(prices, other);
        assert.deepEqual(plan(prices, request), first);
      }),
      { ...settings, numRuns: 150 },
    );
  });

  it('the best, the average and the worst are in this order; the best is the lower bound', () => {
    fc.assert(
      fc.property(series, plainRequest, (points, request) => {
        const { feasible, costCt, lowerBoundCt, baseline } = plan(prepare(points), {
          ...request,
          maxPriceCt: undefined,
        });
        if (!feasible) return;
        const [best, worst] =
          request.objective === 'dearest' ? [-costCt, -baseline.worstCt] : [costCt, baseline.worstCt];
        assert.equal(costCt, lowerBoundCt);
        assert.ok(best <= worst + 1e-6 * Math.max(1, Math.abs(worst)), `${best} ${worst}`);
      }),
      { ...settings, numRuns: 200 },
    );
  });

  it('the schedule says of every instant what the segments say, and when that changes', () => {
    fc.assert(
      fc.property(series, anyRequest, (points, request) => {
        const found = plan(prepare(points), request);
        let instant = request.earliest - 1;
        for (let steps = 0; ; steps++) {
          const state = schedule(found, instant);
          const segment = found.segments.find(({ start, end }) => start <= instant && instant < end);
          assert.deepEqual([state.on, state.powerW], [segment !== undefined, segment?.powerW ?? 0]);
          if (state.nextChange === null) break;
          assert.ok(state.nextChange > instant && steps < 1000);
          const before = schedule(found, state.nextChange - 1);
          assert.deepEqual([before.on, before.powerW], [state.on, state.powerW]);
          const after = schedule(found, state.nextChange);
          assert.ok(after.on !== state.on || after.powerW !== state.powerW);
          instant = state.nextChange;
        }
      }),
      { ...settings, numRuns: 150 },
    );
  });

  it('turned in time, latest is earliest', () => {
    fc.assert(
      fc.property(series, ruledRequest, (points, request) => {
        const minutes = { ...request, earliest: floor(request.earliest), latestEnd: floor(request.latestEnd) };
        const free = { ...minutes, initial: undefined };
        const forwards = plan(prepare(points), { ...free, tieBreak: 'latest' });
        const turned = points.map(({ start, end, price }) => ({ start: -end, end: -start, price })).reverse();
        const mirrored = {
          ...free,
          earliest: -free.latestEnd,
          latestEnd: -free.earliest,
          tieBreak: 'earliest',
        } as Request;
        const backwards = plan(prepare(turned), mirrored);
        const back = backwards.segments
          .map(({ start, end, powerW }) => ({ start: 0 - end, end: 0 - start, powerW }))
          .reverse();
        assert.deepEqual(forwards.segments, back);
      }),
      { ...settings, numRuns: 150 },
    );
  });
});

function floor(instant: number): number {
  return Math.floor(instant / 60_000) * 60_000;
}

function deepFreeze(value: object): void {
  Object.freeze(value);
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
}
