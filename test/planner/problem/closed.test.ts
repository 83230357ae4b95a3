import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestWithin, type Plan, type PricePoint, plan, prepare, type Request } from '#src/planner/index.js';
import { plainRequest, ruledRequest, series } from '../arbitraries.js';
import { draw, hour, minute, series as pricesOf } from '../series.js';

const settings = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) };

interface Time {
  readonly start: number;
  readonly end: number;
}

/** Closed times around the window, overlapping and empty ones too, in any order, on minutes or to the ms. */
const closedTimes = fc.array(
  fc.record({
    fromMinutes: fc.integer({ min: -120, max: 1600 }),
    minutes: fc.constantFrom(0, 1, 15, 60, 120, 400),
    ms: fc.constantFrom(0, 0, 1234),
  }),
  { minLength: 1, maxLength: 5 },
);

function placed(request: Request, times: readonly { fromMinutes: number; minutes: number; ms: number }[]): Time[] {
  return times.map(({ fromMinutes, minutes, ms }) => {
    const start = Math.round(request.earliest) + fromMinutes * minute + ms;
    return { start, end: start + minutes * minute };
  });
}

/** The same series with null where it is closed, cut by looking at every edge. */
function withNulls(points: readonly PricePoint[], closed: readonly Time[]): PricePoint[] {
  return points.flatMap((point) => {
    const inside = closed
      .flatMap(({ start, end }) => [start, end])
      .filter((edge) => edge > point.start && edge < point.end);
    const edges = [...new Set([point.start, ...inside, point.end])].sort((a, b) => a - b);
    return edges.slice(1).map((end, index) => {
      const start = edges[index] as number;
      const isShut = closed.some((time) => time.start <= start && end <= time.end);
      return { start, end, price: isShut ? null : point.price };
    });
  });
}

/** Without what differs on purpose: the reason. A phase of 0 W may lie where a price is unknown, but not in a closed time. */
function facts({ reason: _, ...found }: Plan) {
  return found;
}

function hasSoaking(request: Request): boolean {
  return request.kind === 'profile' && request.profile.some(({ powerW }) => powerW === 0);
}

describe('planner: closed times', function () {
  this.timeout(600_000);

  it('plan what unknown prices in the same places plan, of every kind, with and without rules', () => {
    let planned = 0;
    fc.assert(
      fc.property(series, fc.oneof(plainRequest, ruledRequest), closedTimes, (points, request, times) => {
        fc.pre(!hasSoaking(request));
        const closed = placed(request, times);
        const found = plan(prepare(points), { ...request, closed });
        const expected = plan(prepare(withNulls(points, closed)), request);
        if (expected.feasible) planned += 1;
        assert.deepEqual(facts(found), facts(expected));
      }),
      settings,
    );
    assert.ok(planned > settings.numRuns / 4, `only ${planned} had a plan`);
  });

  it('run nothing in them, not even a phase of 0 W', () => {
    fc.assert(
      fc.property(series, fc.oneof(plainRequest, ruledRequest), closedTimes, (points, request, times) => {
        const closed = placed(request, times);
        const { segments } = plan(prepare(points), { ...request, closed });
        for (const { start, end } of segments)
          assert.ok(!closed.some((time) => time.start < end && start < time.end && time.start < time.end));
      }),
      settings,
    );
  });

  it('a programme that soaks goes around them, where it may soak without a price', () => {
    const points = pricesOf([1, null, 1, 5, 5, 5]);
    const profile = [60, 60, 60].map((minutes, index) => ({
      durationMs: minutes * minute,
      powerW: index === 1 ? 0 : 1000,
    }));
    const request: Request = { kind: 'profile', profile, earliest: 0, latestEnd: 6 * hour };
    assert.equal(plan(prepare(points), request).segments[0]?.start, 0);
    const closed = [{ start: 80 * minute, end: 100 * minute }];
    const around = plan(prepare(points), { ...request, closed });
    assert.equal(around.segments[0]?.start, 2 * hour);
    const kept = { segments: plan(prepare(points), request).segments, keepIfWithinCt: 1000 };
    assert.equal(plan(prepare(points), { ...request, closed, incumbent: kept }).keptIncumbent, false);
  });

  it('are the reason where the window without them is long enough', () => {
    const request: Request = {
      kind: 'contiguous',
      durationMs: 3 * hour,
      powerW: 1000,
      earliest: 0,
      latestEnd: 5 * hour,
    };
    const middle = [{ start: 2 * hour, end: 2 * hour + minute }];
    const why = (points: readonly PricePoint[], more: Partial<Request>) =>
      plan(prepare(points), { ...request, ...more } as Request).reason;
    assert.equal(why(pricesOf([1, 1, 1, 1, 1]), { closed: [{ start: 2 * hour, end: 3 * hour }] }), 'excluded-times');
    assert.equal(why([], { closed: [{ start: 2 * hour, end: 3 * hour }] }), 'excluded-times');
    assert.equal(why(pricesOf([1, 1, 1, 1, null]), { closed: [{ start: 0, end: 2 * hour }] }), 'missing-prices');
    assert.equal(why(pricesOf([1, 1, 1, 9, 9]), { closed: [{ start: 0, end: minute }], maxPriceCt: 2 }), 'price-cap');
    assert.equal(why(pricesOf([1, 1]), { latestEnd: 2 * hour, closed: middle }), 'window-too-short');
    assert.equal(plan(prepare(pricesOf([1, 1, 1, 1, 1])), { ...request, closed: middle }).reason, 'excluded-times');
  });

  it('are no part of the longest run time that keeps an average', () => {
    const prices = prepare(pricesOf([10, 10, 10, 30, 10]));
    const limit = { maxCt: 15, spentCt: 0, spentKwh: 0 };
    const request = {
      kind: 'contiguous' as const,
      durationMs: 5 * hour,
      powerW: 1000,
      earliest: 0,
      latestEnd: 5 * hour,
    };
    assert.equal(longestWithin(prices, request, limit), 5 * hour);
    const closed = [{ start: hour, end: 2 * hour }];
    assert.equal(longestWithin(prices, { ...request, closed }, limit) / hour, 1 + 1 / 3);
    assert.equal(draw(plan(prices, { ...request, durationMs: hour, closed }).segments), '0-60');
  });

  it('are refused where they make no sense', () => {
    const request: Request = { kind: 'contiguous', durationMs: hour, powerW: 1000, earliest: 0, latestEnd: 5 * hour };
    for (const [closed, field] of [
      [{ start: hour, end: 0 }, 'closed.0.end'],
      [{ start: Number.NaN, end: 0 }, 'closed.0.start'],
    ] as const)
      assert.throws(() => plan(prepare([]), { ...request, closed: [closed] }), {
        code: 'invalid-value',
        message: new RegExp(field),
      });
  });
});
