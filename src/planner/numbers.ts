/** Costs more than anything. */
export const infinite = Number.POSITIVE_INFINITY;

/** The number at an index that is known to be inside; all arrays are of one type, so that the engine reads them fast. */
export function at(numbers: Float64Array, index: number): number {
  return numbers[index] as number;
}

const buffers = new Map<string, Float64Array>();

/**
 * Room for `length` numbers under a name, with whatever was left in it.
 *
 * Reused by every plan, so that planning allocates nothing but its result; never part of a result.
 */
export function scratch(name: string, length: number): Float64Array {
  const held = buffers.get(name);
  if (held !== undefined && held.length >= length) return held;
  const grown = new Float64Array(Math.max(length, 2 * (held?.length ?? 0)));
  buffers.set(name, grown);
  return grown;
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
