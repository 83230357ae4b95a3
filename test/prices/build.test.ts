import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildSeries, mergeSeries, type PricedStart } from '#src/prices/index.js';

const base = Date.parse('2026-11-22T00:00:00Z');
const minutes = (n: number) => n * 60_000;

/** Points at minutes after midnight, the price being the minute. */
function starts(...at: number[]): PricedStart[] {
  return at.map((minute) => ({ start: base + minutes(minute), priceCt: minute }));
}

function every(step: number, from: number, to: number): number[] {
  return Array.from({ length: (to - from) / step }, (_, i) => from + i * step);
}

/** Lengths in minutes, by the minute of the start. */
function lengths(points: readonly PricedStart[], resolutionMinutes?: number): Record<number, number> {
  const series = buildSeries(points, { resolutionMs: resolutionMinutes && minutes(resolutionMinutes) });
  return Object.fromEntries(series.map(({ start, end }) => [(start - base) / 60_000, (end - start) / 60_000]));
}

describe('prices: lengths of intervals', () => {
  const hours = every(60, 0, 1440);
  const quarters = every(15, 0, 1440);
  const rows: [string, number[], number | undefined, Record<number, number>][] = [
    ['nothing', [], undefined, {}],
    ['one price is a quarter-hour', [0], undefined, { 0: 15 }],
    ['one price takes the hint', [0], 60, { 0: 60 }],
    ...[7, 0, -15, 0.5, 1.5, 45, 120, Number.NaN].map((hint): [string, number[], number, Record<number, number>] => [
      `a hint of ${hint} minutes is no length`,
      [0],
      hint,
      { 0: 15 },
    ]),
    ...[1, 5, 30].map((hint): [string, number[], number, Record<number, number>] => [
      `a hint of ${hint} min is one`,
      [0],
      hint,
      { 0: hint },
    ]),
    ['two quarter-hours', [0, 15], undefined, { 0: 15, 15: 15 }],
    ['half-hours', [0, 30, 60], undefined, { 0: 30, 30: 30, 60: 30 }],
    ['hours against a hint that says 60', [0, 60, 120], 60, { 0: 60, 60: 60, 120: 60 }],
    ['quarter-hours though the hint says hourly', [0, 15, 30], 60, { 0: 15, 15: 15, 30: 15 }],
    ['a few prices an hour apart are no hours when the hint says 15', [0, 60, 120], 15, { 0: 15, 60: 15, 120: 15 }],
    ['a missing quarter-hour stays a gap', [0, 15, 45, 60], undefined, { 0: 15, 15: 15, 45: 15, 60: 15 }],
    ['three missing quarter-hours are no hour', [0, 15, 75, 90], undefined, { 0: 15, 15: 15, 75: 15, 90: 15 }],
    [
      'every other quarter-hour missing is no half-hour',
      [0, 15, 45, 75, 90],
      undefined,
      { 0: 15, 15: 15, 45: 15, 75: 15, 90: 15 },
    ],
    ['a missing hour stays a gap', [0, 60, 180, 240], undefined, { 0: 60, 60: 60, 180: 60, 240: 60 }],
    ['a missing first quarter-hour', [0, 30, 45], undefined, { 0: 15, 30: 15, 45: 15 }],
    ['an odd distance is no length', [0, 45], undefined, { 0: 15, 45: 15 }],
  ];
  for (const [title, at, hint, expected] of rows)
    it(title, () => {
      assert.deepEqual(lengths(starts(...at), hint), expected);
    });

  it('a quarter-hour that is missing in a whole day of them stays a gap, and so do three', () => {
    const found = lengths(starts(...quarters.filter((minute) => ![30, 600, 615, 630].includes(minute))));
    assert.equal(found[15], 15);
    assert.equal(found[585], 15);
  });

  for (const [count, length] of [
    [15, 15],
    [16, 60],
  ] as const)
    it(`${count} distances of an hour in a row beside quarter-hours are ${length === 60 ? '' : 'no '}hours`, () => {
      const found = lengths(starts(...every(60, 0, 60 * count), ...every(15, 60 * count, 60 * count + 60)));
      assert.equal(found[0], length);
      assert.equal(found[60 * count], 15);
    });

  for (const [name, told, expected] of [
    ['the nearest', { 0: 60, 210: 30 }, { 0: 60, 70: 60, 140: 30, 210: 30, 280: 30 }],
    ['the earlier one of two that are as near', { 0: 60, 140: 30 }, { 0: 60, 70: 60, 140: 30, 210: 30, 280: 30 }],
    ['the only one, however far it is', { 280: 5 }, { 0: 5, 70: 5, 140: 5, 210: 5, 280: 5 }],
    ['the hint without any', {}, { 0: 20, 70: 20, 140: 20, 210: 20, 280: 20 }],
  ] as const)
    it(`whose length nobody knows takes that of ${name}`, () => {
      const ends: Readonly<Record<number, number>> = told;
      const points = starts(0, 70, 140, 210, 280).map((point) => {
        const length = ends[(point.start - base) / 60_000];
        return length === undefined ? point : { ...point, end: point.start + minutes(length) };
      });
      assert.deepEqual(lengths(points, 20), expected);
    });

  for (const [count, length] of [
    [15, 15],
    [16, 60],
  ] as const)
    it(`${count} distances of an hour in a row behind quarter-hours are ${length === 60 ? '' : 'no '}hours`, () => {
      const found = lengths(starts(...quarters, ...every(60, 1440, 1500 + 60 * count)));
      assert.equal(found[1440], length);
      assert.equal(found[1440 + 60 * count - 60], length);
      assert.equal(found[0], 15);
    });

  it('of two ends for one start the earlier one counts', () => {
    const ends = [30, 15, 45].map((end) => ({ start: base, end: base + minutes(end), priceCt: 1 }));
    assert.deepEqual(
      buildSeries(ends).map(({ end }) => end),
      [base + minutes(15)],
    );
  });

  it('a whole day of hours is believed against a hint of 15 minutes', () => {
    assert.ok(Object.values(lengths(starts(...hours), 15)).every((length) => length === 60));
  });

  for (const [title, at] of [
    ['hours, then quarter-hours', [...hours, ...quarters.map((m) => m + 1440)]],
    ['quarter-hours, then hours', [...quarters, ...hours.map((m) => m + 1440)]],
  ] as const)
    it(`${title}: each keeps its length`, () => {
      const found = lengths(starts(...at));
      const dayOfHours = at[1] === 60 ? 0 : 1;
      for (const [start, length] of Object.entries(found))
        assert.equal(length, Math.floor(Number(start) / 1440) === dayOfHours ? 60 : 15, `at minute ${start}`);
    });

  it('a hole in the hours before quarter-hours stays a hole of one hour', () => {
    const found = lengths(starts(...hours.filter((m) => m !== 180), ...quarters.map((m) => m + 1440)));
    assert.equal(found[120], 60);
    assert.equal(found[0], 60);
    assert.equal(found[1380], 60);
  });

  it('takes an end where the source tells it, but never over the next start', () => {
    const [a, b, c] = starts(0, 30, 120);
    const series = buildSeries([{ ...a!, end: base + minutes(60) }, { ...b!, end: base + minutes(40) }, c!]);
    assert.deepEqual(
      series.map(({ start, end }) => [(start - base) / 60_000, (end - base) / 60_000]),
      [
        [0, 30],
        [30, 40],
        [120, 130],
      ],
    );
  });
});

