import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Interval, joined, msPerQuarterHour, quarterStart, quartersIn, uncovered } from '#src/time/index.js';

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

describe('time: stretches', () => {
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
