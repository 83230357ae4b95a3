import type { Clock } from '../clock/clock.js';
import { ApiError, ConfigError, UnavailableError } from '../errors.js';
import type { NomosClient } from '../nomos/client.js';
import type { PriceSeries } from '../prices/index.js';
import type { Store } from '../store/store.js';
import type { Contracts } from './contracts.js';
import { PriceFeed } from './feed/feed.js';
import type { FeedLogEntry } from './feed/feed-state.js';
import type { PriceAnswer, PriceSource } from './feed/price-request.js';
import { type PriceListener, PriceWatch } from './feed/price-watch.js';

/** What the feeds of an account stand on. */
export interface FeedsOptions {
  readonly accountId: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly client: Pick<NomosClient, 'prices'>;
  readonly contracts: Contracts;
  readonly onLog: (entry: FeedLogEntry) => void;
}

/** The price feeds of an account, one for each contract in use, and the watches that follow them. */
export class Feeds {
  readonly #options: FeedsOptions;
  /** By the id of the contract, from when it is opened. */
  readonly #feeds = new Map<string, Promise<PriceFeed>>();
  /** The same, from when what is stored is loaded. */
  readonly #openFeeds = new Map<string, PriceFeed>();
  readonly #watches = new Set<PriceWatch>();
  /** Watches of whoever only looks, by what was chosen. */
  readonly #looks = new Map<string, PriceWatch>();
  #isStopped = false;

  constructor(options: FeedsOptions) {
    this.#options = options;
  }

  /** See `Account.watchPrices`. */
  watch(choice: string, listener: PriceListener): PriceWatch {
    const watch = new PriceWatch({
      clock: this.#options.clock,
      listener,
      feed: () => this.#feedOf(choice),
      ended: () => void this.#watches.delete(watch),
    });
    this.#watches.add(watch);
    return watch;
  }

  /** See `Account.pricesOf`. */
  look(choice: string): Pick<PriceWatch, 'series' | 'state' | 'usual'> {
    if (!this.#feeds.has(choice) && !this.#options.contracts.isKnown(choice)) {
      throw new ConfigError('unknown-subscription', 'this contract is not in the list of the account');
    }
    const look = this.#looks.get(choice) ?? this.watch(choice, () => {});
    this.#looks.set(choice, look);
    return look;
  }

  /** What is known of a contract's prices without asking; empty where there is no feed of it. */
  knownPrices(contractId: string): PriceSeries {
    return this.#openFeeds.get(contractId)?.series ?? [];
  }

  /** Tells every watch that the connection of the account changed. */
  connectionChanged(): void {
    for (const watch of this.#watches) watch.connectionChanged();
  }

  /** Has whatever waits after a failure try again soon. */
  wake(): void {
    for (const watch of this.#watches) watch.wake();
    for (const feed of this.#feeds.values()) void feed.then((found) => found.refresh());
  }

  /** After the consent of another customer no node goes on with the prices of the one before. */
  async leaveForeign(): Promise<void> {
    this.#leave(await this.#options.contracts.foreignAmong([...this.#feeds.keys()]));
  }

  /** Ends all watches and feeds; resolves when what was being saved is saved. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const watch of [...this.#watches]) watch.stop();
    await Promise.all([...this.#feeds.values()].map(async (feed) => (await feed).stop()));
  }

  async #feedOf(choice: string): Promise<PriceFeed> {
    const contractId = await this.#options.contracts.find(choice);
    if (this.#isStopped) throw new UnavailableError('account-stopped', 'it stopped', { sent: false });
    const feed = this.#feeds.get(contractId) ?? this.#open(contractId);
    this.#feeds.set(contractId, feed);
    return feed;
  }

  async #open(contractId: string): Promise<PriceFeed> {
    const { accountId, store, clock, onLog } = this.#options;
    const source: PriceSource = (...days) => this.#ask(contractId, ...days);
    const feed = new PriceFeed({ accountId, subscriptionId: contractId, store, clock, source, onLog });
    await feed.start();
    this.#openFeeds.set(contractId, feed);
    return feed;
  }

  /** Asks for prices; a contract that gives none may have ended, and another one have taken its place. */
  async #ask(contractId: string, ...[firstDay, lastDay, signal]: Parameters<PriceSource>): Promise<PriceAnswer> {
    try {
      const answer = await this.#options.client.prices(contractId, firstDay, lastDay, signal, 'ahead');
      if (!answer.active) void this.#followSuccessor(contractId);
      return answer;
    } catch (error) {
      if (error instanceof ApiError) void this.#followSuccessor(contractId);
      throw error;
    }
  }

  async #followSuccessor(contractId: string): Promise<void> {
    const { contracts, clock } = this.#options;
    const successor = await contracts.successorOf(contractId, clock.now());
    if (successor !== undefined) this.#leave([contractId]);
  }

  #leave(contractIds: readonly string[]): void {
    if (contractIds.length === 0 || this.#isStopped) return;
    for (const id of contractIds) {
      void this.#feeds.get(id)?.then((feed) => feed.stop());
      this.#feeds.delete(id);
      this.#openFeeds.delete(id);
    }
    for (const watch of this.#watches) watch.restart();
  }
}
