import { contains, type Interval } from '../time/index.js';
import { isKnown, type KnownInterval, type PriceSeries } from './series.js';

/** How a price compares with those of its day, from cheapest to dearest. */
export type Level = 'very-cheap' | 'cheap' | 'normal' | 'expensive' | 'very-expensive';

/** Where an interval stands among the known intervals of its day. */
export interface Standing {
  /** 1 + the number of cheaper intervals; equal prices share a rank. */
  readonly rank: number;
  /** The number of known intervals of the day. */
  readonly of: number;
  /** The share of the known time that is strictly cheaper, in [0, 1). */
  readonly quantile: number;
  readonly level: Level;
}

/** The quantiles below which each level ends, and the spread in ct/kWh below which a day has no cheap or dear hours. */
export interface LevelLimits {
  readonly veryCheapBelow: number;
  readonly cheapBelow: number;
  readonly normalBelow: number;
  readonly expensiveBelow: number;
  readonly minSpreadCt: number;
}

/** The limits where the person set none. */
export const defaultLevelLimits: LevelLimits = {
  veryCheapBelow: 0.1,
  cheapBelow: 0.3,
  normalBelow: 0.7,
  expensiveBelow: 0.9,
  minSpreadCt: 2,
};

/** The known intervals that start on the given day, whole; `day` is half-open. */
export function dayIntervals(series: PriceSeries, day: Interval): readonly KnownInterval[] {
  return series.filter(isKnown).filter(({ start }) => contains(day, start));
}

/**
 * Rank, quantile and level of an interval among the known intervals of its day, to which it need not belong.
 *
 * The rank counts intervals, the quantile weighs them by time. Without any known interval: rank 1 of 0, normal.
 */
export function rankOf(
  interval: KnownInterval,
  day: readonly KnownInterval[],
  limits: LevelLimits = defaultLevelLimits,
): Standing {
  let cheaper = 0;
  let cheaperMs = 0;
  let knownMs = 0;
  for (const { start, end, priceCt } of day) {
    knownMs += end - start;
    if (priceCt >= interval.priceCt) continue;
    cheaper += 1;
    cheaperMs += end - start;
  }
  const quantile = knownMs === 0 ? 0 : cheaperMs / knownMs;
  const level = hasSpread(day, limits.minSpreadCt) ? levelOf(quantile, limits) : 'normal';
  return { rank: 1 + cheaper, of: day.length, quantile, level };
}

function hasSpread(day: readonly KnownInterval[], minSpreadCt: number): boolean {
  const prices = day.map(({ priceCt }) => priceCt);
  return Math.max(...prices) - Math.min(...prices) >= minSpreadCt;
}

function levelOf(quantile: number, limits: LevelLimits): Level {
  if (quantile < limits.veryCheapBelow) return 'very-cheap';
  if (quantile < limits.cheapBelow) return 'cheap';
  if (quantile < limits.normalBelow) return 'normal';
  return quantile < limits.expensiveBelow ? 'expensive' : 'very-expensive';
}
