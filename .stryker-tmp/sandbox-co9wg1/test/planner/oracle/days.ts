// @ts-nocheck
import type { PricePoint, Request } from '#src/planner/index.js';
import { type Random, randomOf, tenths } from './random.js';

const minute = 60_000;
const origin = Date.parse('2026-10-24T22:00:00Z');

/** A problem of realistic size: intervals of 15, 30 and 60 minutes, times on whole `gridMinutes`. */
export interface DayProblem {
  readonly points: readonly PricePoint[];
  readonly request: Request;
  readonly gridMinutes: number;
}

/** One problem without rules for runs over up to two days, on whole minutes. */
export function drawDays(seed: number, kind: Request['kind']): DayProblem {
  const random = randomOf(seed + 100_000);
  const points = drawPoints(random, random.whole(20, 190));
  const last = ((points.at(-1)?.end ?? origin) - origin) / minute;
  const earliest = random.whole(-60, Math.floor(last / 2));
  const latestEnd = random.whole(earliest, last + 120);
  return { points, request: drawRequest(random, kind, { earliest, latestEnd }), gridMinutes: 1 };
}

/** One problem with rules for runs, small enough for an integer programme. */
export function drawRuled(seed: number, kind: 'interruptible' | 'energy', mostCells: number): DayProblem {
  const random = randomOf(seed + 200_000);
  const gridMinutes = random.pick([5, 15, 15]);
  const cells = random.whole(12, mostCells);
  const points = drawPoints(random, Math.ceil((cells * gridMinutes) / 15) + 2);
  const earliest = random.whole(-1, 3) * gridMinutes;
  const window = { earliest, latestEnd: earliest + cells * gridMinutes };
  const plain = drawRequest(random, kind, window);
  const whole = Math.ceil((cells * random.pick([0.2, 0.4, 0.6])) | 0) * gridMinutes;
  const perMinuteWh = plain.kind === 'energy' ? (plain.maxPowerW * plain.efficiency) / 60 : 0;
  const amount =
    plain.kind === 'energy'
      ? { energyWh: whole * perMinuteWh, maxEnergyWh: (whole + random.whole(0, 4) * gridMinutes) * perMinuteWh }
      : { durationMs: whole * minute };
  const length = (most: number) => random.whole(0, most) * gridMinutes * minute;
  const rules = {
    minRunMs: length(4),
    minPauseMs: length(4),
    maxStarts: random.chance(0.4) ? random.whole(1, 4) : undefined,
    startCostCt: random.chance(0.6) ? random.whole(1, 40) / 8 : undefined,
    initial: random.chance(0.4) ? { on: random.chance(0.5), forMs: length(5) } : undefined,
    partial: undefined,
  };
  return { points, request: { ...plain, ...amount, ...rules } as Request, gridMinutes };
}

function drawPoints(random: Random, quarters: number): PricePoint[] {
  const points: PricePoint[] = [];
  const mixed = random.chance(0.4);
  const prices = tenths(random, quarters);
  const fine = random.chance(0.3);
  for (let quarter = 0; quarter < quarters; ) {
    const length = mixed ? random.pick([1, 1, 2, 4]) : 1;
    const value = prices[quarter] ?? null;
    const price = value === null ? null : value / 10 + (fine ? random.whole(0, 9999) / 1e5 : 0);
    const start = origin + quarter * 15 * minute;
    if (price !== null || random.chance(0.5)) points.push({ start, end: start + length * 15 * minute, price });
    quarter += length;
  }
  return points;
}

function drawRequest(random: Random, kind: Request['kind'], window: { earliest: number; latestEnd: number }): Request {
  const span = Math.max(1, window.latestEnd - window.earliest);
  const durationMs = random.whole(1, Math.ceil(span * random.pick([0.1, 0.4, 0.9]))) * minute;
  const powerW = random.pick([60, 1000, 2200, 3700, 11_000]);
  const base = {
    earliest: origin + window.earliest * minute,
    latestEnd: origin + window.latestEnd * minute,
    tieBreak: random.pick(['earliest', 'latest', 'fewest'] as const),
    objective: random.pick(['cheapest', 'cheapest', 'dearest'] as const),
    maxPriceCt: random.chance(0.2) ? random.whole(5, 40) : undefined,
    partial: random.chance(0.3) ? ('maximise' as const) : undefined,
  };
  if (kind === 'contiguous') return { ...base, kind, durationMs, powerW };
  if (kind === 'interruptible') return { ...base, kind, durationMs, powerW };
  if (kind === 'profile') {
    const phase = () => ({ durationMs: random.whole(1, 60) * minute, powerW: random.pick([0, 150, 2000, 2200]) });
    return { ...base, kind, profile: Array.from({ length: random.whole(1, 6) }, phase) };
  }
  const efficiency = random.pick([1, 0.93, 0.8]);
  const energyWh = (durationMs * powerW * efficiency) / 3.6e6 + random.whole(0, 9) / 10;
  const maxEnergyWh = random.chance(0.5) ? energyWh + random.whole(0, 5000) : undefined;
  return { ...base, kind, energyWh, maxEnergyWh, minPowerW: 0, maxPowerW: powerW, efficiency };
}
