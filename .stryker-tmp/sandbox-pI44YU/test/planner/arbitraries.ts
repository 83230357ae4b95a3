// @ts-nocheck
import fc from 'fast-check';
import type { PricePoint, Request } from '#src/planner/index.js';

const minute = 60_000;

/** A day of each kind: 24 h, the short and the long day of Berlin, beginning at local midnight. */
const midnights = ['2026-11-21T23:00:00Z', '2026-03-28T23:00:00Z', '2026-10-24T22:00:00Z'].map((text) =>
  Date.parse(text),
);

/** Prices of every kind: decimal, whole with many ties, negative, with parts far below a thousandth of a cent. */
const price = fc.oneof(
  fc.integer({ min: -50_000, max: 50_000 }).map((thousandths) => thousandths / 1000),
  fc.constantFrom(10, 20, 30),
  fc.constantFrom(0.1 + 0.2, 0.3, -0, 0),
  fc.double({ min: -20, max: 60, noNaN: true }),
);

const intervals = fc.array(
  fc.record({
    minutes: fc.constantFrom(15, 15, 30, 60),
    price: fc.option(price, { freq: 8, nil: null }),
    gap: fc.boolean(),
  }),
  { maxLength: 60 },
);

/** A series of mixed resolutions; an unknown price is a gap or a null. */
export const series: fc.Arbitrary<PricePoint[]> = fc
  .tuple(fc.constantFrom(...midnights), intervals)
  .map(([start, list]) => {
    const points: PricePoint[] = [];
    let from = start;
    for (const { minutes, price: known, gap } of list) {
      const end = from + minutes * minute;
      if (known !== null || !gap) points.push({ start: from, end, price: known });
      from = end;
    }
    return points;
  });

const window = fc
  .tuple(
    fc.constantFrom(...midnights),
    fc.integer({ min: -60, max: 900 }),
    fc.integer({ min: 0, max: 1500 }),
    fc.nat(minute),
  )
  .map(([start, from, length, ms]) => ({
    earliest: start + from * minute + (ms % 3 === 0 ? ms : 0),
    latestEnd: start + (from + length) * minute + minute,
  }));

const base = fc.record({
  objective: fc.constantFrom('cheapest' as const, 'dearest' as const, undefined),
  tieBreak: fc.constantFrom('earliest' as const, 'latest' as const, 'fewest' as const, undefined),
  partial: fc.constantFrom('exact' as const, 'maximise' as const, undefined),
  maxPriceCt: fc.option(fc.integer({ min: -10, max: 40 }), { nil: undefined, freq: 2 }),
});

const lengthMs = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map((minutes) => minutes * minute),
  fc.integer({ min: 0, max: 300 * minute }),
);
const powerW = fc.constantFrom(1000, 2300.5, 3700, 11_000);
const startAlignMs = fc.constantFrom(undefined, minute, 15 * minute);

const kinds = fc.oneof(
  fc.record({ kind: fc.constant('contiguous' as const), durationMs: lengthMs, powerW, startAlignMs }),
  fc.record({ kind: fc.constant('interruptible' as const), durationMs: lengthMs, powerW }),
  fc.record({
    kind: fc.constant('profile' as const),
    profile: fc.array(
      fc.record({ durationMs: lengthMs.map((ms) => ms % (90 * minute)), powerW: fc.constantFrom(0, 150, 2200) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
    startAlignMs,
  }),
  fc
    .record({
      energyWh: fc.integer({ min: 0, max: 20_000 }),
      extraWh: fc.integer({ min: 0, max: 5000 }),
      maxPowerW: powerW,
    })
    .map(({ energyWh, extraWh, maxPowerW }) => ({
      kind: 'energy' as const,
      energyWh,
      maxEnergyWh: energyWh + extraWh,
      minPowerW: 0,
      maxPowerW,
      efficiency: 0.91,
    })),
);

/** A request without rules for runs, to the ms. */
export const plainRequest: fc.Arbitrary<Request> = fc
  .tuple(kinds, base, window)
  .map(([kind, shared, when]) => ({ ...shared, ...when, ...kind }) as Request);

const wholeMinutes = (most: number) => fc.integer({ min: 0, max: most }).map((minutes) => minutes * 5 * minute);

/** A request with rules for runs. */
export const ruledRequest: fc.Arbitrary<Request> = fc
  .tuple(
    fc.record({ durationMs: wholeMinutes(40), powerW }),
    fc.record({
      minRunMs: wholeMinutes(12),
      minPauseMs: wholeMinutes(12),
      maxStarts: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
      startCostCt: fc.constantFrom(0, 0.1, 3, 20),
      initial: fc.option(fc.record({ on: fc.boolean(), forMs: fc.integer({ min: 0, max: 70 * minute }) }), {
        nil: undefined,
      }),
    }),
    base,
    window,
  )
  .map(([amount, rules, shared, when]) => ({
    ...shared,
    ...when,
    ...rules,
    ...amount,
    kind: 'interruptible' as const,
  }));
