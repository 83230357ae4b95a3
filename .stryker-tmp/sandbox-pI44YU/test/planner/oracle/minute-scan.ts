// @ts-nocheck
import type { ContiguousRequest, PricePoint, ProfileRequest } from '#src/planner/index.js';

const minute = 60_000;

/** The best cost in ct of one run or profile over all start minutes; undefined when it fits nowhere. */
export function bestOverMinutes(points: readonly PricePoint[], request: ContiguousRequest | ProfileRequest) {
  const phases = request.kind === 'profile' ? request.profile : [request];
  const sign = request.objective === 'dearest' ? -1 : 1;
  let length = phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const shortest = request.kind === 'contiguous' && request.partial === 'maximise' ? 0 : length;
  for (; length >= shortest; length -= minute) {
    let best: number | undefined;
    for (let start = request.earliest; start + length <= request.latestEnd; start += minute) {
      const cost = costFrom(points, request, {
        start,
        phases: request.kind === 'profile' ? phases : [{ ...request, durationMs: length }],
      });
      if (cost !== undefined && (best === undefined || sign * cost < sign * best)) best = cost;
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

interface Placed {
  readonly start: number;
  readonly phases: readonly { durationMs: number; powerW: number }[];
}

function costFrom(points: readonly PricePoint[], { maxPriceCt }: { maxPriceCt?: number | undefined }, placed: Placed) {
  let [from, cost] = [placed.start, 0];
  for (const { durationMs, powerW } of placed.phases) {
    const end = from + durationMs;
    let priced = 0;
    for (const point of powerW > 0 ? points : []) {
      const length = Math.min(point.end, end) - Math.max(point.start, from);
      if (length <= 0 || point.price === null || point.price > (maxPriceCt ?? Number.POSITIVE_INFINITY)) continue;
      priced += length;
      cost += (point.price * length * powerW) / 3.6e9;
    }
    if (powerW > 0 && priced !== durationMs) return undefined;
    from = end;
  }
  return cost;
}
