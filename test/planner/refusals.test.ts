import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import { type AnyRequest, type PricePoint, plan, prepare, type Reason, type Request } from '#src/planner/index.js';
import { hour, minute, series } from './series.js';

const base = { earliest: 0, latestEnd: 4 * hour } as const;
const contiguous = { ...base, kind: 'contiguous', durationMs: hour, powerW: 1000 } as const;
const interruptible = { ...base, kind: 'interruptible', durationMs: hour, powerW: 1000 } as const;
const profile = { ...base, kind: 'profile', profile: [{ durationMs: hour, powerW: 1000 }] } as const;
const energy = { ...base, kind: 'energy', energyWh: 1000, minPowerW: 0, maxPowerW: 1000, efficiency: 0.9 } as const;
const incumbent = (...runs: [start: number, end: number, powerW: number][]) => ({
  incumbent: { segments: runs.map(([start, end, powerW]) => ({ start, end, powerW })), keepIfWithinCt: 0 },
});

const number = 'a finite number';
const positive = 'a number above 0';
const fromZero = 'a number from 0';
const minutes = 'whole minutes in ms (multiples of 60000) together with run rules';
const below = { ...interruptible, kind: 'below', maxPriceCt: 3, maxOffMs: hour } as const;

const isOn = { initial: { on: true, forMs: minute } };

describe('planner: malformed requests name the field, what it is and what is allowed', () => {
  const rows: [field: string, allowed: string, request: unknown][] = [
    ['kind', 'contiguous, interruptible, profile, energy, below', { ...contiguous, kind: 'thermal' }],
    ['earliest', number, { ...contiguous, earliest: Number.NaN }],
    ['latestEnd', number, { ...contiguous, latestEnd: Number.POSITIVE_INFINITY }],
    ['latestEnd', 'a number from 18000000', { ...contiguous, earliest: 5 * hour }],
    ['objective', 'cheapest, dearest', { ...contiguous, objective: 'best' }],
    ['tieBreak', 'earliest, latest, fewest', { ...contiguous, tieBreak: 'first' }],
    ['partial', 'exact, maximise', { ...contiguous, partial: 'some' }],
    ['maxPriceCt', number, { ...contiguous, maxPriceCt: Number.NaN }],
    ['maxPriceCt', number, { ...contiguous, maxPriceCt: null }],
    ['maxOffMs', 'a number from 60000', { ...contiguous, maxOffMs: 0 }],
    ['maxOffMs', minutes, { ...interruptible, maxOffMs: 90_500 }],
    ['maxOffMs', 'a number from 60000', { ...interruptible, maxOffMs: minute / 2 }],
    ['maxOffMs', number, { ...contiguous, maxOffMs: Number.NaN }],
    ['maxOffMs', number, { ...below, maxOffMs: undefined }],
    ['maxPriceCt', number, { ...below, maxPriceCt: undefined }],
    ['powerW', positive, { ...below, powerW: 0 }],
    ['minRunMs', minutes, { ...below, minRunMs: 90_500 }],
    ['offBeforeMs', fromZero, { ...contiguous, maxOffMs: hour, offBeforeMs: -1 }],
    ['initial.on', 'true or false', { ...contiguous, initial: { on: 1, forMs: 0 } }],
    ['initial.forMs', fromZero, { ...contiguous, initial: { on: true, forMs: -1 } }],
    [
      'closed.1.start',
      number,
      {
        ...contiguous,
        closed: [
          { start: 0, end: 0 },
          { start: Number.NaN, end: 1 },
        ],
      },
    ],
    [
      'closed.1.end',
      'a number from 2',
      {
        ...contiguous,
        closed: [
          { start: 0, end: 0 },
          { start: 2, end: 1 },
        ],
      },
    ],
    ['incumbent.keepIfWithinCt', fromZero, { ...contiguous, incumbent: { segments: [], keepIfWithinCt: -1 } }],
    ['incumbent.segments.0.end', 'after its start (5)', { ...contiguous, ...incumbent([5, 5, 1]) }],
    ['incumbent.segments.0.end', 'after its start (5)', { ...contiguous, ...incumbent([5, 4, 1]) }],
    ['incumbent.segments.0.end', number, { ...contiguous, ...incumbent([5, Number.POSITIVE_INFINITY, 1]) }],
    ['incumbent.segments.0.start', number, { ...contiguous, ...incumbent([Number.NaN, 5, 1]) }],
    ['incumbent.segments.1.start', 'a number from 7', { ...contiguous, ...incumbent([5, 7, 1], [6, 8, 1]) }],
    ['incumbent.segments.0.powerW', fromZero, { ...contiguous, ...incumbent([5, 7, -1]) }],
    ['durationMs', fromZero, { ...contiguous, durationMs: -1 }],
    ['durationMs', number, { ...contiguous, durationMs: undefined }],
    ['durationMs', number, { ...contiguous, durationMs: '3600000' }],
    ['durationMs', fromZero, { ...interruptible, durationMs: -1 }],
    ['durationMs', minutes, { ...interruptible, durationMs: hour + 1000, minRunMs: minute }],
    ['durationMs', minutes, { ...interruptible, durationMs: hour + 1000, maxOffMs: hour }],
    ['durationMs', minutes, { ...interruptible, durationMs: hour + 1000, startCostCt: 0.1 }],
    ['powerW', positive, { ...contiguous, powerW: 0 }],
    ['powerW', positive, { ...interruptible, powerW: -5 }],
    ['startAlignMs', 'a whole number of ms from 1', { ...contiguous, startAlignMs: 0 }],
    ['startAlignMs', 'a whole number of ms from 1', { ...profile, startAlignMs: 1.5 }],
    ['minRunMs', minutes, { ...interruptible, minRunMs: 90_500 }],
    ['minRunMs', fromZero, { ...interruptible, minRunMs: -minute }],
    ['minPauseMs', minutes, { ...interruptible, minPauseMs: 90_500 }],
    ['minPauseMs', fromZero, { ...interruptible, minPauseMs: -minute }],
    ['maxStarts', 'a whole number from 0', { ...interruptible, maxStarts: 1.5 }],
    ['maxStarts', 'a whole number from 0', { ...energy, maxStarts: -1 }],
    ['startCostCt', number, { ...interruptible, startCostCt: Number.POSITIVE_INFINITY }],
    ['startCostCt', fromZero, { ...interruptible, startCostCt: -1 }],
    ['profile', 'at least one phase', { ...profile, profile: [] }],
    ['profile.1.powerW', fromZero, { ...profile, profile: [...profile.profile, { durationMs: 1, powerW: -1 }] }],
    ['profile.0.durationMs', number, { ...profile, profile: [{ durationMs: Number.NaN, powerW: 1 }] }],
    ['energyWh', fromZero, { ...energy, energyWh: -1 }],
    ['maxEnergyWh', 'a number from 1000', { ...energy, maxEnergyWh: 999 }],
    ['minPowerW', 'between 0 and 1000', { ...energy, minPowerW: 1001 }],
    ['minPowerW', 'between 0 and 1000', { ...energy, minPowerW: -1 }],
    ['minPowerW', number, { ...energy, minPowerW: Number.NaN }],
    ['maxPowerW', positive, { ...energy, maxPowerW: 0 }],
    ['efficiency', positive, { ...energy, efficiency: 0 }],
    ['efficiency', 'between 0 and 1', { ...energy, efficiency: 1.01 }],
  ];
  for (const [field, allowed, request] of rows)
    it(`${field}: ${JSON.stringify(request)}`, () => {
      assert.throws(
        () => plan(prepare(series([1, 2, 3, 4])), request as Request),
        (error) =>
          error instanceof ConfigError &&
          error.code === 'invalid-value' &&
          error.params.field === field &&
          error.params.allowed === allowed,
      );
    });
});

