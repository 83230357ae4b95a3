// @ts-nocheck
import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import { type PricePoint, plan, prepare, type Reason, type Request } from '#src/planner/index.js';
import { hour, minute, series } from './series.js';

const base = { earliest: 0, latestEnd: 4 * hour } as const;
const contiguous = { ...base, kind: 'contiguous', durationMs: hour, powerW: 1000 } as const;
const interruptible = { ...base, kind: 'interruptible', durationMs: hour, powerW: 1000 } as const;
const profile = { ...base, kind: 'profile', profile: [{ durationMs: hour, powerW: 1000 }] } as const;
const energy = { ...base, kind: 'energy', energyWh: 1000, minPowerW: 0, maxPowerW: 1000, efficiency: 0.9 } as const;
const incumbent = (start: number, end: number) => ({
  incumbent: { segments: [{ start, end, powerW: 1 }], keepIfWithinCt: 0 },
});

describe('planner: malformed requests name the field', () => {
  const rows: [field: string, request: unknown][] = [
    ['kind', { ...contiguous, kind: 'thermal' }],
    ['earliest', { ...contiguous, earliest: Number.NaN }],
    ['latestEnd', { ...contiguous, latestEnd: Number.POSITIVE_INFINITY }],
    ['latestEnd', { ...contiguous, earliest: 5 * hour }],
    ['objective', { ...contiguous, objective: 'best' }],
    ['tieBreak', { ...contiguous, tieBreak: 'first' }],
    ['partial', { ...contiguous, partial: 'some' }],
    ['maxPriceCt', { ...contiguous, maxPriceCt: Number.NaN }],
    ['maxPriceCt', { ...contiguous, maxPriceCt: null }],
    ['maxOffMs', { ...contiguous, maxOffMs: 0 }],
    ['maxOffMs', { ...interruptible, maxOffMs: 90_500 }],
    ['maxOffMs', { ...interruptible, maxOffMs: 49 * hour }],
    ['maxOffMs', { ...interruptible, kind: 'below', maxPriceCt: 3 }],
    ['maxPriceCt', { ...interruptible, kind: 'below', maxOffMs: hour }],
    ['offBeforeMs', { ...contiguous, maxOffMs: hour, offBeforeMs: -1 }],
    ['initial.on', { ...contiguous, initial: { on: 1, forMs: 0 } }],
    ['initial.forMs', { ...contiguous, initial: { on: true, forMs: -1 } }],
    ['incumbent.keepIfWithinCt', { ...contiguous, incumbent: { segments: [], keepIfWithinCt: -1 } }],
    ['incumbent.segments.0.end', { ...contiguous, ...incumbent(5, 5) }],
    ['incumbent.segments.0.start', { ...contiguous, ...incumbent(Number.NaN, 5) }],
    ['durationMs', { ...contiguous, durationMs: -1 }],
    ['durationMs', { ...contiguous, durationMs: undefined }],
    ['durationMs', { ...contiguous, durationMs: '3600000' }],
    ['durationMs', { ...interruptible, durationMs: hour + 1000, minRunMs: minute }],
    ['powerW', { ...contiguous, powerW: 0 }],
    ['powerW', { ...interruptible, powerW: -5 }],
    ['startAlignMs', { ...contiguous, startAlignMs: 0 }],
    ['startAlignMs', { ...profile, startAlignMs: 0.5 }],
    ['minRunMs', { ...interruptible, minRunMs: 90_500 }],
    ['minPauseMs', { ...interruptible, minPauseMs: -minute }],
    ['maxStarts', { ...interruptible, maxStarts: 1.5 }],
    ['maxStarts', { ...energy, maxStarts: -1 }],
    ['startCostCt', { ...interruptible, startCostCt: Number.POSITIVE_INFINITY }],
    ['profile', { ...profile, profile: [] }],
    ['profile.1.powerW', { ...profile, profile: [...profile.profile, { durationMs: 1, powerW: -1 }] }],
    ['profile.0.durationMs', { ...profile, profile: [{ durationMs: Number.NaN, powerW: 1 }] }],
    ['energyWh', { ...energy, energyWh: -1 }],
    ['maxEnergyWh', { ...energy, maxEnergyWh: 999 }],
    ['minPowerW', { ...energy, minPowerW: 1001 }],
    ['maxPowerW', { ...energy, maxPowerW: 0 }],
    ['efficiency', { ...energy, efficiency: 0 }],
    ['efficiency', { ...energy, efficiency: 1.01 }],
  ];
  for (const [field, request] of rows)
    it(`${field}: ${JSON.stringify(request)}`, () => {
      assert.throws(
        () => plan(prepare(series([1, 2, 3, 4])), request as Request),
        (error) => error instanceof ConfigError && error.code === 'invalid-value' && error.params.field === field,
      );
    });
});

