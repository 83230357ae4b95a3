// @ts-nocheck
import type {
  ContiguousRequest,
  EnergyRequest,
  InterruptibleRequest,
  Plan,
  PricePoint,
  ProfileRequest,
} from '#src/planner/index.js';

type Divisible = InterruptibleRequest | EnergyRequest;
type Placeable = ContiguousRequest | ProfileRequest;

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly price: number;
}

/** Why `lowerBoundCt` is not proved by the prices, or undefined when it is; for plans without rules for runs. */
export function doubt(points: readonly PricePoint[], request: Divisible | Placeable, plan: Plan): string | undefined {
  if (!plan.feasible || plan.keptIncumbent) return undefined;
  return request.kind === 'interruptible' || request.kind === 'energy'
    ? doubtThreshold(points, request, plan)
    : doubtStart(points, request, plan);
}

/**
 * One pass: nothing used is worse than anything left unused, so that no exchange can help. For energy, nothing beyond
 * the least is used at a loss, and nothing with a gain is left while there is room.
 */
function doubtThreshold(points: readonly PricePoint[], request: Divisible, plan: Plan): string | undefined {
  const sign = request.objective === 'dearest' ? -1 : 1;
  let [worstUsed, bestUnused, usedMs, index] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { start, end, price } of openStretches(points, request)) {
    let used = 0;
    while ((plan.segments[index]?.end ?? Number.POSITIVE_INFINITY) <= start) index++;
    for (let i = index; i < plan.segments.length && (plan.segments[i]?.start ?? 0) < end; i++)
      used += Math.min(end, plan.segments[i]?.end ?? 0) - Math.max(start, plan.segments[i]?.start ?? 0);
    if (used > 0) worstUsed = Math.max(worstUsed, sign * price);
    if (used < end - start) bestUnused = Math.min(bestUnused, sign * price);
    usedMs += used;
  }
  if (worstUsed > bestUnused + 1e-8 * Math.max(1, Math.abs(worstUsed)))
    return `a price of ${worstUsed} is used while ${bestUnused} is not`;
  if (request.kind === 'interruptible') return undefined;
  const batteryWh = plan.energyWh * request.efficiency;
  const { energyWh, maxEnergyWh = energyWh } = request;
  const noise = 1e-6 * maxEnergyWh + (request.maxPowerW / 3.6e6) * 2;
  if (batteryWh > energyWh + noise && worstUsed > 1e-9) return 'more than the least although it costs';
  if (batteryWh < maxEnergyWh - noise && bestUnused < -1e-9) return 'less than the most although it pays';
  return usedMs === 0 && energyWh > noise && request.partial !== 'maximise' ? 'nothing used' : undefined;
}

function openStretches(points: readonly PricePoint[], request: Divisible | Placeable): Stretch[] {
  const limit = request.maxPriceCt ?? Number.POSITIVE_INFINITY;
  return points.flatMap((point) => {
    const start = Math.max(point.start, request.earliest);
    const end = Math.min(point.end, request.latestEnd);
    return start < end && point.price !== null && point.price <= limit ? [{ start, end, price: point.price }] : [];
  });
}

/** The cost is linear between the starts at which a change of power meets a price edge: these and the ends are compared. */
function doubtStart(points: readonly PricePoint[], request: Placeable, plan: Plan): string | undefined {
  const first = plan.segments[0];
  if (first === undefined) return undefined;
  const shape = plan.segments.map(({ start, end, powerW }) => ({
    from: start - first.start,
    to: end - first.start,
    powerW,
  }));
  const length = shape.at(-1)?.to ?? 0;
  const open = openStretches(points, request);
  const integral = integrate(open);
  const align = request.startAlignMs ?? 1;
  const edges = [request.earliest, request.latestEnd - length, ...open.flatMap(({ start, end }) => [start, end])];
  const offsets = [0, ...shape.map(({ to }) => to)];
  const sign = request.objective === 'dearest' ? -1 : 1;
  const kwh = Math.max(1, plan.energyWh / 1000);
  const largest = Math.max(1, ...open.map(({ price }) => Math.abs(price)));
  const noise = 1e-8 * largest * kwh;
  for (const edge of edges)
    for (const offset of offsets) {
      const kink = edge - offset;
      for (const start of [Math.floor(kink / align) * align, Math.ceil(kink / align) * align]) {
        if (start < request.earliest || start + length > request.latestEnd) continue;
        let [cost, fits] = [0, true];
        for (const { from, to, powerW } of shape) {
          const [a, b] = [integral(start + from), integral(start + to)];
          if (powerW > 0 && b.openMs - a.openMs !== to - from) fits = false;
          cost += ((b.cost - a.cost) * powerW) / 3.6e9;
        }
        if (fits && sign * cost < sign * plan.lowerBoundCt - noise)
          return `start ${start} costs ${cost}, not ${plan.lowerBoundCt}`;
      }
    }
  return undefined;
}

/** Open time and price times ms up to an instant. */
function integrate(open: readonly Stretch[]): (instant: number) => { openMs: number; cost: number } {
  const sums = [{ openMs: 0, cost: 0 }];
  for (const { start, end, price } of open) {
    const last = sums.at(-1) ?? { openMs: 0, cost: 0 };
    sums.push({ openMs: last.openMs + end - start, cost: last.cost + price * (end - start) });
  }
  return (instant) => {
    let [low, high] = [0, open.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((open[middle]?.start ?? 0) < instant) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return { openMs: 0, cost: 0 };
    const before = sums[low - 1] ?? { openMs: 0, cost: 0 };
    const { start, end, price } = open[low - 1] as Stretch;
    const ms = Math.min(instant, end) - start;
    return { openMs: before.openMs + ms, cost: before.cost + price * ms };
  };
}
