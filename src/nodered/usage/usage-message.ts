import type { PeriodUsage } from '../../account/reading/period-usage.js';
import type { Backtest, BacktestWindow, RuleName, RunSettings } from '../../runs/index.js';
import { type Interval, isoLocal, marketTimeZone } from '../../time/index.js';
import { qualityOf, type UsageDay, type UsageFigures, type UsageReport } from '../../usage/index.js';
import { amount } from '../values/amount.js';
import type { BacktestAsk } from './usage-input.js';

/** The payload of a report: kWh, ct and ct/kWh; what is not known is null. Days are local and both included. */
export function usagePayload(report: UsageReport, data: Pick<PeriodUsage, 'direction' | 'meterType'>, of: UsagePeriod) {
  const { days, ...total } = report;
  return {
    ...of,
    direction: data.direction,
    meterType: data.meterType,
    ...figuresPayload(total),
    days: days.map((day) => ({ date: day.date, ...figuresPayload(day) })),
  };
}

/** What a report is about. */
interface UsagePeriod {
  readonly from: string;
  readonly to: string;
}

/** What a device would have done without one of its rules. */
export interface Ruleless {
  readonly rule: RuleName;
  readonly result: Backtest;
}

/** The payload of a backtest, compared with those without a rule; instants are ISO 8601 in the zone of the device. */
export function backtestPayload(
  result: Backtest,
  { window, run, firstDay, lastDay }: BacktestAsk,
  others: readonly Ruleless[] = [],
) {
  const { windows, perKw, saved, minutes, minutesMissing, energyKwh, costCt, averageCt, windowsUnpriced } = result;
  return {
    window,
    from: firstDay,
    to: lastDay,
    minutes,
    minutesMissing,
    windowsUnpriced,
    energyKwh: amount(energyKwh),
    costCt: amount(costCt),
    costUnit: perKw ? 'ct per kW' : 'ct',
    averageCt: amount(averageCt),
    objective: run.objective,
    saved: savedPayload(saved),
    ...(others.length > 0 && { without: others.map((other) => rulelessPayload(result, other, run)) }),
    windows: windows.map((one) => windowPayload(one, run)),
  };
}

/** `ruleCostCt`: what the rule has cost (for the dearest time: lost); null where the two did not run for as long. */
function rulelessPayload(ruled: Backtest, { rule, result }: Ruleless, { objective }: RunSettings) {
  const { minutes, minutesMissing, energyKwh, costCt, averageCt, windowsUnpriced, saved } = result;
  // To run more is what being off for so long at most is about.
  const isAlike = rule === 'maxOffMinutes' || minutes === ruled.minutes;
  const isComparable = isAlike && windowsUnpriced === ruled.windowsUnpriced;
  const extraCt = costCt === undefined || ruled.costCt === undefined ? undefined : ruled.costCt - costCt;
  const sign = objective === 'cheapest' ? 1 : -1;
  return {
    rule,
    ruleCostCt: amount(isComparable && extraCt !== undefined ? sign * extraCt : undefined),
    minutes,
    minutesMissing,
    windowsUnpriced,
    energyKwh: amount(energyKwh),
    costCt: amount(costCt),
    averageCt: amount(averageCt),
    saved: savedPayload(saved),
  };
}

function windowPayload(window: BacktestWindow, { timeZone }: RunSettings) {
  const { minutes, minutesMissing, energyKwh, costCt, saved, reason } = window;
  return {
    ...stretch(window, timeZone),
    runs: window.runs.map((run) => stretch(run, timeZone)),
    minutes,
    minutesMissing,
    energyKwh: amount(energyKwh),
    costCt: amount(costCt),
    saved: savedPayload(saved),
    ...(reason !== undefined && { reason }),
    priceGaps: window.priceGaps.map((gap) => stretch(gap, timeZone)),
  };
}

function savedPayload(saved: {
  readonly againstNowCt: number | undefined;
  readonly againstAverageCt: number | undefined;
}) {
  return { againstNowCt: amount(saved.againstNowCt), againstAverageCt: amount(saved.againstAverageCt) };
}

function figuresPayload(figures: UsageFigures | UsageDay) {
  return {
    quality: qualityOf(figures),
    reason: reasonOf(figures),
    usageKwh: amount(figures.usageKwh),
    pricedKwh: amount(figures.pricedKwh),
    preliminaryKwh: amount(figures.preliminaryKwh),
    preliminary: figures.isPreliminary ?? null,
    costCt: amount(figures.costCt),
    averageCt: amount(figures.averageCt),
    marketCt: amount(figures.marketCt),
    flatLoadCt: amount(figures.flatLoadCt),
    fixedTariffCt: amount(figures.fixedTariffCt),
    savedAgainstFlatCt: amount(figures.savedAgainstFlatCt),
    savedAgainstFixedCt: amount(figures.savedAgainstFixedCt),
    cheapestQuarterShare: amount(figures.cheapestQuarterShare),
    usageGaps: figures.usageGaps.map((gap) => stretch(gap, marketTimeZone)),
    priceGaps: figures.priceGaps.map((gap) => stretch(gap, marketTimeZone)),
  };
}

/** Why figures are missing or do not stand for the whole time; null where they do. */
function reasonOf({ usageKwh, costCt, usageGaps, priceGaps }: UsageFigures): string | null {
  if (usageKwh === undefined) return 'no-values';
  if (costCt === undefined) return 'no-prices';
  if (usageGaps.length > 0) return 'values-missing';
  return priceGaps.length > 0 ? 'prices-missing' : null;
}

function stretch({ start, end }: Interval, timeZone: string) {
  return { start: isoLocal(timeZone, start), end: isoLocal(timeZone, end) };
}
