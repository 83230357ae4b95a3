import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gcd, integerScale } from '#src/planner/problem/numbers.js';

describe('planner: whole numbers', () => {
  const rows: [amounts: number[], scale: number][] = [
    [[], 1],
    [[0, -0], 1],
    [[1, 20, -300], 1],
    [[0.1, 25], 10],
    [[0.1 + 0.2, 0.3], 10],
    [[31.41, -0.5], 100],
    [[0.000001], 1e6],
    [[2 ** 31], 1],
    [[2 ** 31 + 1], 2 ** -5],
    [[3000.5, 0.123456], 2 ** 15],
    [[1 / 3], 2 ** 28],
    [[0.0000001], 2 ** 50],
    [[5e-324], 2 ** 1000],
  ];
  for (const [amounts, scale] of rows)
    it(`${JSON.stringify(amounts)} times ${scale}`, () => {
      assert.equal(integerScale(Float64Array.from(amounts)), scale);
    });

  it('1.23 -> 123: decimals stay exact, and others keep eight digits of the largest', () => {
    const decimal = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const places = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(
        fc.array(decimal, { minLength: 1 }),
        places,
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        (whole, digits, odd) => {
          const exact = Float64Array.from(whole, (one) => one / 10 ** digits);
          const scale = integerScale(exact);
          const largest = exact.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
          if (largest * 10 ** digits <= 2 ** 31 && largest > 0)
            for (const one of exact)
              assert.ok(Math.abs(one * scale - Math.round(one * scale)) <= 1e-10 * largest * scale);
          const scaled = odd * integerScale(Float64Array.of(odd));
          assert.ok(
            Math.abs(scaled - Math.round(scaled)) <= 1e-10 * scaled || (scaled > 2 ** 26 && scaled <= 2 ** 27),
            `${scaled}`,
          );
        },
      ),
    );
  });

  it('12, 18 -> 6: the greatest common divisor; of 0 and a number that number', () => {
    const whole = fc.integer({ min: -60, max: 60 });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const common = Array.from({ length: 61 }, (_, one) => one).filter(
          (one) => one > 0 && a % one === 0 && b % one === 0,
        );
        assert.equal(gcd(a, b), a === 0 && b === 0 ? 0 : Math.max(...common));
      }),
    );
  });
});
