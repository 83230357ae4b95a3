// @ts-nocheck
import type { PricePoint, Request, Segment } from '#src/planner/index.js';
import { type Random, randomOf, tenths } from './random.js';

/**
 * A small planning problem on cells of `unitMs`, from `earliest` to `latestEnd` cells, with a price in tenths of a cent
 * for every cell of the window (null = unknown or outside the series).
 */
export interface CellProblem {
  readonly points: readonly PricePoint[];
  readonly request: Request;
  readonly unitMs: number;
  readonly beginMs: number;
  readonly cells: readonly (number | null)[];
  /** Start cost in tenths of a cent times cells at the request's power. */
  readonly startTenths: number;
}

const minute = 60_000;

/** Draws a problem of at most `mostCells` cells; the same seed gives the same problem. */
export function drawProblem(seed: number, kind: Request['kind'], mostCells: number): CellProblem {
  const random = randomOf(seed);
  const rules = (kind === 'interruptible' || kind === 'energy') && (kind === 'energy' || random.chance(0.7));
  const unitMs = rules ? minute : random.pick([1, 1000, minute]);
  const epochCells = Math.floor(Date.parse('2026-03-28T23:00:00Z') / unitMs);
  const { points, priceOf } = drawSeries(random, unitMs, epochCells);
  const earliest = epochCells + random.whole(-3, 6);
  const length = random.whole(random.chance(0.05) ? 0 : 4, mostCells);
  const cells = Array.from({ length }, (_, i) => priceOf(earliest + i));
  const powerW = random.pick([1000, 700, 2300]);
  const startTenths = rules && random.chance(0.5) ? random.whole(1, 300) : 0;
  const request = {
    ...drawBase(random, unitMs),
    earliest: earliest * unitMs,
    latestEnd: (earliest + length) * unitMs,
    ...drawKind(random, { kind, unitMs, length, powerW }),
    ...(rules ? drawRules(random, unitMs) : {}),
    ...(startTenths > 0 ? { startCostCt: (startTenths * powerW * unitMs) / 10 / 3.6e9 } : {}),
  } as Request;
  return { points, request, unitMs, beginMs: earliest * unitMs, cells, startTenths };
}

function drawSeries(random: Random, unitMs: number, epochCells: number) {
  const lengths = Array.from({ length: random.whole(1, 9) }, () => random.whole(1, 4));
  const prices = tenths(random, lengths.length);
  const points: PricePoint[] = [];
  const byCell = new Map<number, number | null>();
  let cell = epochCells;
  for (const [i, length] of lengths.entries()) {
    const price = prices[i] as number | null;
    const isGap = price === null && random.chance(0.5);
    for (let k = 0; k < length; k++) byCell.set(cell + k, price);
    if (!isGap)
      points.push({ start: cell * unitMs, end: (cell + length) * unitMs, price: price === null ? null : price / 10 });
    cell += length;
  }
  return { points, priceOf: (at: number) => byCell.get(at) ?? null };
}

function drawBase(random: Random, unitMs: number) {
  return {
    tieBreak: random.pick(['earliest', 'latest', 'fewest', undefined] as const),
    objective: random.chance(0.2) ? ('dearest' as const) : undefined,
    partial: random.chance(0.35) ? ('maximise' as const) : undefined,
    maxPriceCt: random.chance(0.25) ? random.whole(-5, 35) : undefined,
    initial: random.chance(0.4) ? { on: random.chance(0.5), forMs: random.whole(0, 6) * unitMs } : undefined,
  };
}

interface Drawn {
  readonly kind: Request['kind'];
  readonly unitMs: number;
  readonly length: number;
  readonly powerW: number;
}

function drawKind(random: Random, { kind, unitMs, length, powerW }: Drawn) {
  const durationMs = random.whole(0, Math.max(1, Math.ceil(length * 0.8))) * unitMs;
  const startAlignMs = random.chance(0.3) ? random.whole(1, 4) * unitMs : undefined;
  if (kind === 'contiguous') return { kind, durationMs, powerW, startAlignMs };
  if (kind === 'interruptible') return { kind, durationMs, powerW };
  if (kind === 'profile') return { kind, profile: drawPhases(random, unitMs), startAlignMs };
  const efficiency = random.pick([1, 0.9, 0.5]);
  const energyWh = (durationMs * powerW * efficiency) / 3.6e6;
  const extraWh = (random.whole(0, 4) * unitMs * powerW * efficiency) / 3.6e6;
  const maxEnergyWh = random.chance(0.6) ? energyWh + extraWh : undefined;
  return { kind, energyWh, maxEnergyWh, minPowerW: random.pick([0, powerW / 2]), maxPowerW: powerW, efficiency };
}

function drawPhases(random: Random, unitMs: number) {
  return Array.from({ length: random.whole(1, 4) }, () => ({
    durationMs: random.whole(0, 4) * unitMs,
    powerW: random.pick([0, 500, 1000, 2000, 2000]),
  }));
}

function drawRules(random: Random, unitMs: number) {
  return {
    minRunMs: random.chance(0.7) ? random.whole(0, 4) * unitMs : undefined,
    minPauseMs: random.chance(0.6) ? random.whole(0, 4) * unitMs : undefined,
    maxStarts: random.chance(0.4) ? random.whole(0, 3) : undefined,
  };
}

/** The cells of a problem that segments cover, as text of 0 and 1; throws when they are not on whole cells or outside. */
export function cellsOf(
  { unitMs, beginMs, cells }: Omit<CellProblem, 'request'>,
  segments: readonly Segment[],
): string {
  const on = cells.map(() => '0');
  for (const { start, end } of segments)
    for (let at = (start - beginMs) / unitMs; at < (end - beginMs) / unitMs; at++) {
      if (!Number.isInteger(at) || on[at] !== '0') throw new Error(`segment ${start}-${end} is off the cells`);
      on[at] = '1';
    }
  return on.join('');
}
