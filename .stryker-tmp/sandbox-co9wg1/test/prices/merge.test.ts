// @ts-nocheck
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isKnown, mergeSeries, type PriceSeries, priceAt } from '#src/prices/index.js';

type Row = readonly [start: number, end: number, price: number | null];

function series(...rows: Row[]): PriceSeries {
  return rows.map(([start, end, priceCt]) => ({ start, end, priceCt, components: {} }));
}

function rows(found: PriceSeries): Row[] {
  return found.map(({ start, end, priceCt }) => [start, end, priceCt]);
}

/** Any series on a grid of 15, with gaps, unknown prices and mixed lengths; all prices of a series lie near `tag`. */
function anySeries(tag: number): fc.Arbitrary<PriceSeries> {
  const piece = fc.record({
    gap: fc.nat(2),
    length: fc.constantFrom(1, 2, 4),
    price: fc.option(fc.nat(9), { nil: null, freq: 3 }),
  });
  return fc.array(piece, { maxLength: 12 }).map((pieces) => {
    let at = 0;
    return pieces.map(({ gap, length, price }) => {
      const start = at + gap * 15;
      at = start + length * 15;
      return { start, end: at, priceCt: price === null ? null : tag + price, components: { tag } };
    });
  });
}

describe('prices: merging', () => {
  const table: [string, PriceSeries, PriceSeries, Row[]][] = [
    [
      'later wins',
      series([0, 15, 1], [15, 30, 2]),
      series([15, 30, 3]),
      [
        [0, 15, 1],
        [15, 30, 3],
      ],
    ],
    ['null does not hide a known price', series([0, 15, 1]), series([0, 15, null]), [[0, 15, 1]]],
    ['a known price replaces a null', series([0, 15, null]), series([0, 15, 1]), [[0, 15, 1]]],
    [
      'a gap is filled',
      series([0, 15, 1], [30, 45, 3]),
      series([15, 30, 2]),
      [
        [0, 15, 1],
        [15, 30, 2],
        [30, 45, 3],
      ],
    ],
    [
      'an hour becomes quarter-hours',
      series([0, 60, 9]),
      series([0, 15, 1], [15, 30, 2], [30, 45, null], [45, 60, 4]),
      [
        [0, 15, 1],
        [15, 30, 2],
        [30, 45, 9],
        [45, 60, 4],
      ],
    ],
    [
      'quarter-hours become an hour',
      series([0, 15, 1], [15, 30, 2], [30, 45, 3], [45, 60, 4]),
      series([0, 60, 9]),
      [[0, 60, 9]],
    ],
    [
      'an unknown hour over known quarter-hours fills only their gaps',
      series([0, 15, 1], [30, 45, 3]),
      series([0, 60, null]),
      [
        [0, 15, 1],
        [15, 30, null],
        [30, 45, 3],
        [45, 60, null],
      ],
    ],
    [
      'equal neighbours stay two intervals',
      series([0, 15, 1], [15, 30, 1]),
      series([15, 30, 1]),
      [
        [0, 15, 1],
        [15, 30, 1],
      ],
    ],
    ['into nothing', [], series([0, 15, 1]), [[0, 15, 1]]],
    ['nothing new', series([0, 15, 1]), [], [[0, 15, 1]]],
  ];
  for (const [title, older, newer, expected] of table)
    it(title, () => {
      assert.deepEqual(rows(mergeSeries(older, newer)), expected);
    });

  it('is idempotent and associative', () => {
    fc.assert(
      fc.property(anySeries(100), anySeries(200), anySeries(300), (a, b, c) => {
        assert.deepEqual(mergeSeries(a, a), a);
        assert.deepEqual(mergeSeries(mergeSeries(a, b), b), mergeSeries(a, b));
        assert.deepEqual(mergeSeries(mergeSeries(a, b), c), mergeSeries(a, mergeSeries(b, c)));
      }),
      { numRuns: 1000 },
    );
  });

  it('never overlaps, and at every instant is the newest known price, else unknown, else a gap', () => {
    fc.assert(
      fc.property(anySeries(100), anySeries(200), (older, newer) => {
        const merged = mergeSeries(older, newer);
        for (const [i, interval] of merged.entries()) {
          assert.ok(interval.start < interval.end);
          assert.ok(interval.end <= (merged[i + 1]?.start ?? Number.POSITIVE_INFINITY));
        }
        for (let instant = -7; instant < 1200; instant += 15) {
          const both = [priceAt(newer, instant), priceAt(older, instant)].flatMap((found) => found ?? []);
          const expected = both.find(isKnown) ?? both[0];
          const found = priceAt(merged, instant);
          assert.equal(found?.priceCt, expected?.priceCt, `at ${instant}`);
          assert.deepEqual(found?.components, expected?.components);
        }
      }),
    );
  });
});
