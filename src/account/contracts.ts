import type { Clock } from '../clock/clock.js';
import type { Subscription } from '../nomos/subscription.js';
import type { Store } from '../store/store.js';
import type { Ms } from '../time/index.js';
import { ContractChoice } from './reading/contract-choice.js';
import { SharedAnswer } from './reading/shared-answer.js';

/** What the contracts of an account stand on. */
export interface ContractsOptions {
  /** What the choice is stored under. */
  readonly accountId: string;
  /** The contract that is meant where nobody names one; empty = the only active one. */
  readonly chosen: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Asks Nomos for all contracts of the customer. */
  readonly list: () => Promise<Subscription[]>;
}

/** The contracts of an account's customer: which there are, and which one is meant. */
export class Contracts {
  readonly #chosen: string;
  readonly #choice: ContractChoice;
  readonly #listing: SharedAnswer<Subscription[]>;
  /** What Nomos has listed last, by id: those of a customer who signed in before are none of this one. */
  #listed: ReadonlyMap<string, Subscription> = new Map();
  /** How often another customer may have signed in. */
  #customers = 0;

  constructor({ accountId, chosen, store, clock, list }: ContractsOptions) {
    this.#chosen = chosen;
    this.#listing = new SharedAnswer(clock, () => this.#list(list));
    this.#choice = new ContractChoice({ accountId, store, subscriptions: () => this.all() });
  }

  /** All of them, asked once for everybody who asks at the same time or within seconds; throws what the client throws. */
  all(): Promise<Subscription[]> {
    return this.#listing.ask();
  }

  /** Has the next request answered again, because something about the connection has changed. */
  forgetList(): void {
    this.#listing.forget();
  }

  /** The same where another customer may have signed in: a list that is under way is none of theirs. */
  changeCustomer(): void {
    this.#customers += 1;
    this.forgetList();
  }

  /** The id of the contract that is meant; `choice` empty = the account's own. Throws what `ContractChoice.find` throws. */
  find(choice: string): Promise<string> {
    return this.#choice.find(choice || this.#chosen);
  }

  /** The id of the contract that is used where nobody chose one; undefined where that is none yet. Never rejects. */
  automatic(): Promise<string | undefined> {
    return this.#choice.find('').catch(() => undefined);
  }

  /** True for the account's own choice and for whatever Nomos has listed last. */
  isKnown(choice: string): boolean {
    return choice === '' || choice === this.#chosen || this.#listed.has(choice);
  }

  /** The contract with an id; undefined where the customer has none of it. Throws what the client throws. */
  async get(contractId: string): Promise<Subscription | undefined> {
    return this.#listed.get(contractId) ?? (await this.all()).find(({ id }) => id === contractId);
  }

  /** The number that a person knows a contract by; undefined where it cannot be found out. Never rejects. */
  async numberOf(contractId: string): Promise<string | undefined> {
    return (await this.get(contractId).catch(() => undefined))?.number;
  }

  /** See `ContractChoice.foreignAmong`. */
  foreignAmong(used: readonly string[]): Promise<string[]> {
    return this.#choice.foreignAmong(used);
  }

  /** See `ContractChoice.successorOf`. */
  successorOf(contractId: string, now: Ms): Promise<string | undefined> {
    return this.#choice.successorOf(contractId, now);
  }

  /** A list that comes when another customer may have signed in is that of the one who asked, and of nobody else. */
  async #list(list: ContractsOptions['list']): Promise<Subscription[]> {
    const customers = this.#customers;
    const subscriptions = await list();
    if (customers === this.#customers)
      this.#listed = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
    return subscriptions;
  }
}
