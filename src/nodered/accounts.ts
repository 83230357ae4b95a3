import { Account, type AccountSettings } from '../account/account.js';
import type { Clock } from '../account/clock.js';
import { exclusively } from '../account/exclusively.js';
import type { SessionSettings } from '../account/session.js';
import { draftKey, dropDraft, takeDraft } from '../account/token-draft.js';
import { ConfigError } from '../errors.js';
import { Drafts, type SharedPorts } from './drafts.js';

/** All accounts of this Node-RED by the id of their config node, the deployed ones and those still being set up. */
export class Accounts {
  readonly #deployed = new Map<string, Account>();
  readonly #drafts: Drafts;
  readonly #portsOf: (accountId: string) => SharedPorts;
  readonly #clock: Clock;

  constructor(clock: Clock, portsOf: (accountId: string) => SharedPorts) {
    this.#clock = clock;
    this.#portsOf = portsOf;
    this.#drafts = new Drafts(clock, portsOf, (accountId) => this.#draftExpired(accountId));
  }

  /**
   * Makes the account of a deployed config node. A draft of the same id ends when it has the same client, and its tokens
   * are those of the account then; with any other client it waits on. Throws ConfigError `invalid-base-url`.
   */
  deploy(settings: AccountSettings): Account {
    const { accountId } = settings;
    const prepare = () => this.#takeDraft(settings);
    const account = new Account(settings, { ...this.#portsOf(accountId), tokens: { key: accountId, prepare } });
    this.#deployed.set(accountId, account);
    if (this.#drafts.find(accountId)?.hasClient(settings)) this.#drafts.end(accountId);
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
    return this.#deployed.get(accountId) ?? this.#drafts.find(accountId);
  }

  /**
   * The account as a dialog shows it: where the deployed one is not connected, but a sign-in with other settings waits for
   * its deploy, that one.
   */
  shown(accountId: string): { readonly account: Account | undefined; readonly waitsForDeploy: boolean } {
    const deployed = this.#deployed.get(accountId);
    const draft = this.#drafts.find(accountId);
    const isOut = deployed === undefined || ['new', 'signin', 'config'].includes(deployed.connection.phase);
    const waits = draft?.connection.phase === 'connected' && isOut;
    return waits ? { account: draft, waitsForDeploy: true } : { account: deployed ?? draft, waitsForDeploy: false };
  }

  /** The account as a dialog shows it; throws ConfigError `unknown-account`. */
  requireShown(accountId: string): Account {
    return this.shown(accountId).account ?? this.require(accountId);
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
   * that lives an hour, so that a person can look at the contracts before the deploy.
   *
   * The tokens of a draft lie apart from those of the deployed account, which may never get its settings.
   */
  forClient(accountId: string, client: SessionSettings): Account {
    const deployed = this.#deployed.get(accountId);
    return deployed?.hasClient(client) ? deployed : this.#drafts.open(accountId, client);
  }

  /** Forgets the tokens of an account, and those that wait for its deploy; rejects like `require` and the store. */
  async disconnect(accountId: string): Promise<void> {
    await this.require(accountId).disconnect();
    if (!this.isDeployed(accountId)) return;
    this.#drafts.end(accountId);
    await this.#drafts.ended(accountId);
    const { vault } = this.#portsOf(accountId);
    await exclusively(draftKey(accountId), () => dropDraft({ accountId, vault }));
  }

  async #takeDraft({ accountId, grant, ...client }: AccountSettings): Promise<void> {
    if (grant !== 'consent') return;
    await this.#drafts.ended(accountId);
    await takeDraft({ accountId, client, clock: this.#clock, vault: this.#portsOf(accountId).vault });
  }

  /** Nobody deployed the settings of a draft within its hour: beside a deployed account nobody will. */
  async #draftExpired(accountId: string): Promise<void> {
    if (!this.isDeployed(accountId)) return;
    await dropDraft({ accountId, vault: this.#portsOf(accountId).vault }).catch(() => undefined);
  }
}
