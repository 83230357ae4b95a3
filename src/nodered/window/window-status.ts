import type { Decision, PlanView } from '../../runs/index.js';
import { type Ms, msPerMinute } from '../../time/index.js';
import type { NodeStatus } from '../platform/red.js';
import { fittingIn, longestStatus } from '../platform/status-line.js';
import type { Translate } from '../platform/texts.js';
import { shownInstant, shownNumber, shownPrice } from '../values/local-format.js';

/** How a device is spoken of. */
export interface DeviceVoice {
  readonly timeZone: string;
  readonly now: Ms;
  readonly trigger: 'daily' | 'message';
  readonly onValue: unknown;
  readonly offValue: unknown;
  /** So many characters are free for it; absent = all of a status. */
  readonly room?: number | undefined;
}

const longestValue = 12;

/** The status of `cheapest-window`: what was sent, why, and what it waits for with its time. */
export function deviceStatus(translate: Translate, decision: Decision, voice: DeviceVoice): NodeStatus {
  const { state, plan } = decision;
  const what = whatIsSent(translate, decision, voice);
  const shape = plan?.provisional ? 'ring' : 'dot';
  if (state.on === true) {
    return { fill: 'green', shape, text: fullText(translate, decision, { what, voice }) };
  }
  if (plan === undefined && state.reason === 'outside' && voice.trigger === 'message') {
    return { fill: 'grey', shape: 'dot', text: translate('status.ready-message') };
  }
  if (plan !== undefined && !plan.feasible) {
    return { fill: 'yellow', shape: 'ring', text: withoutPlanText(translate, decision, { what, plan, voice }) };
  }
  return { fill: 'grey', shape, text: fullText(translate, decision, { what, voice }) };
}

/** Why a device has no planned run, as a key of the shared catalog; undefined where it has one. */
export function idleReason(
  { state, plan }: Pick<Decision, 'state' | 'plan'>,
  trigger: 'daily' | 'message',
): string | undefined {
  if (plan !== undefined && plan.runs.length > 0) return undefined;
  if (plan?.reason === 'price-cap' && plan.minutesMissing === 0) return 'status.never-so-cheap';
  if (plan?.reason !== undefined) return `plan-reasons.${plan.reason}`;
  if (trigger === 'message' && state.reason === 'outside') return 'status.ready-message';
  if (state.reason === 'waiting' && state.until === undefined) return 'status.no-more-runs';
  return `reasons.${state.reason}`;
}

