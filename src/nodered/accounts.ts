import { Account, type AccountPorts, type AccountSettings } from '../account/account.js';
import type { Clock } from '../account/clock.js';
import type { SessionSettings } from '../account/session.js';
import { ConfigError } from '../errors.js';
import { type Ms, msPerHour } from '../time/index.js';

/** An account that a person signed in to before its config node was deployed. */
interface Draft {
  readonly account: Account;
  readonly endsAt: Ms;
}

const draftLifeMs = msPerHour;

/** All accounts of this Node-RED by the id of their config node, the deployed ones and those still being set up. */
export class Accounts {
  readonly #deployed = new Map<string, Account>();
  readonly #drafts = new Map<string, Draft>();
  readonly #portsOf: (accountId: string) => AccountPorts;
  readonly #clock: Clock;

  constructor(clock: Clock, portsOf: (accountId: string) => AccountPorts) {
    this.#clock = clock;
    this.#portsOf = portsOf;
  }

  /** Makes the account of a deployed config node; a draft of the same id ends. Throws ConfigError `invalid-base-url`. */
  deploy(settings: AccountSettings): Account {
    const account = new Account(settings, this.#portsOf(settings.accountId));
    this.#deployed.set(settings.accountId, account);
    this.#endDraft(settings.accountId);
    void account.open();
    return account;
  }

  /** Ends the account of a config node that closes; resolves when nothing of it runs any more. */
  async undeploy(account: Account): Promise<void> {
    if (this.#deployed.get(account.accountId) === account) this.#deployed.delete(account.accountId);
    await account.stop();
  }

  /** The account of an id, or undefined; `isDeployed` tells which kind. */
  find(accountId: string): Account | undefined {
    this.#endOldDrafts();
    return this.#deployed.get(accountId) ?? this.#drafts.get(accountId)?.account;
  }

  /** The account of an id; throws ConfigError `unknown-account`. */
  require(accountId: string): Account {
    const account = this.find(accountId);
    if (account !== undefined) return account;
    throw new ConfigError('unknown-account', 'no account of this id is deployed or being set up');
  }

  /** The ids of the deployed accounts. */
  get deployedIds(): string[] {
    return [...this.#deployed.keys()];
  }

  isDeployed(accountId: string): boolean {
    return this.#deployed.has(accountId);
  }

  /**
   * The account that tokens given for `client` belong to: the one there is when it has the same client, else a draft
   * that lives an hour, so that a person can look at the contracts before the first deploy.
   */
  forClient(accountId: string, client: SessionSettings): Account {
    const known = this.find(accountId);
    if (known?.hasClient(client)) return known;
    this.#endDraft(accountId);
    const settings = { ...client, accountId, grant: 'consent', subscription: '' } as const;
    const account = new Account(settings, this.#portsOf(accountId));
    this.#drafts.set(accountId, { account, endsAt: this.#clock.now() + draftLifeMs });
    return account;
  }

  #endOldDrafts(): void {
    for (const [accountId, { endsAt }] of this.#drafts) {
      if (this.#clock.now() >= endsAt) this.#endDraft(accountId);
    }
  }

  #endDraft(accountId: string): void {
    const draft = this.#drafts.get(accountId);
    this.#drafts.delete(accountId);
    draft?.account.stop().catch(() => undefined);
  }
}
