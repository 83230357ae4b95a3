import type { PriceUpdate, PriceWatch } from '../account/price-watch.js';
import { ConfigError } from '../errors.js';
import { civilDate, clockTime, marketTimeZone } from '../time/index.js';
import { type AccountLink, accountLink } from './account-node.js';
import { feedEventName, priceMessage, seriesMessage } from './price-message.js';
import { decodePricesSettings, type PricesNodeSettings } from './prices-settings.js';
import type { Message, NodeConfig, Red, RedNode } from './red.js';
import { feedStatus, statusLine } from './status.js';
import { errorText, sharedTexts, type Translate } from './texts.js';

const missingTomorrowAfter = '17:00';

/** Starts a `nomos-prices` node: the current price at every interval, the series when it changes, and events. */
export function startPricesNode(red: Red, node: RedNode, config: NodeConfig): void {
  const translate = sharedTexts(red);
  try {
    const settings = decodePricesSettings(config);
    // Accounts are made before flow nodes, but a node without one may still answer messages with a clear error.
    const link = accountLink(red, settings.account);
    if (link === undefined) throw new ConfigError('no-account', 'no usable account is chosen');
    new PricesNode({ node, settings, link, translate, red });
  } catch (error) {
    refuse(node, translate, error);
  }
}

/** Shows why a node cannot work, and says so again to whoever sends it a message. */
export function refuse(node: RedNode, translate: Translate, error: unknown): void {
  const text = errorText(translate, error);
  statusLine(node)({ fill: 'red', shape: 'ring', text });
  node.error(text);
  node.on('input', (_message, _send, done) => done(new Error(text)));
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
  readonly #showLine: ReturnType<typeof statusLine>;
  #tomorrowTold: string | undefined;
  #missingTold: string | undefined;

  constructor(parts: PricesNodeParts) {
    this.#parts = parts;
    const { node, link, settings } = parts;
    this.#showLine = statusLine(node);
    this.#watch = link.account.watchPrices(settings.subscription, (update) => this.#updated(update));
    node.on('input', (message, send, done) => {
      this.#reply(message, send);
      done();
    });
    node.on('close', (_removed, done) => {
      this.#watch.stop();
      done();
    });
    this.#showStatus();
  }

  #updated(update: PriceUpdate): void {
    const { node, settings } = this.#parts;
    const { topic } = settings;
    const event = feedEventName(update);
    if (event !== undefined) node.send([null, null, this.#event(event)]);
    if (update.type === 'series') node.send([null, { topic, ...this.#series() }, null]);
    if (update.type === 'series' || update.type === 'interval') {
      const price = priceMessage(this.#watch.series, Date.now());
      if (price !== undefined) node.send([{ topic, ...price }, null, null]);
      this.#tellTomorrow();
    }
    this.#showStatus();
  }

  /** Any message is answered with what is known now; its other properties pass through. */
  #reply(message: Message, send: RedNode['send']): void {
    const price = priceMessage(this.#watch.series, Date.now());
    const { topic } = this.#parts.settings;
    const series = { ...message, topic, ...this.#series() };
    send([price === undefined ? null : { ...message, topic, ...price }, series, null]);
  }

  #series() {
    const { link } = this.#parts;
    return { ...seriesMessage(this.#watch.series, this.#watch.state.tomorrowComplete), account: link.name };
  }

  /** Told once a day each: that tomorrow is there, or that it still is not at the set time. */
  #tellTomorrow(): void {
    const now = Date.now();
    const today = civilDate(marketTimeZone, now);
    const { tomorrowComplete } = this.#watch.state;
    if (tomorrowComplete && this.#tomorrowTold !== today) {
      this.#tomorrowTold = today;
      this.#parts.node.send([null, null, this.#event('tomorrow-available')]);
    }
    const isLate = !tomorrowComplete && clockTime(marketTimeZone, now) >= missingTomorrowAfter;
    if (isLate && this.#missingTold !== today) {
      this.#missingTold = today;
      this.#parts.node.send([null, null, this.#event('tomorrow-missing')]);
    }
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
        now: Date.now(),
      }),
    );
  }
}