/** `on` and `off` where these are `true` and `false`, else the value itself; empty where nothing is sent. */
function whatIsSent(translate: Translate, { state, output }: Decision, { onValue, offValue }: DeviceVoice): string {
  const on = state.on ?? output.on;
  if (on === undefined) return '';
  if (onValue === true && offValue === false) return translate(on ? 'status.word-on' : 'status.word-off');
  const value = on ? onValue : offValue;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

interface Named {
  readonly what: string;
  readonly voice: DeviceVoice;
}

/** What is the state with the price that is planned and the part that fits, as far as there is room; the part is said first. */
function fullText(translate: Translate, decision: Decision, named: Named): string {
  const state = stateText(translate, decision, named);
  const price = plannedPrice(translate, decision, named.voice.now);
  const part = partText(translate, decision.plan);
  return fittingIn(roomFor(named), state + price + part, state + part, state + price, state);
}

function roomFor({ voice: { room = longestStatus } }: Pick<Named, 'voice'>): number {
  return room;
}

/** What the plan costs per kWh; empty where nothing is on or to come, or no price is known. */
function plannedPrice(translate: Translate, decision: Decision, now: Ms): string {
  const { state, plan } = decision;
  if (plan?.averageCt === undefined) return '';
  const price = shownPrice(translate, plan.averageCt, 1);
  const isMeant = shownStart(decision, now) !== undefined || state.reason === 'planned';
  if (isMeant) return ` ${translate('status.at-price', { price })}`;
  return state.on === true ? ` · ${translate('status.planned-price', { price })}` : '';
}

function stateText(
  translate: Translate,
  { state, plan }: Pick<Decision, 'state' | 'plan'>,
  { what, voice }: Named,
): string {
  const { reason, until, offMinutes } = state;
  const shown = (instant: Ms) => shownInstant(translate, voice.timeZone, instant, voice.now);
  if (reason === 'waiting' && until === undefined) return withWhat(what, translate('status.no-more-runs'));
  const start = shownStart({ state, plan }, voice.now);
  if (start !== undefined) return withWhat(what, translate(startsKey(plan), { time: shown(start) }));
  const time = until === undefined ? undefined : shown(until);
  const why = translate(`reasons.${reason}`, offMinutes === undefined ? {} : { time: hours(translate, offMinutes) });
  if (what === '') return time === undefined ? why : translate('status.untouched-until', { why, time });
  return time === undefined
    ? translate('status.state', { what, why })
    : translate('status.state-until', { what, why, time });
}

/** The start that a device that is off waits for; undefined where it is on, or waits for something else. */
function shownStart({ state, plan }: Pick<Decision, 'state' | 'plan'>, now: Ms): Ms | undefined {
  const { on, reason, until } = state;
  const isNext = on !== true && until !== undefined && plan?.nextStart === until;
  if (isNext && ['waiting', 'outside', 'no-plan'].includes(reason)) return until;
  return startOfLaterWindow(state, plan, now);
}

/** A start in time without published prices may still move. */
function startsKey(plan: PlanView | undefined): string {
  const next = plan?.runs.find(({ start }) => start === plan.nextStart);
  return next?.cause === 'expected' ? 'status.starts-expected' : 'status.starts';
}

/** When the plan of a later window starts, where nothing is left to do in the one that is open and the device is off; else undefined. */
function startOfLaterWindow({ on, reason }: Decision['state'], plan: PlanView | undefined, now: Ms): Ms | undefined {
  const isLater = on === false && reason === 'no-plan' && plan?.feasible === true && plan.window.start > now;
  return isLater ? (plan.nextStart ?? undefined) : undefined;
}

/** Off, and no plan by prices for the window that `plan` is about, which may be a later one than that of now. */
function withoutPlanText(
  translate: Translate,
  { state }: Decision,
  { what, plan, voice }: Named & { readonly plan: PlanView },
): string {
  const because = reasonText(translate, plan);
  if (state.reason === 'waiting' && state.until === undefined) return withWhat(what, because);
  if (plan.window.start <= voice.now) return openWithoutPlan(translate, { state, plan }, { what, because, voice });
  const at = plan.nextStart ?? plan.window.start;
  const time = shownInstant(translate, voice.timeZone, at, voice.now);
  const key = plan.nextStart === null ? 'status.next-window' : 'status.next-run';
  const says = ['done', 'cancelled', 'manual'].includes(state.reason) ? translate(`reasons.${state.reason}`) : '';
  const next = translate(key, { time, because });
  return fittingIn(roomFor({ voice }), withWhat(withWhat(what, says), next), withWhat(what, next), next, because);
}

/** The same for the window that is open, in which it may run all the same: why there is no plan says that there is none. */
function openWithoutPlan(
  translate: Translate,
  { state, plan }: Pick<Decision, 'state' | 'plan'>,
  { what, because, voice }: Named & { readonly because: string },
): string {
  const { reason, until } = state;
  const isPlain = reason === 'no-plan' && what !== '' && until !== undefined;
  const time = until === undefined ? '' : shownInstant(translate, voice.timeZone, until, voice.now);
  const said = isPlain
    ? translate('status.until', { what, time })
    : stateText(translate, { state, plan }, { what, voice });
  return fittingIn(roomFor({ voice }), `${said} · ${because}`, withWhat(what, because), because);
}

function reasonText(translate: Translate, { reason, minutesPlanned, minutesMissing, window }: PlanView): string {
  if (reason === 'window-too-short') {
    const windowMinutes = (window.end - window.start) / msPerMinute;
    const wanted = hours(translate, minutesPlanned + minutesMissing);
    if (minutesPlanned + minutesMissing > windowMinutes) {
      return translate('status.needs', { wanted, window: hours(translate, windowMinutes) });
    }
    return translate('status.no-longer-fits', { wanted });
  }
  // A threshold wants no run time: nothing is missing, it is only never as cheap.
  if (reason === 'price-cap' && minutesMissing === 0) return translate('status.never-so-cheap');
  return translate(`plan-reasons.${reason ?? 'missing-prices'}`);
}

/** What a part is of the whole, where only a part fits. */
function partText(translate: Translate, plan: PlanView | undefined): string {
  if (plan === undefined || !plan.feasible || plan.minutesMissing < 1 || plan.minutesPlanned === 0) return '';
  const wanted = plan.minutesPlanned + plan.minutesMissing;
  // More may fit once all prices are known.
  const key = plan.provisional ? 'status.part-so-far' : 'status.part';
  if (plan.energyKwh === undefined) {
    return ` · ${translate(key, { reached: hours(translate, plan.minutesPlanned), wanted: hours(translate, wanted) })}`;
  }
  const wantedKwh = (plan.energyKwh * wanted) / plan.minutesPlanned;
  return ` · ${translate(key, { reached: rounded(translate, plan.energyKwh), wanted: `${rounded(translate, wantedKwh)} kWh` })}`;
}

function withWhat(what: string, text: string): string {
  return what === '' || text === '' ? what + text : `${what} · ${text}`;
}

/** With a decimal where there is one. */
function rounded(translate: Translate, value: number, decimals = 1): string {
  const number = Number(value.toFixed(decimals));
  return shownNumber(translate, number, Math.min(decimals, String(number).split('.')[1]?.length ?? 0));
}

/** `1.5 h`, without a decimal where there is none. */
function hours(translate: Translate, minutes: number): string {
  return `${rounded(translate, minutes / 60, minutes < 60 ? 2 : 1)} h`;
}
