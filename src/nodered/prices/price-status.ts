import type { FeedState } from '../../account/feed/feed-state.js';
import type { Connection } from '../../account/session/connection.js';
import { lackingCodes } from '../../account/session/lacking-client.js';
import { horizon, isKnown, type PriceSeries, priceAt } from '../../prices/index.js';
import { civilDate, civilDay, type Ms, marketTimeZone } from '../../time/index.js';
import type { NodeStatus } from '../platform/red.js';
import { fitting, inRoom, longestStatus } from '../platform/status-line.js';
import { type Translate, wordsOf } from '../platform/texts.js';
import { shownInstant, shownPrice } from '../values/local-format.js';

/** What the status of a node that shows prices depends on. */
export interface PriceSituation {
  /** Undefined while the stored tokens are being read. */
  readonly connection: Connection | undefined;
  readonly series: PriceSeries;
  readonly state: FeedState;
  readonly now: Ms;
}

/** The status of `nomos-prices`: the current price, until when prices are known, or what is in the way. */
export function feedStatus(translate: Translate, situation: PriceSituation): NodeStatus {
  const { series, now } = situation;
  const trouble = troubleText(translate, situation);
  const current = priceAt(series, now);
  const until = horizon(series);
  if (current === undefined || !isKnown(current) || until === undefined) {
    return unpricedStatus(translate, trouble, situation);
  }
  const price = shownPrice(translate, current.priceCt, 2);
  const text = translate('status.price', { price, until: shownInstant(translate, marketTimeZone, until, now) });
  const notice = trouble ?? unpricedTomorrow(translate, situation);
  return notice === undefined
    ? { fill: 'green', shape: 'dot', text }
    : {
        fill: 'yellow',
        shape: 'dot',
        text: inRoom(`${text} · ${notice}`.length <= longestStatus ? text : price, notice),
      };
}

/** What is said while the price of this moment is not known: that the prices have ended, and what keeps new ones away. */
function unpricedStatus(translate: Translate, trouble: string | undefined, situation: PriceSituation): NodeStatus {
  const { series, now } = situation;
  const until = horizon(series);
  const ended =
    until !== undefined && until <= now
      ? translate('status.prices-ended', { since: shownInstant(translate, marketTimeZone, until, now) })
      : undefined;
  if (ended !== undefined && trouble !== undefined) {
    return { fill: 'red', shape: 'ring', text: fitting(`${ended} · ${trouble}`, trouble) };
  }
  const said = ended ?? trouble;
  if (said !== undefined) return { fill: 'red', shape: 'ring', text: fitting(said) };
  return { fill: 'grey', shape: 'ring', text: translate('status.waiting-for-prices') };
}

/** Says that Nomos has answered for tomorrow without prices; undefined where it has not, or all of them are known. */
export function unpricedTomorrow(
  translate: Translate,
  { series, state, now }: Pick<PriceSituation, 'series' | 'state' | 'now'>,
): string | undefined {
  const today = civilDay(marketTimeZone, civilDate(marketTimeZone, now));
  const hasAnswer = series.some(({ start }) => start >= today.end);
  return hasAnswer && !state.tomorrowComplete ? translate('status.tomorrow-unpriced') : undefined;
}

/** What keeps prices from coming, in few words with since when; undefined when nothing does. */
export function troubleText(translate: Translate, { connection, state, now }: PriceSituation): string | undefined {
  const { lastError, downSince } = state;
  if (connection === undefined) return undefined;
  const lack = lackText(translate, connection);
  if (connection.phase === 'new') return joined(translate('status.not-connected'), lack);
  if (lack !== undefined) return lack;
  const error = connection.lastError ?? lastError;
  if (error === undefined) return connection.saved ? undefined : translate('status.not-saved');
  // When a person is needed, what to do counts and not since when.
  if (connection.phase === 'signin') return translate('trouble.sign-in-again');
  const since = connection.lastError === undefined ? (downSince ?? error.at) : connection.since;
  return translate('status.trouble', {
    text: wordsOf(translate, error),
    since: shownInstant(translate, marketTimeZone, since, now),
  });
}

/** What nobody could sign in without, in few words; undefined where it is there. */
function lackText(translate: Translate, { lastError }: Connection): string | undefined {
  if (lastError === undefined || !lackingCodes.includes(lastError.code)) return undefined;
  return translate(`lacking.${lastError.code}`, lastError.params);
}

function joined(text: string, why: string | undefined): string {
  return why === undefined ? text : fitting(`${text}: ${why}`, why);
}

/** A status with what keeps new prices from coming; a device that runs by a good plan stays as it looks. */
export function withTrouble(status: NodeStatus, trouble: string | undefined): NodeStatus {
  if (trouble === undefined) return status;
  const fill = status.fill === 'green' ? 'green' : status.fill === 'yellow' ? 'red' : 'yellow';
  return { ...status, fill, text: inRoom(status.text ?? '', trouble) };
}
