import { ConfigError } from '../../errors.js';
import type { Subscription } from '../../nomos/subscription.js';
import type { Store } from '../../store/store.js';
import { type Ms, msPerHour } from '../../time/index.js';
import { loadChoice, saveChoice } from './stored-choice.js';
import { type ContractKind, onlyActiveSubscription } from './subscription-choice.js';

const looksEveryMs = 24 * msPerHour;
const kinds: readonly ContractKind[] = ['consumption', 'feed-in'];

/** What chooses the only active feed-in contract, where an empty text chooses the only one for consumption. */
export const feedInChoice = 'feed-in';

interface ContractChoiceOptions {
  readonly accountId: string;
  readonly store: Store;
  /** All contracts of the customer who signed in last, asked from Nomos; one answer may serve many who ask. */
  readonly subscriptions: () => Promise<Subscription[]>;
}

/** Which contract an account means, and whether it belongs to the customer who signed in. */
export class ContractChoice {
  readonly #options: ContractChoiceOptions;
  /** The contracts of the customer who signed in last; undefined where that was before our time. */
  #own: ReadonlySet<string> | undefined;
  #lookedAt: Ms = Number.NEGATIVE_INFINITY;
  /** How many customers have signed in: the answer to a look is for nobody any more once there is a later one. */
  #customers = 0;

  constructor(options: ContractChoiceOptions) {
    this.#options = options;
  }

  /**
   * The id of the contract that is meant; `choice` empty = the only active one for consumption, `feedInChoice` the only one
   * for feeding in. What was found is stored, so that a restart needs no call.
   *
   * Throws ConfigError `foreign-subscription`, what `onlyActiveSubscription` throws, and what asking Nomos throws.
   */
  async find(choice: string): Promise<string> {
    const { store, accountId } = this.#options;
    const kind = kindOf(choice);
    if (kind === undefined && this.#own?.has(choice) === false) {
      throw new ConfigError('foreign-subscription', 'the chosen contract is not one of the customer who signed in');
    }
    if (kind === undefined) return choice;
    const known = await loadChoice(store, accountId, kind);
    // It may have been found for another customer, and stored when that was over.
    if (known !== undefined && this.#own?.has(known) !== false) return known;
    const { id } = onlyActiveSubscription(await this.#options.subscriptions(), kind);
    await saveChoice(store, { accountId, kind, id }).catch(() => undefined);
    return id;
  }

  /**
   * Looks whose contracts there are after a new consent, and tells which of `used` are not among them; what was found for
   * another customer is forgotten. Never rejects; without an answer nothing counts as foreign.
   */
  async foreignAmong(used: readonly string[]): Promise<string[]> {
    const { store, accountId, subscriptions } = this.#options;
    this.#own = undefined;
    this.#customers += 1;
    const customer = this.#customers;
    const listed = await subscriptions().catch(() => undefined);
    if (listed === undefined || customer !== this.#customers) return [];
    const own = new Set(listed.map(({ id }) => id));
    this.#own = own;
    for (const kind of kinds) {
      const stored = await loadChoice(store, accountId, kind);
      if (stored === undefined || own.has(stored)) continue;
      await saveChoice(store, { accountId, kind, id: undefined }).catch(() => undefined);
    }
    return used.filter((id) => !own.has(id));
  }

  /**
   * The only active contract, where it has taken the place of one that we found ourselves and that gives no prices any more;
   * undefined where there is none, or where a person chose. Asks at most once a day and never rejects.
   */
  async successorOf(id: string, now: Ms): Promise<string | undefined> {
    const { store, accountId, subscriptions } = this.#options;
    const hasLooked = Math.abs(now - this.#lookedAt) < looksEveryMs;
    const kind = hasLooked ? undefined : await this.#foundAs(id);
    if (kind === undefined) return undefined;
    this.#lookedAt = now;
    const successor = await subscriptions()
      .then((all) => onlyActiveSubscription(all, kind))
      .catch(() => undefined);
    if (successor === undefined || successor.id === id) return undefined;
    await saveChoice(store, { accountId, kind, id: successor.id }).catch(() => undefined);
    return successor.id;
  }

  /** What kind of contract we ourselves have found this one as; undefined where a person chose it. */
  async #foundAs(id: string): Promise<ContractKind | undefined> {
    const { store, accountId } = this.#options;
    const stored = await Promise.all(kinds.map((kind) => loadChoice(store, accountId, kind)));
    return kinds[stored.indexOf(id)];
  }
}

function kindOf(choice: string): ContractKind | undefined {
  if (choice === '') return 'consumption';
  return choice === feedInChoice ? 'feed-in' : undefined;
}
