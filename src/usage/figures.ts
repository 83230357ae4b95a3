import type { Interval } from '../time/index.js';
import type { Tally } from './tally.js';

/**
 * What some time cost. Energy in kWh, money in ct, prices in ct/kWh; what nothing is known about is undefined, never 0.
 * With feed-in the same figures are what was paid out, and a saving is what was paid out more.
 */
export interface UsageFigures {
  /** All that was metered; undefined, as the next three, where nothing was. */
  readonly usageKwh: number | undefined;
  /** What was metered while the price is known; cost and comparisons are about this part only. */
  readonly pricedKwh: number | undefined;
  /** The part of `usageKwh` that may still be corrected. */
  readonly preliminaryKwh: number | undefined;
  /** True where any value may still be corrected, also one of 0 kWh. */
  readonly isPreliminary: boolean | undefined;
  /** Sum of usage x price of the same instant; undefined where nothing is priced. */
  readonly costCt: number | undefined;
  /** What a kWh cost on average; undefined without a priced kWh. */
  readonly averageCt: number | undefined;
  /** The mean price of the metered and priced time, weighted by time. */
  readonly marketCt: number | undefined;
  /** What the same kWh would have cost, drawn evenly over the same time. */
  readonly flatLoadCt: number | undefined;
  /** What the same kWh would have cost at the fixed price; undefined without one. */
  readonly fixedTariffCt: number | undefined;
  /** Positive where the customer was better off than with a flat load. */
  readonly savedAgainstFlatCt: number | undefined;
  readonly savedAgainstFixedCt: number | undefined;
  /**
   * Which share of the priced kWh, 0 to 1, fell into the cheapest quarter of each local day's time (dearest with
   * feed-in). Undefined for values longer than an hour, of which nobody knows when they were drawn.
   */
  readonly cheapestQuarterShare: number | undefined;
  /** Where nothing was metered. */
  readonly usageGaps: readonly Interval[];
  /** Where something was metered, but no price is known. */
  readonly priceGaps: readonly Interval[];
}

/** What the figures depend on beside what was counted. */
export interface FigureOptions {
  /** A tariff to compare with, gross ct/kWh. */
  readonly fixedPriceCt: number | undefined;
  /** True for energy that was sold. */
  readonly isFeedIn: boolean;
}

/** The figures of what was counted. */
export function figuresOf(tally: Tally, { fixedPriceCt, isFeedIn }: FigureOptions): UsageFigures {
  const { isMetered, usageKwh, pricedKwh, preliminaryKwh, isPreliminary, pricedMs, usageGaps, priceGaps } = tally;
  const marketCt = pricedMs > 0 ? tally.priceCtMs / pricedMs : undefined;
  const flatLoadCt = marketCt === undefined ? undefined : pricedKwh * marketCt;
  const fixedTariffCt = fixedPriceCt === undefined || pricedMs === 0 ? undefined : pricedKwh * fixedPriceCt;
  const betterThan = (otherCt: number | undefined) =>
    otherCt === undefined ? undefined : isFeedIn ? tally.costCt - otherCt : otherCt - tally.costCt;
  return {
    usageKwh: isMetered ? usageKwh : undefined,
    pricedKwh: isMetered ? pricedKwh : undefined,
    preliminaryKwh: isMetered ? preliminaryKwh : undefined,
    isPreliminary: isMetered ? isPreliminary : undefined,
    costCt: pricedMs > 0 ? tally.costCt : undefined,
    marketCt,
    flatLoadCt,
    fixedTariffCt,
    usageGaps,
    priceGaps,
    averageCt: pricedKwh > 0 ? tally.costCt / pricedKwh : undefined,
    savedAgainstFlatCt: betterThan(flatLoadCt),
    savedAgainstFixedCt: betterThan(fixedTariffCt),
    cheapestQuarterShare: tally.quarterOfKwh > 0 ? tally.quarterKwh / tally.quarterOfKwh : undefined,
  };
}
