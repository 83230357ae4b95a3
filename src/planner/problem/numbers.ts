/** Costs more than anything. */
export const infinite = Number.POSITIVE_INFINITY;

/** The number at an index that is known to be inside; all arrays are of one type, so that the engine reads them fast. */
export function at(numbers: Float64Array, index: number): number {
  return numbers[index] as number;
}

/** Greatest common divisor of two whole numbers; the other one when one is 0. */
export function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

/**
 * The factor that turns amounts into integers, so that equal costs compare equal.
 *
 * Decimal amounts get a power of ten and stay exact; others a power of two that keeps about 8 digits of the largest.
 */
export function integerScale(amounts: Float64Array): number {
  let largest = 0;
  for (const amount of amounts) largest = Math.max(largest, Math.abs(amount));
  if (largest === 0) return 1;
  for (let scale = 1; scale <= 1e6 && largest * scale <= 2 ** 31; scale *= 10)
    if (isWhole(amounts, scale, largest)) return scale;
  return 2 ** Math.min(27 - Math.ceil(Math.log2(largest)), 1000);
}

function isWhole(amounts: Float64Array, scale: number, largest: number): boolean {
  const noise = 1e-10 * largest * scale;
  for (const amount of amounts) if (Math.abs(amount * scale - Math.round(amount * scale)) > noise) return false;
  return true;
}
