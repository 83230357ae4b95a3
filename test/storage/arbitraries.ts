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
