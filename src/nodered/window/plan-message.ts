import type { DeviceOutput, PlannedRun, PlanView, RunEvent } from '../../runs/index.js';
import type { TariffReading } from '../../tariffs/index.js';
import { isoLocal, type Ms } from '../../time/index.js';
import type { HomePart } from '../home/home-message.js';
import { priceUnit } from '../prices/price-message.js';
import { amount } from '../values/amount.js';

/** Output 1 beside the payload: why, and until when as far as it is known. */
export function switchMessage({ reason, until, offMinutes }: DeviceOutput, timeZone: string) {
  return {
    reason,
    ...(until === undefined ? {} : { until: isoLocal(timeZone, until) }),
    ...(offMinutes === undefined ? {} : { offMinutes }),
  };
}

/**
 * The payload of output 2, with how the prices were read where they came by message. Instants are ISO 8601 in the node's
 * zone; what is not known is null.
 */
export function planPayload(plan: PlanView, timeZone: string, prices?: TariffReading, home?: HomePart) {
  const iso = (instant: Ms | null) => (instant === null ? null : isoLocal(timeZone, instant));
  return {
    feasible: plan.feasible,
    ...(plan.reason === undefined ? {} : { reason: plan.reason }),
    provisional: plan.provisional,
    runs: plan.runs.map((run) => runPayload(run, timeZone)),
    minutesPlanned: plan.minutesPlanned,
    minutesMissing: plan.minutesMissing,
    ...offLimit(plan),
    averageCt: amount(plan.averageCt),
    costCt: amount(plan.costCt),
    ...expectedCost(plan),
    costUnit: plan.perKw ? 'ct per kW' : 'ct',
    energyKwh: amount(plan.energyKwh),
    ...(plan.earlier && { earlier: { minutes: plan.earlier.minutes, costCt: amount(plan.earlier.costCt) } }),
    ...(plan.sunKwh !== undefined && { sunKwh: amount(plan.sunKwh) }),
    ...(plan.isSunUnused && { sun: 'unused' as const }),
    saved: { againstNowCt: amount(plan.saved.againstNowCt), againstAverageCt: amount(plan.saved.againstAverageCt) },
    thresholdCt: amount(plan.thresholdCt),
    unit: priceUnit,
    ...(prices && { prices }),
    ...(home && { home }),
    nextChange: iso(plan.nextChange),
    nextStart: iso(plan.nextStart),
    nextEnd: iso(plan.nextEnd),
    window: { start: isoLocal(timeZone, plan.window.start), end: isoLocal(timeZone, plan.window.end) },
    pricesUntil: iso(plan.pricesUntil),
    intervals: plan.intervals.map(({ start, end, priceCt, expected, on }) => ({
      start: isoLocal(timeZone, start),
      end: isoLocal(timeZone, end),
      amount: priceCt,
      ...(expected && { expected }),
      on,
    })),
    planId: plan.planId,
  };
}

/** Output 3: the event's name, its plan and a sentence for a person. */
export function eventMessage({ kind, plan }: RunEvent, timeZone: string, text: string, prices?: TariffReading) {
  return { payload: kind, text, ...(plan === undefined ? {} : { plan: planPayload(plan, timeZone, prices) }) };
}

/** Only where there is a limit on time off. */
function offLimit({ minutesExtra, longestOffMinutes }: PlanView) {
  return minutesExtra === undefined ? {} : { minutesExtra, longestOffMinutes };
}

/** Only where it says something: a plan by published prices is as it always was. */
function expectedCost({ expectedCostCt }: Pick<PlanView, 'expectedCostCt'>) {
  return expectedCostCt === undefined ? {} : { expectedCostCt: amount(expectedCostCt) };
}

function runPayload(run: PlannedRun, timeZone: string) {
  const { start, end, minutes, averageCt, costCt, cause } = run;
  return {
    start: isoLocal(timeZone, start),
    end: isoLocal(timeZone, end),
    minutes,
    averageCt: amount(averageCt),
    costCt: amount(costCt),
    ...expectedCost(run),
    ...(cause === 'expected' && { expected: true }),
    ...(run.forced && { forced: true }),
  };
}
