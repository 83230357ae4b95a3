import type { Battery, Step } from '#src/storage/index.js';
import { costOfChange } from './physics.js';

const lackCt = 100_000;

/**
 * The least cost for each whole level from the bottom up, by trying every whole change in every step, backwards. Exact where all
 * limits are whole numbers of stored kWh: then the best changes are too. `drain` is covered at `lackCt` where nothing else can. `end` is
 * what a stored kWh is worth after the last step, or what each level costs from there on.
 */
export function leastCosts(battery: Battery, steps: readonly Step[], end: number | readonly number[]): number[] {
  const levels = Array.from({ length: battery.maxKwh - battery.minKwh + 1 }, (_, i) => battery.minKwh + i);
  let costs = typeof end === 'number' ? levels.map((level) => -(level - battery.minKwh) * end) : [...end];
  for (const step of [...steps].reverse()) {
    const hull = lowerHull(wholeChanges(battery, step));
    const drain = step.drainKwh ?? 0;
    const after = costs;
    const costWith = (level: number, x: number, lack: number) =>
      (hull.get(x) ?? Number.POSITIVE_INFINITY) +
      lack * lackCt +
      (after[level + x + lack - drain - battery.minKwh] ?? Number.POSITIVE_INFINITY);
    costs = levels.map((level) => {
      let best = Number.POSITIVE_INFINITY;
      for (const x of hull.keys())
        for (let lack = 0; lack <= drain; lack += 1) best = Math.min(best, costWith(level, x, lack));
      return best;
    });
  }
  return costs;
}

function wholeChanges(battery: Battery, step: Step): [x: number, cost: number][] {
  const span = battery.maxKwh - battery.minKwh;
  const most = 2 * span + 40;
  return Array.from({ length: 2 * most + 1 }, (_, i) => i - most).flatMap((x) => {
    const cost = costOfChange(battery, step, x);
    return cost === undefined ? [] : [[x, cost] as [number, number]];
  });
}

/** The straight lines under all points: what switching between two changes inside the step can reach. */
function lowerHull(points: readonly [x: number, cost: number][]): Map<number, number> {
  return new Map(
    points.map(([x, own]) => {
      let best = own;
      for (const [a, left] of points)
        for (const [b, right] of points)
          if (a < x && x < b) best = Math.min(best, left + ((right - left) * (x - a)) / (b - a));
      return [x, best];
    }),
  );
}
