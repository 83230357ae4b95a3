import type { Worth } from './worth.js';

/**
 * What is stored is worth where one of two futures comes, the second one with this chance (0 to 1): at each level the mean of both. The
 * costs of both are convex, so is their mean. Both are of the same battery, and so end at the same level; the answer stays valid when
 * their rooms are used again.
 */
export function blended(one: Worth, other: Worth, chance: number): Worth {
  const levels = new Float64Array(one.count + other.count);
  const values = new Float64Array(one.count + other.count);
  const topKwh = one.levels[one.from + one.count - 1] as number;
  let [count, i, k] = [0, one.from, other.from];
  let level: number;
  do {
    const [ofOne, ofOther] = [one.levels[i] as number, other.levels[k] as number];
    level = Math.min(ofOne, ofOther);
    levels[count] = level;
    values[count] = (1 - chance) * (one.values[i] as number) + chance * (other.values[k] as number);
    if (ofOne <= level) i += 1;
    if (ofOther <= level) k += 1;
    count += 1;
  } while (level < topKwh);
  const bottomCt = (1 - chance) * one.bottomCt + chance * other.bottomCt;
  return { levels, values, from: 0, count, bottomKwh: one.bottomKwh, bottomCt };
}