describe('prices: building a series', () => {
  it('a repeated price collapses, two amounts for one instant are unknown, an amount beats a null', () => {
    const at = (priceCt: number | null, minute: number, electricity?: number): PricedStart => ({
      start: base + minutes(minute),
      priceCt,
      components: electricity === undefined ? {} : { electricity, grid: 9 },
    });
    const series = buildSeries([
      at(1, 0, 1),
      at(1, 0, 1),
      at(2, 15, 2),
      at(3, 15, 3),
      at(null, 30),
      at(4, 30, 4),
      at(5, 45, 1),
      at(5, 45, 2),
    ]);
    assert.deepEqual(
      series.map(({ priceCt, components }) => [priceCt, components]),
      [
        [1, { electricity: 1, grid: 9 }],
        [null, {}],
        [4, { electricity: 4, grid: 9 }],
        [5, { grid: 9 }],
      ],
    );
  });

  it('keeps zero, negative and huge prices; minus zero is zero', () => {
    const series = buildSeries(
      [0, -0, -49.99, 1e308].map((priceCt, i) => ({ start: base + minutes(15 * i), priceCt })),
    );
    assert.deepEqual(
      series.map(({ priceCt }) => priceCt),
      [0, 0, -49.99, 1e308],
    );
  });

  for (const [field, point] of [
    ['price', { start: base, priceCt: Number.NaN }],
    ['price', { start: base, priceCt: Number.POSITIVE_INFINITY }],
    ['start', { start: base + 0.5, priceCt: 1 }],
    ['start', { start: Number.NaN, priceCt: 1 }],
    ['end', { start: base, end: base, priceCt: 1 }],
    ['components.grid', { start: base, priceCt: 1, components: { grid: Number.NaN } }],
  ] as const)
    it(`refuses ${field} of ${JSON.stringify(point)}`, () => {
      assert.throws(
        () => buildSeries([point]),
        (error: { code?: string; params?: { field?: string; allowed?: string } }) =>
          error.code === 'invalid-value' &&
          error.params?.field === field &&
          error.params.allowed?.startsWith('a') === true,
      );
    });
});

