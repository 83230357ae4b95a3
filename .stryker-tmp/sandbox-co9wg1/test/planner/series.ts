// @ts-nocheck
import type { PricePoint, Segment } from '#src/planner/index.js';

export const minute = 60_000;

export const hour = 60 * minute;

/** A series from equal intervals; `null` is an unknown price. */
export function series(prices: readonly (number | null)[], minutes = 60, start = 0): PricePoint[] {
  return prices.map((price, i) => ({
    start: start + i * minutes * minute,
    end: start + (i + 1) * minutes * minute,
    price,
  }));
}

/** Draws segments as `start-end` in minutes, with the power where it is not `powerW`. */
export function draw(segments: readonly Segment[], powerW = 1000): string {
  return segments
    .map((s) => `${s.start / minute}-${s.end / minute}${s.powerW === powerW ? '' : `@${s.powerW}`}`)
    .join(' ');
}
