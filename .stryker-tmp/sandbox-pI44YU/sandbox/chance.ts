/** A number in [0, 1) that depends on nothing but its arguments: the same seed and key, the same number. */
// @ts-nocheck

export function chance(seed: number, key: string): number {
  return numberOf(hashOf(seed, key));
}

/** A roughly normal number with mean 0 and deviation 1, from `seed` and `key` alone. */
export function bell(seed: number, key: string): number {
  // The chances of `key#0` to `key#5`: what they have in common is hashed once, because years are made of such numbers.
  const common = next(hashOf(seed, key), 35);
  let sum = 0;
  for (let draw = 0; draw < 6; draw += 1) sum += numberOf(next(common, 48 + draw));
  return (sum - 3) * Math.SQRT2;
}

/** FNV-1a. */
function hashOf(seed: number, key: string): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < key.length; index += 1) hash = next(hash, key.charCodeAt(index));
  return hash;
}

function next(hash: number, charCode: number): number {
  return Math.imul(hash ^ charCode, 16777619) >>> 0;
}

function numberOf(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 2246822507) >>> 0;
  const twice = Math.imul(once ^ (once >>> 13), 3266489909) >>> 0;
  return ((twice ^ (twice >>> 16)) >>> 0) / 2 ** 32;
}

/** An identifier as Nomos writes them, e.g. `sub_k3…`, from `seed` and `key` alone. */
export function makeId(prefix: string, seed: number, key: string): string {
  let letters = '';
  for (let place = 0; place < 24; place += 1) {
    letters += Math.floor(chance(seed, `${prefix}/${key}/${place}`) * 36).toString(36);
  }
  return `${prefix}_${letters}`;
}
