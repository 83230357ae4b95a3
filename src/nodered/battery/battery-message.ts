import type {
  BatteryDecision,
  BatteryEvent,
  BatteryPlanView,
  BatteryState,
  BatteryViewStep,
} from '../../battery/index.js';
import { isoLocal } from '../../time/index.js';
import type { Message } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';
import { amount } from '../values/amount.js';
import { isoOrNull, whySentence } from './battery-words.js';

/** How a `home-battery` node speaks. */
export interface BatteryVoice {
  readonly timeZone: string;
  /** Empty = no topic. */
  readonly topic: string;
  readonly translate: Translate;
}

/** The messages for the three outputs; null = nothing to say there. */
export type BatteryMessages = [Message | null, Message | null, Message[] | null];

/** What a decision answers: nothing in particular, or a message whose other properties pass through. */
export interface BatteryOccasion {
  readonly message?: Message;
  /** Node-RED's own: by output who is wired to it; absent = anybody may be. */
  readonly wires?: readonly (readonly string[])[] | undefined;
}

/** True unless nobody is wired to an output, counted from 1. */
export function isHeard(wires: BatteryOccasion['wires'], output: number): boolean {
  return wires?.[output - 1]?.length !== 0;
}

/** What a decision has to say; undefined when there is nothing. For an output that nobody is wired to, nothing is written. */
export function batteryMessages(
  { state, output, plan, events }: BatteryDecision,
  { timeZone, topic, translate }: BatteryVoice,
  { message, wires }: BatteryOccasion,
): BatteryMessages | undefined {
  const base = { ...message, ...(topic === '' ? {} : { topic }) };
  const text = whySentence(translate, state);
  const messages: BatteryMessages = [
    output.send ? { ...base, ...orderMessage(state, { isStart: output.isStart, timeZone }), text } : null,
    plan !== undefined && isHeard(wires, 2) ? { ...base, payload: batteryPayload(plan, timeZone) } : null,
    events.length > 0 && isHeard(wires, 3)
      ? events.map((event) => ({ ...base, ...eventMessage(translate, event) }))
      : null,
  ];
  return messages.some((outgoing) => outgoing !== null) ? messages : undefined;
}

function orderMessage(state: BatteryState, { isStart, timeZone }: { isStart: boolean; timeZone: string }) {
  const { mode, powerKw, targetPercent, minimumPercent, reason, until, priceCt, storedValueCt } = state;
  return {
    payload: mode,
    ...(powerKw !== undefined && { powerKw }),
    ...(targetPercent !== undefined && { targetPercent }),
    minimumPercent,
    reason: isStart ? 'startup' : reason,
    ...(until !== undefined && { until: isoLocal(timeZone, until) }),
    ...(priceCt !== undefined && { priceCt }),
    ...(storedValueCt !== undefined && { storedValueCt: amount(storedValueCt) }),
  };
}

function eventMessage(translate: Translate, event: BatteryEvent) {
  return { payload: event, text: translate(`battery-events.${event}`) };
}

/** The payload of output 2. Instants are ISO 8601 in the node's zone; what is not known is null. */
export function batteryPayload(plan: BatteryPlanView, timeZone: string) {
  const { reason, saved, pricesUntil, house } = plan;
  return {
    feasible: plan.feasible,
    ...(reason !== undefined && { reason }),
    provisional: plan.provisional,
    intervals: plan.intervals.map((step) => stepPayload(step, timeZone)),
    costCt: amount(plan.costCt),
    saved: {
      againstSelfUseCt: amount(saved.againstSelfUseCt),
      againstNoBatteryCt: amount(saved.againstNoBatteryCt),
    },
    cycles: amount(plan.cycles),
    chargedFromGridKwh: amount(plan.chargedFromGridKwh),
    pricesUntil: isoOrNull(timeZone, pricesUntil),
    house: { learnedDays: house.learnedDays, kwhPerDay: amount(house.kwhPerDay) },
    forecast: plan.forecast,
    feedIn: plan.feedIn,
    planId: plan.planId,
  };
}

function stepPayload(step: BatteryViewStep, timeZone: string) {
  return {
    start: isoLocal(timeZone, step.start),
    end: isoLocal(timeZone, step.end),
    mode: step.mode,
    buyCt: amount(step.buyCt),
    feedInCt: amount(step.feedInCt),
    netKwh: amount(step.netKwh),
    chargeKwh: amount(step.chargeKwh),
    dischargeKwh: amount(step.dischargeKwh),
    gridKwh: amount(step.gridKwh),
    storedKwh: amount(step.storedKwh),
    socPercent: Math.round(step.socPercent * 10) / 10,
    storedValueCt: amount(step.storedValueCt),
    costCt: amount(step.costCt),
    expected: step.expected,
  };
}
