import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Plan, type PricePoint, plan, prepare, type Request, schedule } from '#src/planner/index.js';
import { hasRunRules } from '#src/planner/problem/check-request.js';
import { plainRequest, ruledRequest, series } from './arbitraries.js';
import { hour, minute, series as pricesOf } from './series.js';

const settings = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) };

interface Time {
  readonly start: number;
  readonly end: number;
}

const initial = fc.constantFrom(undefined, undefined, { on: true, forMs: 5 * minute }, { on: false, forMs: 0 });
const request = fc
  .tuple(fc.oneof(plainRequest, ruledRequest), initial, fc.boolean(), fc.nat(600))
  .map(([one, before, isCut, at]): Request => {
    const start = Math.round(one.earliest) + at * minute;
    return { ...one, initial: before, ...(isCut && { closed: [{ start, end: start + 20 * minute + 1 }] }) };
  });

/** The window as it is planned in: on whole minutes where runs have rules. */
function windowOf(one: Request): Time {
  const gridMs = hasRunRules(one.kind === 'interruptible' || one.kind === 'energy' ? one : {}) ? minute : 1;
  const start = Math.ceil(Math.round(one.earliest) / gridMs) * gridMs;
  return { start, end: Math.max(start, Math.floor(Math.round(one.latestEnd) / gridMs) * gridMs) };
}

/** What is known of a time, outside closed times: pieces of one price. */
function known(points: readonly PricePoint[], { closed = [] }: Request, time: Time) {
  const edges = closed.flatMap(({ start, end }) => [start, end]);
  return points.flatMap(({ start, end, price }) => {
    const cuts = [start, ...edges.filter((edge) => edge > start && edge < end), end];
    return cuts.slice(1).flatMap((past, index) => {
      const piece = { start: Math.max(cuts[index] ?? 0, time.start), end: Math.min(past, time.end) };
      const isShut = closed.some((one) => one.start < piece.end && piece.start < one.end);
      return price === null || isShut || piece.start >= piece.end ? [] : [{ ...piece, price }];
    });
  });
}

function sumOf(pieces: readonly (Time & { readonly price: number })[]) {
  let [ms, money] = [0, 0];
  for (const { start, end, price } of pieces) {
    ms += end - start;
    money += (end - start) * price;
  }
  return { ms, money };
}

function phasesOf(one: Request, found: Plan) {
  if (one.kind === 'profile') return one.profile;
  const powerW = one.kind === 'energy' ? one.maxPowerW : one.powerW;
  return [{ durationMs: (found.energyWh * 3.6e6) / powerW, powerW }];
}

/** The worst plan as the best one for the opposite aim, without rules and without a past. */
function worstOf(points: readonly PricePoint[], one: Request, found: Plan): number {
  const objective = one.objective === 'dearest' ? ('cheapest' as const) : ('dearest' as const);
  const { start: earliest, end: latestEnd } = windowOf(one);
  const { closed, maxPriceCt } = one;
  const free = { objective, earliest, latestEnd, closed, maxPriceCt };
  const durationMs = found.segments.reduce((sum, { start, end }) => sum + end - start, 0);
  const opposite = (): Request => {
    if (one.kind === 'profile')
      return { ...free, kind: 'profile', profile: one.profile, startAlignMs: one.startAlignMs };
    if (one.kind === 'contiguous') return { ...one, ...free, durationMs, initial: undefined, partial: undefined };
    return { ...free, kind: 'interruptible', durationMs, powerW: 1000 };
  };
  const { costCt, energyWh } = plan(prepare(points), opposite());
  return energyWh === 0 ? 0 : (costCt / energyWh) * found.energyWh;
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1e-7 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, ${expected}`);
}

describe('planner: the figures of a plan', () => {
  it('ct: at once, on average and at worst are those of the same energy; the threshold is the dearest price used', () => {
    fc.assert(
      fc.property(series, request, (points, one) => {
        const found = plan(prepare(points), one);
        if (!found.feasible) return;
        const window = windowOf(one);
        const { ms, money } = sumOf(known(points, one, window));
        const meanCt = ms === 0 ? 0 : money / ms;
        let [start, nowCt] = [window.start, 0];
        for (const { durationMs, powerW } of phasesOf(one, found)) {
          const end = start + durationMs;
          const sum = sumOf(known(points, one, { start, end }));
          nowCt += ((sum.money + (durationMs - sum.ms) * meanCt) * powerW) / 3.6e9;
          start = end;
        }
        near(found.baseline.nowCt, nowCt, 'now');
        near(found.baseline.averageCt, (found.energyWh / 1000) * meanCt, 'average');
        near(found.baseline.worstCt, worstOf(points, one, found), 'worst');
        const used = found.segments.flatMap((segment) =>
          segment.powerW > 0 ? known(points, one, segment).map(({ price }) => price) : [],
        );
        const threshold = one.objective === 'dearest' ? Math.min(...used) : Math.max(...used);
        assert.equal(found.thresholdCtPerKwh, used.length === 0 ? undefined : threshold);
        assert.equal(found.nextChange, schedule(found, window.start).nextChange);
        assert.equal(found.keptIncumbent, false);
      }),
      settings,
    );
  });

  it('valid until the last known price of the window ends, or from its beginning on not at all', () => {
    fc.assert(
      fc.property(series, request, (points, one) => {
        const window = windowOf(one);
        const until = known(points, one, window).map(({ end }) => end);
        assert.equal(plan(prepare(points), one).validUntil, Math.max(window.start, ...until));
      }),
      settings,
    );
  });

  it('at worst is a price above the limit, too, where a limit on time off goes before it', () => {
    for (const kind of ['contiguous', 'interruptible'] as const) {
      const wanted = { kind, durationMs: hour, powerW: 1000, earliest: 0, latestEnd: 4 * hour, maxPriceCt: 5 } as const;
      const found = plan(prepare(pricesOf([30, 20, 25, 40])), { ...wanted, maxOffMs: 2 * hour, minRunMs: hour });
      assert.deepEqual([found.segments[0]?.start, found.costCt, found.baseline.worstCt], [hour, 20, 40]);
    }
  });

  it('are all 0 without a plan', () => {
    const wanted = {
      kind: 'contiguous',
      durationMs: 3 * hour,
      powerW: 1000,
      earliest: 0,
      latestEnd: 4 * hour,
    } as const;
    assert.deepEqual(plan(prepare(pricesOf([1, 2])), wanted), {
      feasible: false,
      reason: 'missing-prices',
      segments: [],
      costCt: 0,
      energyWh: 0,
      averageCtPerKwh: 0,
      starts: 0,
      lowerBoundCt: 0,
      keptIncumbent: false,
      baseline: { nowCt: 0, averageCt: 0, worstCt: 0 },
      savedCt: 0,
      nextChange: null,
      validUntil: 2 * hour,
    });
  });
});
