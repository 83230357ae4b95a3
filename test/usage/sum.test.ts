import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Sum } from '#src/usage/sum.js';
import '../support/mocha/seeds.js';

function sumOf(values: readonly number[]): number {
  const sum = new Sum();
  for (const value of values) sum.add(value);
  return sum.value;
}

/** Fine enough for every number below. */
const finest = 60;
const digits = fc.integer({ min: -(2 ** 30), max: 2 ** 30 });
const numbers = fc.tuple(digits, fc.integer({ min: -finest, max: finest })).map(([whole, tens]) => whole * 2 ** tens);

describe('usage: a sum', () => {
  for (const [name, values, expected] of [
    ['of nothing', [], 0],
    ['that a large number passes through', [1, 1e100, 1, -1e100], 2],
    ['whose rounding is to be added', [1, 2 ** -53, 2 ** -53], 1 + 2 ** -52],
    ['whose small numbers come first', [2 ** -53, 2 ** -53, 1], 1 + 2 ** -52],
    ['that falls below zero', [-1, -(2 ** -53), -(2 ** -53)], -1 - 2 ** -52],
    ['of ten tenths', new Array<number>(10).fill(0.1), 1],
  ] as const)
    it(`${name} is exact`, () => assert.equal(sumOf(values), expected));

  it('of any numbers is as good as one rounding of the exact one', () => {
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 50 }), (values) => {
        const exact = values.reduce((sum, value) => sum + bitsOf(value), 0n);
        const off = bitsOf(sumOf(values)) - exact;
        const all = values.reduce((sum, value) => sum + Math.abs(value), 0);
        const allowed = Math.abs(Number(exact)) * 2 ** -52 + all * 2 ** finest * 2 ** -90;
        assert.ok(Math.abs(Number(off)) <= allowed, `${off} of ${exact}`);
      }),
    );
  });
});

/** The number in units of 2 ** -finest, where it is a multiple of them. */
function bitsOf(value: number): bigint {
  const [large, small] = [Math.trunc(value), value - Math.trunc(value)];
  return (BigInt(large) << BigInt(finest)) + BigInt(Math.round(small * 2 ** finest));
}
