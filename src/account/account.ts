import { ApiError, ConfigError, UnavailableError } from '../errors.js';
import { createHttpDoor, type HttpDoor } from '../http/door.js';
import { createNomosClient, type NomosClient } from '../nomos/client.js';
import type { Subscription } from '../nomos/subscription.js';
import type { TokenSet } from '../oauth/token-set.js';
import type { AccountPorts, AccountSettings } from './account-options.js';
import { PriceFeed } from './feed/feed.js';
import type { PriceAnswer, PriceSource } from './feed/price-request.js';
import { type PriceListener, PriceWatch } from './feed/price-watch.js';
import { ContractChoice } from './reading/contract-choice.js';
import { daysOfContract } from './reading/contract-days.js';
import { PeriodReading } from './reading/period-reading.js';
import type { PeriodProgress, PeriodQuery, PeriodUsage } from './reading/period-usage.js';
import type { ResourceAnswer, ResourceQuery } from './reading/resource-query.js';
import { readResource } from './reading/resource-reading.js';
import { SharedAnswer } from './reading/shared-answer.js';
import type { Connection } from './session/connection.js';
import { Session, type SessionSettings } from './session/session.js';

export type { AccountPorts, AccountSettings } from './account-options.js';

/**
 * One connection to Nomos: a session with tokens, and one price feed for each subscription in use.
 * Everything durable is in the store, so a new account goes on where a stopped one of the same id left off.
 */
export class Account {
  readonly accountId: string;
  readonly #settings: AccountSettings;
  readonly #ports: AccountPorts;
  readonly #door: HttpDoor;
  readonly #session: Session;
  readonly #client: NomosClient;
  readonly #feeds = new Map<string, Promise<PriceFeed>>();
  /** The same, as soon as what is stored is loaded. */
  readonly #openFeeds = new Map<string, PriceFeed>();
  readonly #choice: ContractChoice;
  #isOpen = false;
  readonly #watches = new Set<PriceWatch>();
  readonly #looks = new Map<string, PriceWatch>();
  /** The contracts that Nomos has listed, by their ids. */
  readonly #listed = new Map<string, Subscription>();
  readonly #listing: SharedAnswer<Subscription[]>;
  readonly #periods: PeriodReading;
  readonly #connectionListeners = new Set<() => void>();
  readonly #ending = new AbortController();

