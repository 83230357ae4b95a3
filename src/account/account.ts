import { createHttpDoor, type HttpDoor } from '../http/door.js';
import { createNomosClient } from '../nomos/client.js';
import type { Subscription } from '../nomos/subscription.js';
import type { TokenSet } from '../oauth/token-set.js';
import type { AccountPorts, AccountSettings } from './account-options.js';
import { Contracts } from './contracts.js';
import type { PriceListener, PriceWatch } from './feed/price-watch.js';
import { Feeds } from './feeds.js';
import { daysOfContract } from './reading/contract-days.js';
import { PeriodReading } from './reading/period-reading.js';
import type { PeriodProgress, PeriodQuery, PeriodUsage } from './reading/period-usage.js';
import type { ResourceAnswer, ResourceQuery } from './reading/resource-query.js';
import { type ReadingPorts, readResource } from './reading/resource-reading.js';
import type { Connection } from './session/connection.js';
import { Session, type SessionSettings } from './session/session.js';
import { isSameClient } from './session/session-options.js';

/**
 * One connection to Nomos: a session with tokens, and the prices of every contract in use.
 * Everything durable is in the store, so a new account goes on where a stopped one of the same id left off.
 */
export class Account {
  readonly accountId: string;
  readonly #settings: AccountSettings;
  readonly #ports: AccountPorts;
  readonly #door: HttpDoor;
  readonly #session: Session;
  readonly #contracts: Contracts;
  readonly #feeds: Feeds;
  readonly #reading: ReadingPorts;
  readonly #periods: PeriodReading;
  readonly #connectionListeners = new Set<() => void>();
  readonly #ending = new AbortController();
  #isOpen = false;

  /** Throws ConfigError `invalid-base-url` for an address that tokens must not go to. */
  constructor(settings: AccountSettings, ports: AccountPorts) {
    const { accountId, baseUrl, subscription: chosen } = settings;
    const { store, clock, tokens, vault } = ports;
    this.accountId = accountId;
    this.#settings = settings;
    this.#ports = ports;
    this.#door = createHttpDoor({ proxy: ports.proxy });
    this.#session = new Session({
      ...settings,
      accountId: tokens.key,
      prepare: tokens.prepare,
      before: ports.before,
      vault,
      door: this.#door,
      clock,
      onChange: (connection) => this.#connectionChanged(connection),
    });
    const client = createNomosClient({ door: this.#door, baseUrl, tokens: this.#session, now: () => clock.now() });
    const list = () => client.subscriptions(this.#ending.signal);
    const contracts = new Contracts({ accountId: tokens.key, chosen, store, clock, list });
    this.#contracts = contracts;
    this.#feeds = new Feeds({ accountId, store, clock, client, contracts, onLog: ports.onFeedLog });
    const contractId = (choice: string) => contracts.find(choice);
    this.#reading = { client, clock, contractId, numberOf: (id) => contracts.numberOf(id) };
    this.#periods = new PeriodReading({ client, clock, knownPrices: (id) => this.#feeds.knownPrices(id) });
  }

  /** Loads the stored tokens; never rejects. */
  async open(): Promise<void> {
    await this.#session.open();
    this.#isOpen = true;
    this.#tellOfConnection();
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
  known(patienceMs: number): Promise<void> {
    return this.#session.known(patienceMs);
  }

  /** True when the settings are those; for telling whether a redeploy changed anything. */
  hasClient(client: SessionSettings): boolean {
    return isSameClient(this.#settings, client);
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

  /** See `Contracts.automatic`. */
  automaticContract(): Promise<string | undefined> {
    return this.#contracts.automatic();
  }

  /** All contracts of the customer; see `Contracts.all`. */
  subscriptions(): Promise<Subscription[]> {
    return this.#contracts.all();
  }

  /** Takes over the tokens of a new consent, saved before use; waiting watches go on at once. */
  async adopt(tokens: TokenSet, origin: SessionSettings): Promise<void> {
    await this.#session.adopt(tokens, origin);
    this.#contracts.changeCustomer();
    this.#feeds.wake();
    void this.#feeds.leaveForeign();
  }

  /** Forgets the tokens here; the consent stays with Nomos. */
  disconnect(): Promise<void> {
    return this.#session.disconnect();
  }

  /**
   * Follows the prices of a subscription; `choice` empty = the account's own, `feedInChoice` = its feed-in contract. The listener is called with every change,
   * never before this method has returned.
   */
  watchPrices(choice: string, listener: PriceListener): PriceWatch {
    return this.#feeds.watch(choice, listener);
  }

  /**
   * What is known of a subscription's prices at this moment, for looking at; `choice` as for `watchPrices`. The first look
   * opens the feed, so a later one sees more. Throws ConfigError `unknown-subscription` for what is neither in use nor in
   * the customer's list: each feed asks Nomos every day.
   */
  pricesOf(choice: string): Pick<PriceWatch, 'series' | 'state' | 'usual'> {
    return this.#feeds.look(choice);
  }

  /** Reads something else than prices for a customer; throws what `readResource` throws, also when the signal is aborted. */
  read(query: ResourceQuery, signal: AbortSignal): Promise<ResourceAnswer> {
    return readResource(this.#reading, query, signal);
  }

  /**
   * What was metered on some local days, with the prices of these days (or the prices alone); days outside of the
   * contract are left out.
   *
   * Throws ConfigError `outside-contract` where none is left, what `PeriodReading` throws, also when the signal is aborted,
   * and what finding the contract throws.
   */
  async usage(query: PeriodQuery, signal: AbortSignal, onProgress: PeriodProgress = () => {}): Promise<PeriodUsage> {
    const contractId = await this.#contracts.find(query.subscription);
    // Without the list nobody knows whether the energy was drawn or sold, so that a failure to read it is one here.
    const contract = await this.#contracts.get(contractId);
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
    this.#ending.abort();
    await this.#feeds.stop();
    await this.#session.stop();
    this.#door.close();
  }

  #connectionChanged(connection: Connection): void {
    this.#contracts.forgetList();
    // Tokens that end soon are the time to ask, too.
    const hasTokens = connection.phase === 'connected' || connection.lastError?.code === 'token-life-short';
    if (hasTokens) this.#feeds.wake();
    this.#tellOfConnection();
    this.#ports.onConnection(connection);
  }

  #tellOfConnection(): void {
    this.#feeds.connectionChanged();
    for (const listener of this.#connectionListeners) listener();
  }
}
