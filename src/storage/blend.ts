import type { Worth } from './worth.js';

/**
 * What is stored is worth where one of two futures comes, the second one with this chance (0 to 1): at each level the mean of both. The
 * costs of both are convex, so is their mean. Both are of the same battery; the answer stays valid when their rooms are used again.
 */
export function blended(one: Worth, other: Worth, chance: number): Worth {
  const levels = new Float64Array(one.count + other.count);
  const values = new Float64Array(one.count + other.count);
  const topKwh = one.levels[one.from + one.count - 1] as number;
  let [count, i, k] = [0, 0, 0];
  for (let level = one.bottomKwh; count === 0 || level < topKwh; count += 1) {
    const [ofOne, ofOther] = [endIn(one, i), endIn(other, k)];
    level = Math.min(ofOne, ofOther, topKwh);
    levels[count] = level;
    values[count] = (1 - chance) * valueIn(one, i) + chance * valueIn(other, k);
    if (ofOne <= level) i += 1;
    if (ofOther <= level) k += 1;
  }
  const bottomCt = (1 - chance) * one.bottomCt + chance * other.bottomCt;
  return { levels, values, from: 0, count, bottomKwh: one.bottomKwh, bottomCt };
}

/** Where a stretch ends; the last one has no end of its own. */
function endIn({ levels, from, count }: Worth, stretch: number): number {
  return stretch < count - 1 ? (levels[from + stretch] as number) : Number.POSITIVE_INFINITY;
}

function valueIn({ values, from }: Worth, stretch: number): number {
  return values[from + stretch] as number;
}
