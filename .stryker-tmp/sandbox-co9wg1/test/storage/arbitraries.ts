// @ts-nocheck
import fc from 'fast-check';
import type { Battery, Step } from '#src/storage/index.js';

const msPerHour = 3_600_000;
const from = Date.UTC(2026, 9, 24, 22);

/** A battery and steps whose limits are all whole stored kWh: what leaves or enters is worth twice or half of it or the same. */
export interface WholeCase {
  readonly battery: Battery;
  readonly steps: readonly Step[];
  readonly endValueCt: number;
}

const price = fc.oneof(fc.integer({ min: -50, max: 60 }), fc.constantFrom(-50, 0, 20, 20, 30), fc.constant(Number.NaN));

/** Whole numbers throughout, so that an oracle that tries all of them is exact. */
export const wholeCases: fc.Arbitrary<WholeCase> = fc
  .record({
    minKwh: fc.integer({ min: 0, max: 2 }),
    room: fc.integer({ min: 0, max: 9 }),
    chargeEfficiency: fc.constantFrom(1, 0.5),
    dischargeEfficiency: fc.constantFrom(1, 0.5),
    charge: fc.integer({ min: 0, max: 3 }),
    discharge: fc.integer({ min: 0, max: 3 }),
    wearCt: fc.integer({ min: 0, max: 4 }),
    chargeFromGrid: fc.boolean(),
    feedFromBattery: fc.boolean(),
    limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    endValueCt: fc.integer({ min: -5, max: 35 }),
    steps: fc.array(
      fc.record({
        buyCt: price,
        feedInCt: fc.oneof(fc.constantFrom(0, 8, 28), fc.integer({ min: -50, max: 40 })),
        net: fc.integer({ min: -3, max: 3 }),
        drainKwh: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
      }),
      { minLength: 1, maxLength: 10 },
    ),
  })
  .map(({ room, charge, discharge, limit, steps, endValueCt, ...rest }) => ({
    // Two AC kWh are a whole number of stored ones at every efficiency that is drawn.
    battery: {
      ...rest,
      maxKwh: rest.minKwh + room,
      chargeKw: 2 * charge,
      dischargeKw: 2 * discharge,
      leaveRoom: true,
      ...(limit !== undefined && { gridLimitKw: 2 * limit }),
    },
    steps: steps.map(({ net, ...step }, i) => ({
      ...step,
      netKwh: 2 * net,
      start: from + i * msPerHour,
      end: from + (i + 1) * msPerHour,
      expected: false,
    })),
    endValueCt,
  }));

/** With three decimals: a solver works with a tolerance, and would lose smaller amounts. */
const decimals = (min: number, max: number) => fc.integer({ min: min * 1_000, max: max * 1_000 }).map((n) => n / 1_000);

/** A home as they are: any efficiency, quarter-hours and hours mixed, feed-in of several kinds, sun and none, prices as they come. */
export const homeCases: fc.Arbitrary<WholeCase & { readonly storedKwh: number }> = fc
  .record({
    capacity: fc.constantFrom(0, 2.4, 5.1, 10, 13.8),
    reserve: fc.constantFrom(0, 0.1, 0.25),
    powers: fc.tuple(fc.constantFrom(0, 0.8, 2.5, 5, 11), fc.constantFrom(0, 0.8, 2.5, 5)),
    roundTrip: fc.constantFrom(1, 0.9, 0.81, 0.7),
    wearCt: fc.constantFrom(0, 2, 6),
    chargeFromGrid: fc.boolean(),
    feedFromBattery: fc.boolean(),
    gridLimitKw: fc.option(fc.constantFrom(0, 1, 4.2, 8), { nil: undefined }),
    feedIn: fc.constantFrom('none', 'fixed', 'zero when negative', 'spot', 'old plant'),
    sunKw: fc.constantFrom(0, 0, 3, 8),
    hourly: fc.constantFrom(0, 0.3, 1),
    stored: decimals(0, 1),
    endValueCt: decimals(-5, 40),
    steps: fc.array(
      fc.record({
        spot: fc.oneof(
          { weight: 6, arbitrary: decimals(-10, 40) },
          { weight: 3, arbitrary: fc.integer({ min: 0, max: 12 }) },
          { weight: 1, arbitrary: fc.constantFrom(-50, -20, 0, 300) },
        ),
        unknown: fc.nat(39),
        house: decimals(0, 4),
        sun: decimals(0, 1),
        length: decimals(0, 1),
        drain: fc.nat(19),
      }),
      { minLength: 1, maxLength: 24 },
    ),
  })
  .map(({ capacity, reserve, powers, roundTrip, feedIn, sunKw, hourly, stored, steps, gridLimitKw, ...rest }) => {
    const minKwh = capacity * reserve;
    const [chargeKw, dischargeKw] = powers;
    const efficiency = Math.sqrt(roundTrip);
    const limit = gridLimitKw === undefined ? {} : { gridLimitKw };
    const { wearCt, chargeFromGrid, feedFromBattery, endValueCt } = rest;
    const both = { chargeEfficiency: efficiency, dischargeEfficiency: efficiency, leaveRoom: true };
    const permissions = { chargeFromGrid, feedFromBattery };
    let end = from;
    return {
      battery: { minKwh, maxKwh: capacity, chargeKw, dischargeKw, wearCt, ...both, ...permissions, ...limit },
      steps: steps.map(({ spot, unknown, house, sun, length, drain }): Step => {
        const hours = length < hourly ? 1 : 0.25;
        const start = end;
        end += hours * msPerHour;
        const feedInCt = { none: 0, fixed: 7.9, 'zero when negative': spot < 0 ? 0 : 7.9, spot, 'old plant': 28 }[
          feedIn
        ];
        const buyCt = unknown === 0 ? Number.NaN : spot * 1.19 + 19.6;
        const netKwh = (house - sun * sunKw) * hours;
        return { start, end, buyCt, feedInCt, netKwh, expected: false, drainKwh: drain === 0 ? house / 4 : 0 };
      }),
      endValueCt,
      storedKwh: minKwh + (capacity - minKwh) * stored,
    };
  });

const odd = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0, 1, 5, 10),
);

/** Batteries of numbers that mean nothing. */
export const oddBatteries: fc.Arbitrary<Battery> = fc.record({
  minKwh: odd,
  maxKwh: odd,
  chargeKw: odd,
  dischargeKw: odd,
  chargeEfficiency: odd,
  dischargeEfficiency: odd,
  wearCt: odd,
  chargeFromGrid: fc.boolean(),
  feedFromBattery: fc.boolean(),
  leaveRoom: fc.boolean(),
  gridLimitKw: odd,
});

/** Steps of numbers that mean nothing, in any order and of any length. */
export const oddSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    start: fc.integer(),
    end: fc.integer(),
    buyCt: odd,
    feedInCt: odd,
    netKwh: odd,
    expected: fc.boolean(),
    drainKwh: odd,
  }),
  { maxLength: 12 },
);
