// @ts-nocheck
import type { PriceSeries } from '#src/prices/index.js';
import type { Interval } from '#src/time/index.js';
import type { MeteredSeries } from '#src/usage/index.js';

/** A fraction, kept reduced. */
class Fraction {
  readonly above: bigint;
  readonly below: bigint;

  constructor(above: bigint, below = 1n) {
    const divisor = gcd(above < 0n ? -above : above, below) || 1n;
    this.above = above / divisor;
    this.below = below / divisor;
  }

  /** The number as it is written in decimal. */
  static of(number: number): Fraction {
    const [digits = '0', exponent = '0'] = String(number).split('e');
    const [whole = '0', decimals = ''] = digits.split('.');
    const tens = decimals.length - Number(exponent);
    const value = BigInt(whole + decimals);
    return tens >= 0 ? new Fraction(value, 10n ** BigInt(tens)) : new Fraction(value * 10n ** BigInt(-tens));
  }

  plus({ above, below }: Fraction): Fraction {
    return new Fraction(this.above * below + above * this.below, this.below * below);
  }

  times({ above, below }: Fraction): Fraction {
    return new Fraction(this.above * above, this.below * below);
  }

  /** To within a billionth. */
  get value(): number {
    return Number((this.above * 10n ** 12n) / this.below) / 1e12;
  }
}

/** What the pairs of a metered value and a price that share some time come to, pair by pair and without any rounding; undefined where there is no pair. */
export function exactCost(metered: MeteredSeries, prices: PriceSeries, range: Interval) {
  let [costCt, pricedKwh] = [new Fraction(0n), new Fraction(0n)];
  let isPriced = false;
  for (const value of metered)
    for (const price of prices) {
      const sharedMs = Math.min(value.end, price.end, range.end) - Math.max(value.start, price.start, range.start);
      if (sharedMs <= 0 || price.priceCt === null) continue;
      const kwh = Fraction.of(value.usageKwh).times(new Fraction(BigInt(sharedMs), BigInt(value.end - value.start)));
      isPriced = true;
      pricedKwh = pricedKwh.plus(kwh);
      costCt = costCt.plus(kwh.times(Fraction.of(price.priceCt)));
    }
  const isMetered = metered.some(({ start, end }) => start < range.end && end > range.start);
  return { costCt: isPriced ? costCt.value : undefined, pricedKwh: isMetered ? pricedKwh.value : undefined };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