describe('planner: what is just allowed', () => {
  const rows: [what: string, request: AnyRequest][] = [
    ['a window without time', { ...contiguous, durationMs: 0, latestEnd: 0 }],
    ['a closed time without time', { ...contiguous, closed: [{ start: hour, end: hour }] }],
    ['nothing at all', { ...interruptible, durationMs: 0 }],
    ['a minute off', { ...contiguous, maxOffMs: minute, durationMs: 4 * hour, offBeforeMs: 0 }],
    ['days off', { ...contiguous, maxOffMs: 100 * 24 * hour }],
    ['an old plan of which one run begins where another ends', { ...contiguous, ...incumbent([0, 1, 0], [1, 2, 0]) }],
    ['an old plan before 1970', { ...contiguous, ...incumbent([-9e15, -8e15, 0]) }],
    ['starts at any ms', { ...profile, startAlignMs: 1 }],
    ['a part of a minute without rules', { ...interruptible, durationMs: 1234, minRunMs: 0, minPauseMs: 0 }],
    ['a part of a minute where a start costs nothing', { ...interruptible, durationMs: 1234, startCostCt: 0 }],
    ['minutes but for less than half a ms', { ...interruptible, durationMs: hour + 0.4, minRunMs: minute - 0.4 }],
    ['the least power is the full one', { ...energy, minPowerW: 1000, efficiency: 1 }],
    ['no more than the least energy', { ...energy, maxEnergyWh: 1000 }],
    ['a phase without length and power', { ...profile, profile: [{ durationMs: 0, powerW: 0 }] }],
  ];
  for (const [what, request] of rows)
    it(what, () => assert.equal(plan(prepare(series([1, 2, 3, 4])), request).feasible, true));

  it('no start, where none is needed', () => {
    assert.equal(plan(prepare(series([1])), { ...interruptible, durationMs: 0, maxStarts: 0 }).feasible, true);
  });
});