  /** Throws ConfigError `invalid-base-url` for an address that tokens must not go to. */
  constructor(settings: AccountSettings, ports: AccountPorts) {
    this.accountId = settings.accountId;
    this.#settings = settings;
    this.#ports = ports;
    this.#door = createHttpDoor({ proxy: ports.proxy });
    this.#session = new Session({
      ...settings,
      accountId: ports.tokens.key,
      prepare: ports.tokens.prepare,
      vault: ports.vault,
      door: this.#door,
      clock: ports.clock,
      onChange: (connection) => this.#connectionChanged(connection),
    });
    const { baseUrl } = settings;
    this.#client = createNomosClient({ door: this.#door, baseUrl, tokens: this.#session, now: ports.clock.now });
    const { store, clock, tokens } = ports;
    this.#listing = new SharedAnswer(clock, () => this.#list());
    const knownPrices = (id: string) => this.#openFeeds.get(id)?.series ?? [];
    this.#periods = new PeriodReading({ client: this.#client, clock, knownPrices });
    this.#choice = new ContractChoice({ accountId: tokens.key, store, subscriptions: () => this.subscriptions() });
  }

  /** Loads the stored tokens; never rejects. */
  async open(): Promise<void> {
    await this.#session.open();
    this.#isOpen = true;
    for (const watch of this.#watches) watch.connectionChanged();
    for (const listener of this.#connectionListeners) listener();
  }

  /** Where the account stands; safe to show. */
  get connection(): Connection {
    return this.#session.connection;
  }

  /** The same, but undefined until the stored tokens were looked at: before that nobody knows whether anyone signed in. */
  get knownConnection(): Connection | undefined {
    return this.#isOpen ? this.connection : undefined;
  }

  /** Resolves when it is known where the account stands, but after `patienceMs` at the latest: right after a start nobody does. */
  async known(patienceMs: number): Promise<void> {
    if (this.connection.phase !== 'new') return;
    await new Promise<void>((resolve) => {
      const cancel = this.#ports.clock.after(patienceMs, resolve);
      void this.#session.open().then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** True when the settings are those; for telling whether a redeploy changed anything. */
  hasClient({ clientId, clientSecret, baseUrl }: SessionSettings): boolean {
    const own = this.#settings;
    return own.clientId === clientId && own.clientSecret === clientSecret && own.baseUrl === baseUrl;
  }

  /**
   * True when one sign-in can serve these settings too. Another contract may be named by whoever asks for prices, but
   * "the only active one" only where it is the account's own choice.
   */
  isFor(settings: AccountSettings): boolean {
    const { grant, subscription } = this.#settings;
    const isChoosable = settings.subscription !== '' || subscription === '';
    return settings.grant === grant && isChoosable && this.hasClient(settings);
  }

  /** How somebody signs in. */
  get grant(): AccountSettings['grant'] {
    return this.#settings.grant;
  }

  /** The contract that is meant where nobody names one; empty = the only active one. */
  get subscription(): string {
    return this.#settings.subscription;
  }

  /** Id, secret and address that requests are made with. */
  get client(): SessionSettings {
    const { clientId, clientSecret, baseUrl } = this.#settings;
    return { clientId, clientSecret, baseUrl };
  }

  /**
   * All contracts of the customer, asked from Nomos once for all who ask at the same time or within seconds; throws what
   * the client throws.
   */
  subscriptions(): Promise<Subscription[]> {
    return this.#listing.ask();
  }

  /** Takes over the tokens of a new consent, saved before use; waiting watches go on at once. */
  async adopt(tokens: TokenSet, origin: SessionSettings): Promise<void> {
    await this.#session.adopt(tokens, origin);
    this.#listing.forget();
    this.#wakeWatches();
    void this.#leaveForeignFeeds();
  }

  /** Forgets the tokens here; the consent stays with Nomos. */
  disconnect(): Promise<void> {
    return this.#session.disconnect();
  }

  /**
   * Follows the prices of a subscription; `choice` empty = the account's own. The listener is called with every change,
   * never before this method has returned.
   */
  watchPrices(choice: string, listener: PriceListener): PriceWatch {
    const watch = new PriceWatch({
      clock: this.#ports.clock,
      listener,
      feed: () => this.#feedOf(choice),
      ended: () => void this.#watches.delete(watch),
    });
    this.#watches.add(watch);
    return watch;
  }

  /**
   * What is known of a subscription's prices at this moment, for looking at; `choice` as for `watchPrices`. The first look
   * opens the feed, so a later one sees more. Throws ConfigError `unknown-subscription` for what is neither in use nor in
   * the customer's list: each feed asks Nomos every day.
   */
  pricesOf(choice: string): Pick<PriceWatch, 'series' | 'state'> {
    const isKnown = choice === '' || choice === this.#settings.subscription || this.#feeds.has(choice);
    if (!isKnown && !this.#listed.has(choice)) {
      throw new ConfigError('unknown-subscription', 'this contract is not in the list of the account');
    }
    const look = this.#looks.get(choice) ?? this.watchPrices(choice, () => {});
    this.#looks.set(choice, look);
    return look;
  }

  /** Reads something else than prices for a customer; throws what `readResource` throws, also when the signal is aborted. */
  read(query: ResourceQuery, signal: AbortSignal): Promise<ResourceAnswer> {
    const contractId = (choice: string) => this.#contractId(choice);
    const numberOf = async (id: string) => (await this.#listedOf(id))?.number;
    return readResource({ client: this.#client, clock: this.#ports.clock, contractId, numberOf }, query, signal);
  }

  /**
   * What was metered on some local days, with the prices of these days (or the prices alone); days outside of the
   * contract are left out.
   *
   * Throws ConfigError `outside-contract` where none is left, what `PeriodReading` throws, also when the signal is aborted,
   * and what finding the contract throws.
   */
  async usage(query: PeriodQuery, signal: AbortSignal, onProgress: PeriodProgress = () => {}): Promise<PeriodUsage> {
    const contractId = await this.#contractId(query.subscription);
    // Without the list nobody knows whether the energy was drawn or sold, so that a failure to read it is one here.
    const contract = this.#listed.get(contractId) ?? (await this.subscriptions()).find(({ id }) => id === contractId);
    const days = daysOfContract(query, contract);
    const read = await this.#periods.read({ contractId, ...days, what: query.what }, signal, onProgress);
    return { ...read, ...days, direction: contract?.type ?? 'consumption', subscriptionNumber: contract?.number };
  }

  /** Calls the listener after every change of the connection, and when the stored tokens are read; gives what ends that. */
  watchConnection(listener: () => void): () => void {
    this.#connectionListeners.add(listener);
    return () => void this.#connectionListeners.delete(listener);
  }

  /** Ends everything: requests for prices are cut off, a token request under way is awaited (at most 12 s). */
  async stop(): Promise<void> {
    for (const watch of [...this.#watches]) watch.stop();
    this.#ending.abort();
    await Promise.all([...this.#feeds.values()].map(async (feed) => (await feed).stop()));
    await this.#session.stop();
    this.#door.close();
  }

  async #list(): Promise<Subscription[]> {
    const subscriptions = await this.#client.subscriptions(this.#ending.signal);
    for (const subscription of subscriptions) this.#listed.set(subscription.id, subscription);
    return subscriptions;
  }

  /** A contract as it is listed; undefined where the list has none of the id or cannot be read. Never rejects. */
  async #listedOf(contractId: string): Promise<Subscription | undefined> {
    if (!this.#listed.has(contractId)) await this.subscriptions().catch(() => undefined);
    return this.#listed.get(contractId);
  }

  #contractId(choice: string): Promise<string> {
    return this.#choice.find(choice || this.#settings.subscription);
  }

  async #feedOf(choice: string): Promise<PriceFeed> {
    const subscriptionId = await this.#contractId(choice);
    if (this.#ending.signal.aborted) throw new UnavailableError('account-stopped', 'it stopped', { sent: false });
    const feed = this.#feeds.get(subscriptionId) ?? this.#openFeed(subscriptionId);
    this.#feeds.set(subscriptionId, feed);
    return feed;
  }

  async #openFeed(subscriptionId: string): Promise<PriceFeed> {
    const { accountId } = this;
    const { store, clock, onFeedLog } = this.#ports;
    const feed = new PriceFeed({
      ...{ accountId, subscriptionId, store, clock },
      source: (...days) => this.#pricesOf(subscriptionId, ...days),
      onLog: onFeedLog,
    });
    await feed.start();
    this.#openFeeds.set(subscriptionId, feed);
    return feed;
  }

  /** Asks for prices; a contract that gives none may have ended, and another one have taken its place. */
  async #pricesOf(
    subscriptionId: string,
    ...[firstDay, lastDay, signal]: Parameters<PriceSource>
  ): Promise<PriceAnswer> {
    try {
      const answer = await this.#client.prices(subscriptionId, firstDay, lastDay, signal, 'ahead');
      if (!answer.active) void this.#followContract(subscriptionId);
      return answer;
    } catch (error) {
      if (error instanceof ApiError) void this.#followContract(subscriptionId);
      throw error;
    }
  }

  async #followContract(subscriptionId: string): Promise<void> {
    const successor = await this.#choice.successorOf(subscriptionId, this.#ports.clock.now());
    if (successor !== undefined) this.#leaveFeeds([subscriptionId]);
  }

  /** After the consent of another customer no node goes on with the prices of the one before. */
  async #leaveForeignFeeds(): Promise<void> {
    this.#leaveFeeds(await this.#choice.foreignAmong([...this.#feeds.keys()]));
  }

  #leaveFeeds(ids: readonly string[]): void {
    if (ids.length === 0 || this.#ending.signal.aborted) return;
    for (const id of ids) {
      void this.#feeds.get(id)?.then((feed) => feed.stop());
      this.#feeds.delete(id);
      this.#openFeeds.delete(id);
    }
    for (const watch of this.#watches) watch.restart();
  }

  #connectionChanged(connection: Connection): void {
    this.#listing.forget();
    // Tokens that end soon are the time to ask, too.
    const hasTokens = connection.phase === 'connected' || connection.lastError?.code === 'token-life-short';
    if (hasTokens) this.#wakeWatches();
    for (const watch of this.#watches) watch.connectionChanged();
    for (const listener of this.#connectionListeners) listener();
    this.#ports.onConnection(connection);
  }

  #wakeWatches(): void {
    for (const watch of this.#watches) watch.wake();
    for (const feed of this.#feeds.values()) void feed.then((found) => found.refresh());
  }
}
