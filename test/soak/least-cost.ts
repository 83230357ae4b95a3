import type { Device } from './soak-flow.js';

/** Real prices by the start of their quarter-hour, ct; what was never published is missing. */
export type Prices = ReadonlyMap<number, number>;

/** A stretch of time, epoch ms, half-open. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;

/** What of some stretches lies in another one. */
export function within(stretches: readonly Stretch[], { start, end }: Stretch): Stretch[] {
  return stretches
    .map((stretch) => ({ start: Math.max(stretch.start, start), end: Math.min(stretch.end, end) }))
    .filter((stretch) => stretch.end > stretch.start);
}

/** The starts of the quarter-hours of a stretch that begins with one. */
export function quarters({ start, end }: Stretch): number[] {
  return Array.from({ length: Math.round((end - start) / quarterMs) }, (_, index) => start + index * quarterMs);
}

/** Costs of being on, ct for each kW; what has no price costs nothing. */
export function costOf(stretches: readonly Stretch[], prices: Prices): number {
  let cost = 0;
  for (const { start, end } of stretches)
    for (let at = Math.floor(start / quarterMs) * quarterMs; at < end; at += quarterMs)
      cost += ((prices.get(at) ?? 0) * (Math.min(end, at + quarterMs) - Math.max(start, at))) / hourMs;
  return cost;
}

/** The least that the wanted minutes can cost in a window, ct, beside others that may not run at the same time. */
export function leastCost(device: Device, window: Stretch, prices: Prices, others: readonly Stretch[]): number {
  const slots = quarters(window).map((at) => {
    const isTaken = within(others, { start: at, end: at + quarterMs }).length > 0;
    return isTaken ? Number.POSITIVE_INFINITY : ((prices.get(at) ?? Number.NaN) * device.powerKw) / 4;
  });
  const wanted = device.minutes / 15;
  const shortest = device.mode === 'contiguous' ? wanted : Math.max(1, device.minRunMinutes / 15);
  const states = new Map<string, number>();
  const best = (index: number, left: number, length: number): number => {
    const mayStop = length === 0 || length >= shortest;
    if (left === 0) return mayStop ? 0 : Number.POSITIVE_INFINITY;
    if (index === slots.length) return Number.POSITIVE_INFINITY;
    const key = `${index}/${left}/${Math.min(length, shortest)}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    const run = (slots[index] ?? 0) + best(index + 1, left - 1, length + 1);
    const pause = mayStop ? best(index + 1, left, 0) : Number.POSITIVE_INFINITY;
    const cheapest = Math.min(run, pause);
    states.set(key, cheapest);
    return cheapest;
  };
  return best(0, wanted, 0);
}