describe('planner: prepare refuses what is no series', () => {
  const known = 'a number of ct/kWh, or null when unknown';
  const rows: [field: string, allowed: string, points: PricePoint[]][] = [
    ['points.0.end', 'after its start (5)', [{ start: 5, end: 5, price: 1 }]],
    ['points.0.end', 'after its start (5)', [{ start: 5, end: 5.4, price: 1 }]],
    ['points.1.end', 'an instant in ms', [...series([1]), { start: hour, end: Number.POSITIVE_INFINITY, price: 1 }]],
    ['points.0.start', 'an instant in ms', [{ start: Number.NaN, end: 5, price: 1 }]],
    ['points.0.price', known, [{ start: 0, end: 5, price: Number.NaN }]],
    ['points.0.price', known, [{ start: 0, end: 5, price: undefined as unknown as null }]],
    [
      'points.1.start',
      `at or after the end of the point before (${hour})`,
      [...series([1]), ...series([1], 60, hour - 1)],
    ],
    [
      'points.1.start',
      `at or after the end of the point before (${2 * hour})`,
      [...series([1], 60, hour), ...series([1])],
    ],
  ];
  for (const [field, allowed, points] of rows)
    it(`${field}: ${JSON.stringify(points)}`, () => {
      assert.throws(
        () => prepare(points),
        (error) =>
          error instanceof ConfigError &&
          error.code === 'invalid-value' &&
          error.params.field === field &&
          error.params.allowed === allowed,
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
    ['window-too-short', [1, 2, 3, 4], { ...interruptible, durationMs: 5 * hour, minRunMs: hour, ...isOn }],
    ['window-too-short', [1, 2, 3, 4], { ...interruptible, durationMs: 5 * hour, minRunMs: 5 * hour, ...isOn }],
    [
      'window-too-short',
      [1, 2, 3, 4],
      { ...energy, energyWh: 492, efficiency: 1, minRunMs: 30 * minute, latestEnd: 20 * minute, ...isOn },
    ],
    ['initial-state', [1, 2, 3, 4], { ...interruptible, minRunMs: 5 * hour, ...isOn }],
    ['missing-prices', [1, null, 3], { ...contiguous, durationMs: 2 * hour }],
    ['missing-prices', [1, 2], { ...interruptible, durationMs: 3 * hour }],
    ['missing-prices', [1, null, 3, null], { ...interruptible, durationMs: 2 * hour, minRunMs: 2 * hour }],
    ['price-cap', [1, 5, 1, 5], { ...contiguous, durationMs: 2 * hour, maxPriceCt: 4 }],
    ['price-cap', [5, null, 5], { ...interruptible, maxPriceCt: 4 }],
    ['price-cap', [5, 5, 5], { ...profile, maxPriceCt: 4 }],
    ['off-too-long', [1, null, null, null], { ...interruptible, maxOffMs: 2 * hour }],
    ['off-too-long', [1, null, null, null], { ...contiguous, maxOffMs: 2 * hour }],
    [
      'initial-state',
      [1, null, null, null],
      { ...interruptible, maxOffMs: 3 * hour, minPauseMs: hour, initial: { on: false, forMs: 0 } },
    ],
    ['missing-prices', [null, null, null, null], { ...interruptible, maxOffMs: 2 * hour, durationMs: 2 * hour }],
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

  const fitting: [what: string, request: AnyRequest][] = [
    ['one run that takes the whole window', { ...contiguous, durationMs: 4 * hour }],
    ['pieces that take the whole window', { ...interruptible, durationMs: 4 * hour }],
    ['pieces under rules', { ...interruptible, durationMs: 4 * hour, minRunMs: 2 * hour }],
    ['energy that takes the whole window', { ...energy, energyWh: 4000, efficiency: 1 }],
    ['energy of parts of a ms', { ...energy, energyWh: 1001, maxPowerW: 3700 }],
    ['energy of parts of a minute, under rules', { ...energy, energyWh: 1001, minRunMs: minute }],
    ['a profile', profile],
    ['no run time', { ...contiguous, durationMs: 0 }],
    ['nothing below the limit, where it may be off all the time', { ...below, maxPriceCt: 0, maxOffMs: 4 * hour }],
  ];
  for (const [what, request] of fitting)
    for (const partial of ['exact', 'maximise'] as const)
      it(`none for a plan that holds all that was asked for (${partial}): ${what}`, () => {
        const found = plan(prepare(series([1, 2, 3, 4])), { ...request, partial });
        assert.deepEqual([found.feasible, found.reason], [true, undefined]);
      });
});
