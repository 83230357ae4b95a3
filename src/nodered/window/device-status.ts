import type { Decision, PlanView } from '../../runs/index.js';
import { type Ms, msPerMinute } from '../../time/index.js';
import type { NodeStatus } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';
import { shortInstant } from '../prices/price-status.js';

/** How a device is spoken of. */
export interface DeviceVoice {
  readonly timeZone: string;
  readonly now: Ms;
  readonly trigger: 'daily' | 'message';
  readonly onValue: unknown;
  readonly offValue: unknown;
}

const longestValue = 12;
const longestStatus = 60;

/** The status of `cheapest-window`: what was sent, why, and what it waits for with its time. */
export function deviceStatus(translate: Translate, decision: Decision, voice: DeviceVoice): NodeStatus {
  const { state, plan } = decision;
  const what = whatIsSent(translate, decision, voice);
  const shape = plan?.provisional ? 'ring' : 'dot';
  if (state.on === true) {
    const text = stateText(translate, decision, { what, voice });
    return { fill: 'green', shape, text: asFits(text, partText(translate, plan), averageText(plan)) };
  }
  if (plan === undefined && state.reason === 'outside' && voice.trigger === 'message') {
    return { fill: 'grey', shape: 'dot', text: translate('status.ready-message') };
  }
  if (plan !== undefined && !plan.feasible) {
    return { fill: 'yellow', shape: 'ring', text: withoutPlanText(translate, decision, { what, plan, voice }) };
  }
  const text = stateText(translate, decision, { what, voice });
  return { fill: 'grey', shape, text: asFits(text, partText(translate, plan), averageText(plan)) };
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

function stateText(translate: Translate, { state, plan }: Decision, { what, voice }: Named): string {
  const { on, reason, until, offMinutes } = state;
  const time = until === undefined ? undefined : shortInstant(voice.timeZone, until, voice.now);
  const next = plan?.nextStart === until;
  if (reason === 'waiting' && until === undefined) return withWhat(what, translate('status.no-more-runs'));
  const isStart = on !== true && time !== undefined && next && ['waiting', 'outside', 'no-plan'].includes(reason);
  if (isStart) return withWhat(what, translate(startsKey(plan), { time }));
  const later = startOfLaterWindow(state, plan, voice.now);
  if (later !== undefined) {
    return withWhat(what, translate(startsKey(plan), { time: shortInstant(voice.timeZone, later, voice.now) }));
  }
  const why = translate(`reasons.${reason}`, offMinutes === undefined ? {} : { time: hours(offMinutes) });
  if (what === '') return time === undefined ? why : translate('status.untouched-until', { why, time });
  return time === undefined
    ? translate('status.state', { what, why })
    : translate('status.state-until', { what, why, time });
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
  if (plan.window.start <= voice.now) {
    return `${stateText(translate, { state, plan } as Decision, { what, voice })} · ${because}`;
  }
  const at = plan.nextStart ?? plan.window.start;
  const time = shortInstant(voice.timeZone, at, voice.now);
  const key = plan.nextStart === null ? 'status.next-window' : 'status.next-run';
  const says = ['done', 'cancelled', 'manual'].includes(state.reason) ? translate(`reasons.${state.reason}`) : '';
  return [withWhat(what, says), translate(key, { time, because })].filter((part) => part !== '').join(' · ');
}

function reasonText(translate: Translate, { reason, minutesPlanned, minutesMissing, window }: PlanView): string {
  if (reason === 'window-too-short') {
    const windowMinutes = (window.end - window.start) / msPerMinute;
    const wanted = hours(minutesPlanned + minutesMissing);
    if (minutesPlanned + minutesMissing > windowMinutes) {
      return translate('status.needs', { wanted, window: hours(windowMinutes) });
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
    return ` · ${translate(key, { reached: hours(plan.minutesPlanned), wanted: hours(wanted) })}`;
  }
  const wantedKwh = (plan.energyKwh * wanted) / plan.minutesPlanned;
  return ` · ${translate(key, { reached: rounded(plan.energyKwh), wanted: `${rounded(wantedKwh)} kWh` })}`;
}

function averageText(plan: PlanView | undefined): string {
  return plan?.averageCt === undefined ? '' : ` · ${plan.averageCt.toFixed(2)} ct/kWh`;
}

/** The text with those of the further ones, the most important first, for which there is room. */
function asFits(text: string, ...further: readonly string[]): string {
  return further.reduce((said, more) => (said.length + more.length > longestStatus ? said : said + more), text);
}

function withWhat(what: string, text: string): string {
  return what === '' || text === '' ? what + text : `${what} · ${text}`;
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

/** `1.5 h`, without a decimal where there is none. */
function hours(minutes: number): string {
  return `${Number((minutes / 60).toFixed(minutes < 60 ? 2 : 1))} h`;
}
