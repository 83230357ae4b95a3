import type { Connection } from '../../account/session/connection.js';
import type { RunSettings } from '../../runs/index.js';
import { type Ms, marketTimeZone } from '../../time/index.js';
import type { Quality } from '../../usage/index.js';
import type { NodeStatus } from '../platform/red.js';
import { asFits } from '../platform/status-line.js';
import type { Translate } from '../platform/texts.js';
import { troubleText } from '../prices/price-status.js';
import { shownDate, shownInstant, shownMoney, shownNumber, shownPeriod } from '../values/local-format.js';

/** What became of the last question. */
export type UsageState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading'; readonly done: number; readonly of: number }
  | { readonly kind: 'cancelled'; readonly at: Ms }
  | { readonly kind: 'failed'; readonly text: string; readonly at: Ms }
  | {
      readonly kind: 'reported';
      readonly from: string;
      readonly to: string;
      /** Undefined where nothing was metered. */
      readonly usageKwh: number | undefined;
      /** Of what is metered and priced. */
      readonly costCt: number | undefined;
      readonly quality: Quality;
      readonly isAnalog: boolean;
    }
  | {
      readonly kind: 'backtested';
      readonly from: string;
      /** What it was better by than beginning at once; undefined where no price is known. */
      readonly savedCt: number | undefined;
      readonly unit: 'ct' | 'ct/kW';
      readonly objective: RunSettings['objective'];
    };

interface UsageSituation {
  /** Undefined while the stored tokens are being read. */
  readonly connection: Connection | undefined;
  readonly state: UsageState;
  /** When the node reads by itself again; undefined where it does not. */
  readonly nextAt: Ms | undefined;
  readonly now: Ms;
}

/** The status of `nomos-usage`: how far reading has come, what was found last, when it reads again, or what is in the way. */
export function usageStatus(translate: Translate, { connection, state, nextAt, now }: UsageSituation): NodeStatus {
  if (state.kind === 'reading') {
    const { done, of } = state;
    return { fill: 'blue', shape: 'dot', text: translate('status.usage-reading', { done, of }) };
  }
  const feed = { phase: 'waiting', tomorrowComplete: false } as const;
  const trouble = troubleText(translate, { connection, series: [], state: feed, now });
  const isNew = connection?.phase === 'new';
  const time = (instant: Ms) => shownInstant(translate, marketTimeZone, instant, now);
  const isInTheWay = trouble !== undefined && !(isNew && state.kind !== 'ready');
  const look: NodeStatus = isInTheWay
    ? { fill: isNew ? 'grey' : 'red', shape: 'ring', text: trouble }
    : stateStatus(translate, state, time);
  const next = nextAt === undefined ? [] : [translate('status.usage-next', { time: time(nextAt) })];
  return { ...look, text: asFits(look.text ?? '', ...next) };
}

function stateStatus(
  translate: Translate,
  state: Exclude<UsageState, { kind: 'reading' }>,
  time: (instant: Ms) => string,
): NodeStatus {
  const grey = { fill: 'grey', shape: 'ring' } as const;
  if (state.kind === 'ready') return { ...grey, text: translate('status.ready') };
  if (state.kind === 'cancelled') {
    return { ...grey, text: translate('status.usage-cancelled', { time: time(state.at) }) };
  }
  if (state.kind === 'failed') {
    const { text, at } = state;
    return { fill: 'red', shape: 'ring', text: translate('status.failed', { text, time: time(at) }) };
  }
  if (state.kind === 'backtested') {
    return backtestedStatus(translate, state);
  }
  return reportedStatus(translate, state);
}

/** In words that hold for both objectives: the dearest time is meant to cost, or to earn, more. */
function backtestedStatus(
  translate: Translate,
  { from, savedCt, unit, objective }: Extract<UsageState, { kind: 'backtested' }>,
): NodeStatus {
  if (savedCt === undefined) {
    return {
      fill: 'yellow',
      shape: 'ring',
      text: translate('status.usage-unpriced', { from: shownDate(translate, from) }),
    };
  }
  const isLess = objective === 'cheapest' ? savedCt >= 0 : savedCt < 0;
  const amount = shownMoney(translate, Math.abs(savedCt)) + (unit === 'ct/kW' ? '/kW' : '');
  const params = { from: shownDate(translate, from), amount };
  const text = translate(isLess ? 'status.usage-backtested-less' : 'status.usage-backtested-more', params);
  return { fill: 'green', shape: 'dot', text };
}

function reportedStatus(translate: Translate, state: Extract<UsageState, { kind: 'reported' }>): NodeStatus {
  const { from, to, usageKwh, costCt, quality, isAnalog } = state;
  const period = shownPeriod(translate, from, to);
  if (usageKwh === undefined) {
    return { fill: 'yellow', shape: 'ring', text: translate('status.usage-none', { period }) };
  }
  const cost = costCt === undefined ? [] : [shownMoney(translate, costCt)];
  const notes = [isAnalog ? 'usage-analog' : '', noteOf[quality]].filter((key) => key !== '');
  const amount = `${period}: ${shownNumber(translate, usageKwh, usageKwh < 100 ? 1 : 0)} kWh`;
  const text = asFits(amount, ...cost, ...notes.map((key) => translate(`status.${key}`)));
  const fill = quality === 'holes' ? 'yellow' : 'green';
  return { fill, shape: quality === 'final' ? 'dot' : 'ring', text };
}

const noteOf: Readonly<Record<Quality, string>> = {
  none: '',
  holes: 'usage-holes',
  preliminary: 'usage-preliminary',
  final: '',
};
