import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  contains,
  type Interval,
  intersection,
  joined,
  msPerQuarterHour,
  overlaps,
  quarterStart,
  quartersIn,
  uncovered,
  united,
} from '#src/time/index.js';

const at = (start: number, end: number): Interval => ({ start, end });
/** Stretches in order inside [0, 100), some of them touching. */
const stretches = fc
  .uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 20 })
  .map((edges) => edges.sort((a, b) => a - b))
  .map((edges) => edges.slice(1).map((end, i) => at(edges[i] as number, end)))
  .chain((all) => fc.subarray(all));

describe('time: quarter-hours', () => {
  it('cut any stretch without a gap, none of them over a full one or empty', () => {
    const instant = fc.integer({ min: -5 * msPerQuarterHour, max: 5 * msPerQuarterHour });
    fc.assert(
      fc.property(instant, instant, (start, end) => {
        const pieces = quartersIn({ start, end });
        assert.deepEqual(joined(pieces), start < end ? [{ start, end }] : []);
        for (const piece of pieces) {
          assert.ok(piece.start < piece.end && piece.end <= quarterStart(piece.start) + msPerQuarterHour);
          assert.ok(piece.start === start || piece.start % msPerQuarterHour === 0);
        }
      }),
    );
  });
});

describe('time: two stretches', () => {
  it('share exactly the instants that lie in both', () => {
    const instant = fc.integer({ min: 0, max: 9 });
    const stretch = fc.tuple(instant, fc.nat(4)).map(([start, length]) => at(start, start + length));
    fc.assert(
      fc.property(stretch, stretch, (one, other) => {
        const both = Array.from({ length: 15 }, (_, i) => i).filter((i) => contains(one, i) && contains(other, i));
        assert.equal(overlaps(one, other), both.length > 0);
        const [first, last] = [both[0], both.at(-1)];
        const expected = first === undefined || last === undefined ? undefined : at(first, last + 1);
        assert.deepEqual(intersection(one, other), expected);
      }),
      { numRuns: 500 },
    );
    assert.deepEqual(
      [-1, 0, 4, 5].map((i) => contains(at(0, 5), i)),
      [false, true, true, false],
    );
  });
});

describe('time: stretches', () => {
  it('in any order and over one another are united: in order, apart, and in all the same instants', () => {
    const stretch = fc
      .tuple(fc.nat(60), fc.integer({ min: 1, max: 9 }))
      .map(([start, length]) => at(start, start + length));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 12 }), (some) => {
        const all = united(some);
        for (const [i, { start, end }] of all.entries())
          assert.ok(start < end && (i === 0 || start > (all[i - 1]?.end ?? start)), 'apart');
        for (let i = 0; i < 70; i += 1)
          assert.equal(
            all.some((one) => contains(one, i)),
            some.some((one) => contains(one, i)),
          );
      }),
      { numRuns: 500 },
    );
  });

  it('those that touch are one; nothing else changes', () => {
    assert.deepEqual(joined([at(0, 2), at(2, 3), at(4, 5)]), [at(0, 3), at(4, 5)]);
    assert.deepEqual(joined([]), []);
  });

  it('what is left beside them', () => {
    assert.deepEqual(uncovered(at(0, 9), [at(1, 2), at(2, 4)]), [at(0, 1), at(4, 9)]);
    assert.deepEqual(uncovered(at(0, 9), []), [at(0, 9)]);
    assert.deepEqual(uncovered(at(3, 3), []), []);
  });

  it('they and what is left fill the range without a gap', () => {
    fc.assert(
      fc.property(stretches, (some) => {
        const range = at(0, 100);
        const all = [...some, ...uncovered(range, some)].sort((a, b) => a.start - b.start);
        assert.deepEqual(joined(all), [range]);
      }),
    );
  });
});
