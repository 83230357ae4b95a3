/** A choice of minutes and what it costs, in the unit of the prices given. */
// @ts-nocheck

export interface Choice {
  /** Whole minutes from the beginning, [from, to), not touching one another. */
  readonly runs: readonly (readonly [from: number, to: number])[];
  readonly cost: number;
}

/** Tries every start minute for one run; of equal ones the first, or the last. */
export function cheapestBlock(prices: readonly number[], duration: number, tie: 'earliest' | 'latest'): Choice {
  let best: number | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let from = 0; from + duration <= prices.length; from += 1) {
    let cost = 0;
    for (let at = from; at < from + duration; at += 1) cost += prices[at]!;
    if (cost > bestCost || (cost === bestCost && tie === 'earliest')) continue;
    best = from;
    bestCost = cost;
  }
  if (best === undefined) throw new Error(`no room for ${duration} minutes`);
  return { runs: [[best, best + duration]], cost: bestCost };
}

/** Takes the cheapest minutes one by one; of equal ones the first, or the last. */
export function cheapestMinutes(prices: readonly number[], duration: number, tie: 'earliest' | 'latest'): Choice {
  const order = tie === 'earliest' ? 1 : -1;
  const minutes = [...prices.keys()].sort((a, b) => prices[a]! - prices[b]! || (a - b) * order).slice(0, duration);
  const runs: [number, number][] = [];
  for (const at of minutes.sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return { runs, cost: minutes.reduce((sum, at) => sum + prices[at]!, 0) };
}
