/** Seeded numbers, so that every case can be run again by its seed. */
// @ts-nocheck

export interface Random {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

export function randomOf(seed: number): Random {
  let state = (seed * 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    whole,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[whole(0, choices.length - 1)] as (typeof choices)[number],
  };
}

/** Prices in whole tenths of a cent, of the shapes that break planners. */
export function tenths(random: Random, count: number): (number | null)[] {
  const shape = random.pick(['wild', 'few', 'flat', 'two-level', 'zigzag', 'negative', 'daily']);
  const [low, high] = [random.whole(-60, 200), random.whole(200, 400)];
  const holes = random.chance(0.35) ? random.pick([0.1, 0.3]) : 0;
  return Array.from({ length: count }, (_, i) => {
    if (random.chance(holes)) return null;
    if (shape === 'wild') return random.whole(-50, 400);
    if (shape === 'few') return random.pick([100, 110, 120]);
    if (shape === 'flat') return low;
    if (shape === 'two-level') return random.chance(0.5) ? low : high;
    if (shape === 'zigzag') return i % 2 === 0 ? low : high;
    if (shape === 'negative') return -random.whole(0, 9) * 10;
    return Math.round(200 - 100 * Math.sin((2 * Math.PI * i) / 12));
  });
}
