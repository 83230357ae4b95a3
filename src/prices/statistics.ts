import { isKnown, type KnownInterval, type PriceSeries } from './series.js';

/** Figures of the known part of a series, ct/kWh, each weighted by time; `knownMs` is how much time that is. */
export interface PriceStatistics {
  readonly minCt: number;
  readonly maxCt: number;
  readonly meanCt: number;
  readonly medianCt: number;
  readonly knownMs: number;
}

/** Minimum, maximum, mean and median of the known prices, weighted by time; undefined when no price is known. */
export function statistics(series: PriceSeries): PriceStatistics | undefined {
  const byPrice = series.filter(isKnown).sort((a, b) => a.priceCt - b.priceCt);
  const [cheapest] = byPrice;
  if (cheapest === undefined) return undefined;
  const dearest = byPrice.at(-1) ?? cheapest;
  const knownMs = byPrice.reduce((sum, interval) => sum + lengthMs(interval), 0);
  return {
    minCt: cheapest.priceCt,
    maxCt: dearest.priceCt,
    meanCt: byPrice.reduce((sum, interval) => sum + interval.priceCt * (lengthMs(interval) / knownMs), 0),
    medianCt: median(byPrice, knownMs),
    knownMs,
  };
}

/** The price with half of the time at or below it; the middle between two prices where the halves meet exactly there. */
function median(byPrice: readonly KnownInterval[], knownMs: number): number {
  let belowMs = 0;
  for (const [i, interval] of byPrice.entries()) {
    belowMs += lengthMs(interval);
    if (belowMs * 2 > knownMs) return interval.priceCt;
    if (belowMs * 2 === knownMs) return interval.priceCt / 2 + (byPrice[i + 1] ?? interval).priceCt / 2;
  }
  return Number.NaN;
}

function lengthMs({ start, end }: KnownInterval): number {
  return end - start;
}
