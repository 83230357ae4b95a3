/** A number in [0, 1) that depends on nothing but its arguments: the same seed and key, the same number. */
export function chance(seed: number, key: string): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 16777619) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 2246822507) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A roughly normal number with mean 0 and deviation 1, from `seed` and `key` alone. */
export function bell(seed: number, key: string): number {
  let sum = 0;
  for (let draw = 0; draw < 6; draw += 1) sum += chance(seed, `${key}#${draw}`);
  return (sum - 3) * Math.SQRT2;
}

/** An identifier as Nomos writes them, e.g. `sub_k3…`, from `seed` and `key` alone. */
export function makeId(prefix: string, seed: number, key: string): string {
  let letters = '';
  for (let place = 0; place < 24; place += 1) {
    letters += Math.floor(chance(seed, `${prefix}/${key}/${place}`) * 36).toString(36);
  }
  return `${prefix}_${letters}`;
}
