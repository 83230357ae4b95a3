// @ts-nocheck
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plan, type PricePoint, plan, prepare, type Request, type Segment } from '#src/planner/index.js';

export const minute = 60_000;

/** The folder of cases from other projects, or undefined where it is not there. */
function peerFolder(): string | undefined {
  const folder = join(process.env.SHARED_DIR ?? join(process.cwd(), '..', 'shared'), 'peer-cases');
  return existsSync(folder) ? folder : undefined;
}

export type Prices =
  | string
  | { readonly start: string; readonly slotMinutes: number; readonly values: readonly (number | null)[] }
  | { readonly slots: readonly (readonly [string, string | null, number | null])[] };

export interface PeerFile<Case> {
  readonly series: Readonly<Record<string, Prices>>;
  readonly cases: readonly Case[];
}

/** Undefined where the folder is not there. */
export function load<Case>(file: string): PeerFile<Case> | undefined {
  const folder = peerFolder();
  return folder === undefined ? undefined : JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** A series as points; without an end after its start an interval lasts to the next one, or as long as the first. */
export function pointsOf(prices: Prices, series: Readonly<Record<string, Prices>> = {}): PricePoint[] {
  if (typeof prices === 'string') return pointsOf(series[prices] as Prices);
  if ('values' in prices) {
    const length = prices.slotMinutes * minute;
    const start = Date.parse(prices.start);
    return prices.values.map((price, i) => ({ start: start + i * length, end: start + (i + 1) * length, price }));
  }
  const starts = prices.slots.map(([start]) => Date.parse(start));
  const length = (starts[1] ?? 0) - (starts[0] ?? 0);
  return prices.slots.map(([start, end, price], i) => ({
    start: Date.parse(start),
    end:
      end !== null && Date.parse(end) > Date.parse(start)
        ? Date.parse(end)
        : (starts[i + 1] ?? Date.parse(start) + length),
    price,
  }));
}

export type Times = readonly (readonly [string | number, string | number])[];

/** Runs as text, touching ones joined, clipped to a window. */
export function picture(
  times: Times | readonly Segment[],
  window: { start: number; end: number } = everything,
): string {
  const runs: { start: number; end: number }[] = [];
  for (const time of times) {
    const [from, to] = 'start' in time ? [time.start, time.end] : time;
    const start = Math.max(new Date(from).getTime(), window.start);
    const end = Math.min(new Date(to).getTime(), window.end);
    const last = runs.at(-1);
    if (start >= end) continue;
    if (last?.end === start) last.end = end;
    else runs.push({ start, end });
  }
  return runs.map(({ start, end }) => `${new Date(start).toISOString()}/${new Date(end).toISOString()}`).join(' ');
}

const everything = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };

/** Price times hours of some runs; NaN where a price is unknown. */
export function costOf(points: readonly PricePoint[], times: Times, window = everything): number {
  let cost = 0;
  for (const [from, to] of times)
    for (const point of points) {
      const start = Math.max(new Date(from).getTime(), window.start, point.start);
      const end = Math.min(new Date(to).getTime(), window.end, point.end);
      if (start < end) cost += ((point.price ?? Number.NaN) * (end - start)) / 3.6e6;
    }
  return cost;
}

export interface Wish {
  readonly mode: 'split' | 'contiguous';
  readonly durationMinutes: number;
  readonly window: { readonly start: number; readonly end: number };
  /** On every interval when split, on the mean of the block when contiguous (all or nothing), as the peers have it. */
  readonly maxPrice?: number | null | undefined;
  readonly dearest?: boolean | undefined;
  readonly more?: Partial<Request>;
}

/** Our plan for a peer's wish at 1 kW; what does not fit is left out. */
export function planFor(points: readonly PricePoint[], wish: Wish): Plan {
  const { mode, durationMinutes, window, maxPrice } = wish;
  const request = {
    kind: mode === 'split' ? 'interruptible' : 'contiguous',
    earliest: window.start,
    latestEnd: window.end,
    durationMs: durationMinutes * minute,
    powerW: 1000,
    partial: 'maximise',
    objective: wish.dearest ? 'dearest' : 'cheapest',
    ...(mode === 'split' ? { maxPriceCt: maxPrice ?? undefined } : {}),
    ...wish.more,
  } as Request;
  const found = plan(prepare(points), request);
  const tooDear = mode === 'contiguous' && maxPrice != null && found.averageCtPerKwh > maxPrice;
  return tooDear ? { ...found, segments: [], costCt: 0 } : found;
}

/** Counts cases by why they are left out, for a line in the test report. */
export function countBy<Case>(cases: readonly Case[], reasonFor: (one: Case) => string | undefined): string {
  const counts = new Map<string, number>();
  for (const one of cases) {
    const reason = reasonFor(one);
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `${count} x ${reason}`).join('; ');
}
