import type { Connection } from '../account/connection.js';
import type { FeedState } from '../account/feed-state.js';
import { horizon, isKnown, type PriceSeries, priceAt } from '../prices/index.js';
import type { Decision } from '../runs/index.js';
import { civilDate, clockTime, isoLocal, type Ms, marketTimeZone } from '../time/index.js';
import type { NodeStatus, RedNode } from './red.js';
import { shownText, type Translate } from './texts.js';

/** What the status of a node that shows prices depends on. */
export interface PriceSituation {
  /** Undefined while the stored tokens are being read. */
  readonly connection: Connection | undefined;
  readonly series: PriceSeries;
  readonly state: FeedState;
  readonly now: Ms;
}

/**
 * Shows statuses under a node, each of them once however often it is found anew.
 *
 * The first waits for the next turn of the event loop: status nodes hear nothing of what is shown while a flow starts.
 */
export function statusLine(node: Pick<RedNode, 'status' | 'on'>): (status: NodeStatus) => void {
  let wanted: NodeStatus | undefined;
  let shown = '';
  let isStarted = false;
  const show = () => {
    const text = JSON.stringify(wanted);
    if (wanted === undefined || text === shown) return;
    shown = text;
    node.status(wanted);
  };
  const starting = setImmediate(() => {
    isStarted = true;
    show();
  });
  node.on('close', (_removed, done) => {
    clearImmediate(starting);
    isStarted = false;
    done();
  });
  return (status) => {
    wanted = status;
    if (isStarted) show();
  };
}

/** The status of `nomos-prices`: the current price, until when prices are known, or what is in the way. */
export function feedStatus(translate: Translate, situation: PriceSituation): NodeStatus {
  const { series, now } = situation;
  const trouble = troubleText(translate, situation);
  const current = priceAt(series, now);
  const until = horizon(series);
  if (current === undefined || !isKnown(current) || until === undefined) {
    return trouble === undefined
      ? { fill: 'grey', shape: 'ring', text: translate('status.waiting-for-prices') }
      : { fill: 'red', shape: 'ring', text: trouble };
  }
  const price = current.priceCt.toFixed(2);
  const text = translate('status.price', { price, until: shortInstant(marketTimeZone, until, now) });
  return trouble === undefined
    ? { fill: 'green', shape: 'dot', text }
    : { fill: 'yellow', shape: 'dot', text: `${text} · ${trouble}` };
}

/** What keeps prices from coming, in words with since when; undefined when nothing does. */
export function troubleText(translate: Translate, { connection, state, now }: PriceSituation): string | undefined {
  const { lastError, downSince } = state;
  if (connection === undefined) return undefined;
  if (connection.phase === 'new') return translate('status.not-connected');
  const error = connection.lastError ?? lastError;
  if (error === undefined) return connection.saved ? undefined : translate('status.not-saved');
  const since = connection.lastError === undefined ? (downSince ?? error.at) : connection.since;
  return translate('status.trouble', {
    text: shownText(translate, error),
    since: shortInstant(marketTimeZone, since, now),
  });
}

/** The status of `cheapest-window`: on or off, why, and the next change with its time. */
export function deviceStatus(translate: Translate, decision: Decision, at: { timeZone: string; now: Ms }): NodeStatus {
  const { state, plan } = decision;
  const { on, reason, until } = state;
  const time = until === undefined ? undefined : shortInstant(at.timeZone, until, at.now);
  const key = `status.${on === undefined ? 'untouched' : on ? 'on' : 'off'}`;
  const why = translate(`reasons.${reason}`);
  const base = time === undefined ? translate(key, { why }) : translate(`${key}-until`, { why, time });
  const average = plan?.averageCt === undefined ? '' : ` · ${plan.averageCt.toFixed(2)} ct/kWh`;
  const shape = plan?.provisional ? 'ring' : 'dot';
  if (plan?.feasible === false && on !== true) {
    const because = translate(`plan-reasons.${plan.reason ?? 'missing-prices'}`);
    return { fill: 'yellow', shape: 'ring', text: `${base} · ${because}` };
  }
  return { fill: on ? 'green' : 'grey', shape, text: base + average };
}

/** `14:15` today, else `23 Nov 14:15` in digits that need no translation: `11-23 14:15`. */
function shortInstant(timeZone: string, instant: Ms, now: Ms): string {
  const time = clockTime(timeZone, instant);
  const isToday = civilDate(timeZone, instant) === civilDate(timeZone, now);
  return isToday ? time : `${isoLocal(timeZone, instant).slice(5, 10)} ${time}`;
}
