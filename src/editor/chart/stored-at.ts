import type { StoredPoint } from './price-paint.js';

/** What is stored at an instant (ms) on the line through the points, in per cent; undefined before the first and after the last. */
export function storedAt(points: readonly StoredPoint[], at: number): number | undefined {
  const before = points.filter((point) => point.at <= at).at(-1);
  const after = points.find((point) => point.at >= at);
  if (before === undefined || after === undefined) return undefined;
  const share = after.at === before.at ? 0 : (at - before.at) / (after.at - before.at);
  return before.percent + share * (after.percent - before.percent);
}
