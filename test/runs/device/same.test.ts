import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isSame } from '#src/runs/device/same.js';

/** Few names and values, so that two are often the same. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, 0, 1, true, '', '0'),
    fc.array(tie('value'), { maxLength: 2 }),
    tie('record'),
  ),
  record: fc
    .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '0'), fc.oneof(tie('value'), fc.constant(undefined))), {
      selector: ([name]) => name,
      maxLength: 3,
    })
    .map((entries) => Object.fromEntries(entries)),
}));

/** As it is read after it was stored: without what is undefined. */
const stored = (one: unknown): unknown => JSON.parse(JSON.stringify(one));

describe('runs: two values', () => {
  it('are the same where one cannot tell them apart once they are stored', () => {
    let same = 0;
    fc.assert(
      fc.property(value, value, (one, other) => {
        const isEqual = isDeepStrictEqual(stored(one), stored(other));
        same += Number(isEqual && typeof one === 'object' && one !== null);
        assert.equal(isSame(one, other), isEqual);
        assert.equal(isSame(one, stored(one)), true);
      }),
      { numRuns: 3000 },
    );
    assert.ok(same > 20, `only ${same} pairs of records or lists were the same`);
  });

  for (const [name, one, other, isEqual] of [
    ['names in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    ['what is undefined, and not there', { a: 1, b: undefined }, { a: 1 }, true],
    ['what is not there, and undefined', { a: 1 }, { a: 1, b: undefined }, true],
    ['one undefined, another one set', { a: undefined }, { b: 1 }, false],
    ['one less', { a: 1, b: 2 }, { a: 1 }, false],
    ['one more', { a: 1 }, { a: 1, b: 2 }, false],
    ['another name', { a: 1 }, { b: 1 }, false],
    ['a name that every object has', { toString: 1 }, {}, false],
    ['a list, and a record of its places', [1], { 0: 1 }, false],
    ['an empty list, and an empty record', [], {}, false],
    ['nothing, and an empty record', null, {}, false],
    ['a text, and a list of its letters', 'a', ['a'], false],
    ['nothing, and what is undefined', null, undefined, false],
  ] as const)
    it(`${name}: ${isEqual ? 'the same' : 'not the same'}`, () => {
      assert.deepEqual([isSame(one, other), isSame(other, one)], [isEqual, isEqual]);
    });
});
