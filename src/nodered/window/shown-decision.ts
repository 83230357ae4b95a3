import type { PriceWatch } from '../../account/feed/price-watch.js';
import { systemClock } from '../../clock/clock.js';
import type { PriceSeries } from '../../prices/index.js';
import type { Command, Decision } from '../../runs/index.js';
import type { TariffReading } from '../../tariffs/index.js';
import { type AccountLink, publishPlanned, showPlanned } from '../account/account-node.js';
import { homePart } from '../home/home-message.js';
import type { SharedHouse } from '../home/shared-house.js';
import type { Red, RedNode, Send } from '../platform/red.js';
import { roomBeside, type StatusLine } from '../platform/status-line.js';
import type { Translate } from '../platform/texts.js';
import { troubleText, unpricedTomorrow, withTrouble } from '../prices/price-status.js';
import { type WindowOccasion, windowMessages } from './window-messages.js';
import type { WindowNodeSettings } from './window-settings.js';
import { deviceStatus, idleReason } from './window-status.js';

/** What a `cheapest-window` node is made of. */
export interface WindowNodeParts {
  readonly red: Red;
  readonly node: RedNode;
  readonly settings: WindowNodeSettings;
  /** Absent where prices come by message. */
  readonly link: AccountLink | undefined;
  /** Absent where the device shares nothing. */
  readonly house: SharedHouse | undefined;
  readonly translate: Translate;
  readonly values: { readonly onValue: unknown; readonly offValue: unknown };
}

/** What a decision answers: nothing in particular, or a message whose other properties pass through. */
export type Occasion = WindowOccasion & { readonly command?: Command; readonly send?: Send };

/** Sends what a decision has to say, with how the prices were `read` where they came by message. */
export function tellDecision(
  { node, settings, house, translate, values }: WindowNodeParts,
  decision: Decision,
  { occasion, read }: { readonly occasion: Occasion; readonly read: TariffReading | undefined },
): void {
  const { topic, run } = settings;
  const voice = {
    ...values,
    topic,
    timeZone: run.timeZone,
    translate,
    prices: read,
    home: house && homePart(house, systemClock.now()),
  };
  const messages = windowMessages(decision, voice, { ...occasion, wires: node.wires });
  if (messages === undefined) return;
  if (occasion.send === undefined) node.send(messages);
  else occasion.send(messages);
}

/** Shows a decision under the node, with what is in the way of its prices. */
export function showDecision(
  { link, settings, translate, values }: WindowNodeParts,
  decision: Decision,
  { show, watch, series }: { readonly show: StatusLine; readonly watch: PriceWatch | undefined; series: PriceSeries },
): void {
  const now = systemClock.now();
  const state = watch?.state;
  const situation = state && { connection: link?.account.knownConnection, series, state, now };
  const trouble = situation && (troubleText(translate, situation) ?? unpricedTomorrow(translate, situation));
  const { timeZone, trigger } = settings.run;
  const room = trouble === undefined ? undefined : roomBeside(trouble);
  show(withTrouble(deviceStatus(translate, decision, { timeZone, trigger, now, room, ...values }), trouble));
}

/** Makes the planned runs visible in charts. */
export function announceDecision(parts: WindowNodeParts, decision: Decision): void {
  const { timeZone, trigger } = parts.settings.run;
  const planned = { runs: decision.plan?.runs ?? [], idle: idleReason(decision, trigger), timeZone };
  const isNews = showPlanned(parts, planned);
  if (decision.replanned || isNews) publishPlanned(parts);
}
