/** An amount as a source writes it, and what it is in ct/kWh. */
export interface Amount {
  /** In the unit of the source: its digits tell how far it is rounded. */
  readonly amount: number | null;
  /** Null = unknown. */
  readonly priceCt: number | null;
}

/** No rounding of a price takes more than this away. */
const widestRoundingCt = 0.5;
const noiseCt = 1e-6;

/**
 * What several amounts for one instant agree on: the most exact one when all others are roundings of it, null when none
 * is known, undefined when two of them contradict each other. Unknown ones do not count.
 */
export function agreed(amounts: readonly Amount[]): number | null | undefined {
  const [first, ...others] = amounts.filter(({ priceCt }) => priceCt !== null);
  if (first === undefined) return null;
  let exact = first;
  for (const other of others) if (digits(other) > digits(exact)) exact = other;
  return [first, ...others].every((one) => isRounded(one, exact)) ? exact.priceCt : undefined;
}

function isRounded(rough: Amount, exact: Amount): boolean {
  const apartCt = Math.abs((rough.priceCt ?? 0) - (exact.priceCt ?? 0));
  if (apartCt <= noiseCt) return true;
  const apart = Math.abs((rough.amount ?? 0) - (exact.amount ?? 0));
  return apartCt <= widestRoundingCt && apart <= 0.5 * 10 ** -digits(rough) + 1e-9;
}

/** How many digits stand after the point. */
function digits({ amount }: Amount): number {
  const [mantissa = '', exponent = '0'] = String(amount).split('e');
  const [, fraction = ''] = mantissa.split('.');
  return Math.max(0, fraction.length - Number(exponent));
}
