import type { PriceUpdate, PriceWatch } from '../../account/feed/price-watch.js';
import { Alarm } from '../../clock/alarm.js';
import { clockSetSince, systemClock } from '../../clock/clock.js';
import { addDays, civilDate, clockTime, instantOf, marketTimeZone } from '../../time/index.js';
import { type AccountLink, neededAccount, startOnAccount, withContract } from '../account/account-node.js';
import { finish } from '../platform/finish.js';
import { flowsStarted } from '../platform/flows-started.js';
import type { Done, Message, NodeConfig, Red, RedNode } from '../platform/red.js';
import { refuse } from '../platform/refuse.js';
import { type StatusLine, statusLine } from '../platform/status-line.js';
import { errorText, sharedTexts, type Translate } from '../platform/texts.js';
import { passedOn } from '../values/incoming.js';
import { feedEventName, inactiveCode, priceMessage, seriesMessage } from './price-message.js';
import { feedStatus } from './price-status.js';
import { decodePricesSettings, type PricesNodeSettings } from './prices-settings.js';
import { type TomorrowTold, tomorrowNews } from './tomorrow-news.js';

/** Starts a `nomos-prices` node: the current price at every interval, the series when it changes, and events. */
export function startPricesNode(red: Red, node: RedNode, config: NodeConfig): void {
  startOnAccount(red, node, config, start);
}

function start(red: Red, node: RedNode, config: NodeConfig): void {
  const translate = sharedTexts(red);
  try {
    const settings = decodePricesSettings(config);
    // Accounts are made before flow nodes, but a node without one may still answer messages with a clear error.
    const link = neededAccount(red, settings.account);
    new PricesNode({ node, settings: withContract(settings, link), link, translate, red });
  } catch (error) {
    refuse(red, node, translate, error);
  }
}

interface PricesNodeParts {
  readonly red: Red;
  readonly node: RedNode;
  readonly settings: PricesNodeSettings;
  readonly link: AccountLink;
  readonly translate: Translate;
}

class PricesNode {
  readonly #parts: PricesNodeParts;
  readonly #watch: PriceWatch;
  readonly #showLine: StatusLine;
  /** Rings at the time of day at which missing prices become news. */
  readonly #lateAlarm: Alarm;
  #told: TomorrowTold = {};
  #isInactive = false;
  /** The start of the interval whose price was sent last. */
  #sentFor: string | undefined;
  #startedAt = systemClock.now();
  #life: 'starting' | 'running' | 'closed' = 'starting';

  constructor(parts: PricesNodeParts) {
    this.#parts = parts;
    const { red, node, link, settings } = parts;
    this.#lateAlarm = new Alarm(systemClock, () => this.#setLateAlarm());
    this.#showLine = statusLine(red, node);
    this.#watch = link.account.watchPrices(settings.subscription, (update) => this.#updated(update));
    node.on('input', (message, send, done) => {
      this.#input(message, send, done);
    });
    node.on('close', (_removed, done) => {
      this.#life = 'closed';
      this.#watch.stop();
      this.#lateAlarm.stop();
      done();
    });
    this.#setLateAlarm();
    this.#showStatus();
    void flowsStarted(red).then(() => {
      if (this.#life === 'closed') return;
      this.#life = 'running';
      if (this.#watch.series.length > 0) this.#updated({ type: 'series' });
      else this.#showStatus();
    });
  }

  #updated(update: PriceUpdate): void {
    if (this.#life !== 'running') return;
    const { node, link, settings } = this.#parts;
    const { topic } = settings;
    const event = feedEventName(update);
    if (event !== undefined) node.send([null, null, this.#event(event)]);
    if (update.type === 'series') node.send([null, { topic, ...this.#series() }, null]);
    const price = priceMessage(this.#watch.series, systemClock.now(), settings);
    // A new series and the beginning of an interval may come at once, and say the same.
    const isNews = update.type === 'series' || (update.type === 'interval' && price?.price.start !== this.#sentFor);
    if (price !== undefined && isNews) {
      this.#sentFor = price.price.start;
      node.send([{ topic, account: link.name, ...price }, null, null]);
    }
    this.#tellInactive();
    this.#tellTomorrow();
    this.#showStatus();
  }

  /** Once each time that Nomos begins to say so: the known prices of today hide it until midnight. */
  #tellInactive(): void {
    const isInactive = this.#watch.state.lastError?.code === inactiveCode;
    if (isInactive && !this.#isInactive) this.#parts.node.send([null, null, this.#event('contract-inactive')]);
    this.#isInactive = isInactive;
  }

  #input(message: Message, send: RedNode['send'], done: Done): void {
    const { red, node, translate } = this.#parts;
    try {
      this.#reply(passedOn(red, message), send);
      finish(node, done);
    } catch (error) {
      finish(node, done, errorText(translate, error));
    }
  }

  /** Any message is answered with what is known now; its other properties pass through. */
  #reply(message: Message, send: RedNode['send']): void {
    const { link, settings } = this.#parts;
    const { topic } = settings;
    const price = priceMessage(this.#watch.series, systemClock.now(), settings);
    const series = { ...message, topic, ...this.#series() };
    send([price === undefined ? null : { ...message, topic, account: link.name, ...price }, series, null]);
  }

  #series() {
    const { link, settings } = this.#parts;
    const series = seriesMessage(this.#watch.series, this.#watch.state.tomorrowComplete, settings);
    return { account: link.name, ...series };
  }

  /** What was there when we started has been told before: a restart in the evening is no news. */
  #tellTomorrow(): void {
    const { settings, node, link } = this.#parts;
    const now = systemClock.now();
    // A clock that was wrong at the start says nothing about what came after it.
    if (now < this.#startedAt || (this.#startedAt < clockSetSince && now >= clockSetSince)) this.#startedAt = now;
    const today = civilDate(marketTimeZone, now);
    const { tomorrowComplete: isComplete, fetchedAt = 0, lastError } = this.#watch.state;
    // Right after a start nobody has asked yet, and without a sign-in nobody can.
    const hasAsked = fetchedAt >= this.#startedAt || lastError !== undefined;
    if (!isComplete && (!hasAsked || link.account.knownConnection?.phase === 'new')) return;
    const isLate = clockTime(marketTimeZone, now) >= settings.missingAt;
    const { told, event } = tomorrowNews(this.#told, { today, isComplete, isLate });
    this.#told = told;
    const wasThere = event === 'tomorrow-available' && fetchedAt < this.#startedAt;
    if (event !== undefined && !wasThere) node.send([null, null, this.#event(event)]);
  }

  #setLateAlarm(): void {
    const now = systemClock.now();
    const today = civilDate(marketTimeZone, now);
    const at = [today, addDays(today, 1)].map((date) =>
      instantOf(marketTimeZone, date, this.#parts.settings.missingAt),
    );
    const next = at.find((instant) => instant > now) ?? now;
    this.#lateAlarm.set(next, () => {
      this.#tellTomorrow();
      this.#setLateAlarm();
    });
  }

  #event(name: string): Message {
    const { settings, translate } = this.#parts;
    return { topic: settings.topic, payload: name, text: translate(`events.${name}`) };
  }

  #showStatus(): void {
    const { link, translate } = this.#parts;
    this.#showLine(
      feedStatus(translate, {
        connection: link.account.knownConnection,
        series: this.#watch.series,
        state: this.#watch.state,
        now: systemClock.now(),
      }),
    );
  }
}
