import type { PriceSeries } from '../../prices/index.js';
import type { Interval, Ms } from '../../time/index.js';
import { msPerHour, msPerMinute } from '../../time/index.js';
import { hasProfile, type ProfilePhase, type RunSettings } from '../device/settings.js';
import { priceHours } from './priced.js';

/** What a stretch of on-time takes: `costCt` is undefined where a price is unknown, `averageCt` also where no energy flows. */
export interface Cost {
  readonly energyKwh: number;
  readonly costCt: number | undefined;
  /** Weighted by energy, ct/kWh. */
  readonly averageCt: number | undefined;
}

/** The phases a device goes through while on; a constant load is one endless phase of its power, or of 1 kW without one. */
export function loadOf(settings: RunSettings): readonly ProfilePhase[] {
  if (hasProfile(settings)) return settings.profile;
  return [{ minutes: Number.POSITIVE_INFINITY, powerKw: settings.powerKw ?? 1 }];
}

/** The highest power of a load, kW; 0 where none is told. */
export function highestKw(settings: RunSettings): number {
  return hasProfile(settings) ? Math.max(...settings.profile.map(({ powerKw }) => powerKw)) : (settings.powerKw ?? 0);
}

/** The phases left after some on-time, ms. */
export function loadAfter(load: readonly ProfilePhase[], onMs: number): ProfilePhase[] {
  const left: ProfilePhase[] = [];
  let skipMinutes = onMs / msPerMinute;
  for (const phase of load) {
    const minutes = phase.minutes - Math.min(skipMinutes, phase.minutes);
    skipMinutes -= Math.min(skipMinutes, phase.minutes);
    if (minutes > 0) left.push({ minutes, powerKw: phase.powerKw });
  }
  return left;
}

/** Energy and cost of one on-stretch that begins when the load has already been on for `onMs`. */
export function costOf(series: PriceSeries, run: Interval, load: readonly ProfilePhase[], onMs = 0): Cost {
  let energyKwh = 0;
  let costCt: number | undefined = 0;
  for (const part of poweredParts(run, loadAfter(load, onMs))) {
    if (part.powerKw === 0) continue;
    energyKwh += (part.powerKw * (part.end - part.start)) / msPerHour;
    const hours = priceHours(series, part);
    costCt = hours === undefined || costCt === undefined ? undefined : costCt + part.powerKw * hours;
  }
  return costFrom(energyKwh, costCt);
}

/** The costs of several together; unknown as soon as one is. */
export function addCosts(costs: readonly Cost[]): Cost {
  let energyKwh = 0;
  let costCt: number | undefined = 0;
  for (const cost of costs) {
    energyKwh += cost.energyKwh;
    costCt = costCt === undefined || cost.costCt === undefined ? undefined : costCt + cost.costCt;
  }
  return costFrom(energyKwh, costCt);
}

/** Energy and cost of on-stretches in their order, each beginning in the phase where the one before it stopped. */
export function costsInOrder(series: PriceSeries, runs: readonly Interval[], load: readonly ProfilePhase[]): Cost[] {
  let onMs = 0;
  return runs.map((run) => {
    const cost = costOf(series, run, load, onMs);
    onMs += run.end - run.start;
    return cost;
  });
}

function costFrom(energyKwh: number, costCt: number | undefined): Cost {
  return { energyKwh, costCt, averageCt: costCt === undefined || energyKwh === 0 ? undefined : costCt / energyKwh };
}

function poweredParts(run: Interval, load: readonly ProfilePhase[]): { start: Ms; end: Ms; powerKw: number }[] {
  const parts: { start: Ms; end: Ms; powerKw: number }[] = [];
  let start = run.start;
  for (const phase of load) {
    const end = Math.min(run.end, start + phase.minutes * msPerMinute);
    parts.push({ start, end, powerKw: phase.powerKw });
    start = end;
  }
  return parts;
}