describe('planner: prepare refuses what is no series', () => {
  const rows: [field: string, points: PricePoint[]][] = [
    ['points.0.end', [{ start: 5, end: 5, price: 1 }]],
    ['points.0.start', [{ start: Number.NaN, end: 5, price: 1 }]],
    ['points.0.price', [{ start: 0, end: 5, price: Number.NaN }]],
    ['points.0.price', [{ start: 0, end: 5, price: undefined as unknown as null }]],
    ['points.1.start', [...series([1]), { start: hour - 1, end: 2 * hour, price: 1 }]],
    ['points.1.start', [...series([1], 60, hour), ...series([1])]],
  ];
  for (const [field, points] of rows)
    it(`${field}: ${JSON.stringify(points)}`, () => {
      assert.throws(
        () => prepare(points),
        (error) => error instanceof ConfigError && error.params.field === field,
      );
    });

  it('an empty series is one in which nothing is known', () => {
    const found = plan(prepare([]), contiguous);
    assert.deepEqual([found.feasible, found.reason, found.validUntil], [false, 'missing-prices', 0]);
    assert.equal(plan(prepare([]), { ...contiguous, durationMs: 0 }).feasible, true);
  });

  it('keeps no hold of its points', () => {
    const points = series([1, 2, 3]).map((point) => ({ ...point }));
    const prices = prepare(points);
    const before = plan(prices, { ...contiguous, latestEnd: 3 * hour });
    for (const point of points) point.price = 100 - (point.price ?? 0);
    assert.deepEqual(plan(prices, { ...contiguous, latestEnd: 3 * hour }), before);
  });
});

describe('planner: no plan, and the first rule in the way', () => {
  const rows: [reason: Reason, prices: (number | null)[], request: Request][] = [
    ['window-too-short', [1, 2, 3, 4], { ...contiguous, durationMs: 5 * hour }],
    ['window-too-short', [1, 2, 3, 4], { ...interruptible, earliest: 4 * hour }],
    ['window-too-short', [1, 2, 3, 4], { ...energy, energyWh: 4000 }],
    ['window-too-short', [1, 2, 3, 4], { ...contiguous, earliest: 1, startAlignMs: 4 * hour }],
    ['window-too-short', [1, 2, 3, 4], { ...interruptible, minRunMs: 2 * hour }],
    ['window-too-short', [1, 2, 3, 4], { ...interruptible, maxStarts: 0 }],
    ['missing-prices', [1, null, 3], { ...contiguous, durationMs: 2 * hour }],
    ['missing-prices', [1, 2], { ...interruptible, durationMs: 3 * hour }],
    ['missing-prices', [1, null, 3, null], { ...interruptible, durationMs: 2 * hour, minRunMs: 2 * hour }],
    ['price-cap', [1, 5, 1, 5], { ...contiguous, durationMs: 2 * hour, maxPriceCt: 4 }],
    ['price-cap', [5, null, 5], { ...interruptible, maxPriceCt: 4 }],
    ['price-cap', [5, 5, 5], { ...profile, maxPriceCt: 4 }],
    ['initial-state', [null, 1, 1], { ...contiguous, initial: { on: true, forMs: minute } }],
    [
      'initial-state',
      [1, 1, 1, 1],
      { ...interruptible, durationMs: 4 * hour, minPauseMs: hour, initial: { on: false, forMs: 0 } },
    ],
    ['initial-state', [null, 1, 1, 1], { ...interruptible, minRunMs: hour, initial: { on: true, forMs: minute } }],
  ];
  for (const [reason, prices, request] of rows)
    it(`${reason}: ${JSON.stringify(prices)} ${JSON.stringify(request)}`, () => {
      const found = plan(prepare(series(prices)), request);
      assert.deepEqual([found.feasible, found.reason], [false, reason]);
      assert.deepEqual([found.segments, found.costCt, found.energyWh, found.nextChange], [[], 0, 0, null]);
    });

  it('a shorter plan says why it is short', () => {
    const short = plan(prepare(series([1, 9, 2, 9])), {
      ...interruptible,
      durationMs: 3 * hour,
      maxPriceCt: 5,
      partial: 'maximise',
    });
    assert.deepEqual([short.feasible, short.reason, short.energyWh], [true, 'price-cap', 2000]);
    const nothing = plan(prepare([]), { ...contiguous, partial: 'maximise' });
    assert.deepEqual([nothing.feasible, nothing.reason, nothing.segments], [true, 'missing-prices', []]);
  });
});