describe('prices: an answer in any shape', () => {
  const amount = fc.option(fc.integer({ min: -50, max: 50 }), { nil: null });
  const uniform = fc
    .record({
      step: fc.constantFrom(15, 30, 60),
      from: fc.integer({ min: -50, max: 50 }),
      prices: fc.array(amount, { maxLength: 60 }),
    })
    .map(({ step, from, prices }) => ({
      resolutionMs: minutes(step),
      points: prices.map((priceCt, i) => ({
        start: base + minutes((from + i) * step),
        priceCt,
        components: priceCt === null ? {} : { electricity: priceCt - 1, grid: 1 },
      })),
    }));

  it('any order and any repetition give the same series', () => {
    const shuffled = uniform.chain(({ points, resolutionMs }) =>
      fc.record({
        points: fc.constant(points),
        resolutionMs: fc.constant(resolutionMs),
        order: fc.shuffledSubarray([...points, ...points], { minLength: points.length * 2 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ points, resolutionMs, order }) => {
        assert.deepEqual(buildSeries(order), buildSeries(points));
        assert.deepEqual(buildSeries(order, { resolutionMs }), buildSeries(points, { resolutionMs }));
      }),
    );
  });

  it('an answer in pieces, cut anywhere, gives the same series in any order of the pieces', () => {
    const cut = fc.record({ answer: uniform, at: fc.nat(60), isLaterFirst: fc.boolean() });
    fc.assert(
      fc.property(cut, ({ answer: { points, resolutionMs }, at, isLaterFirst }) => {
        const pieces = [points.slice(0, at), points.slice(at)].map((piece) => buildSeries(piece, { resolutionMs }));
        const [first = [], second = []] = isLaterFirst ? pieces.toReversed() : pieces;
        assert.deepEqual(mergeSeries(first, second), buildSeries(points, { resolutionMs }));
      }),
    );
  });

  it('an answer dealt into two heaps gives the same series', () => {
    const dealt = fc.record({ answer: uniform, isLeft: fc.infiniteStream(fc.boolean()) });
    fc.assert(
      fc.property(dealt, ({ answer: { points, resolutionMs }, isLeft }) => {
        const heaps: [PricedStart[], PricedStart[]] = [[], []];
        for (const point of points) heaps[isLeft.next().value ? 0 : 1].push(point);
        const [left, right] = heaps.map((heap) => buildSeries(heap, { resolutionMs }));
        assert.deepEqual(mergeSeries(left!, right!), buildSeries(points, { resolutionMs }));
      }),
    );
  });

  it('no series overlaps, whatever the starts', () => {
    const wild = fc.array(
      fc.record({
        start: fc.integer({ min: 0, max: 600 }).map((minute) => base + minutes(minute)),
        priceCt: amount,
        end: fc.constant(undefined),
      }),
    );
    fc.assert(
      fc.property(wild, fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }), (points, hint) => {
        const series = buildSeries(points, { resolutionMs: hint && minutes(hint) });
        for (const [i, interval] of series.entries()) {
          assert.ok(interval.start < interval.end);
          assert.ok(interval.end <= (series[i + 1]?.start ?? Number.POSITIVE_INFINITY));
        }
        assert.deepEqual(
          series.map(({ start }) => start),
          [...new Set(points.map(({ start }) => start))].sort((a, b) => a - b),
        );
      }),
    );
  });
});
