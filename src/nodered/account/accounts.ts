import { Account } from '../../account/account.js';
import type { AccountSettings } from '../../account/account-options.js';
import type { Connection } from '../../account/session/connection.js';
import { exclusively } from '../../account/session/exclusively.js';
import type { SessionSettings } from '../../account/session/session.js';
import { draftKey, dropDraft, takeDraft } from '../../account/session/token-draft.js';
import { clientFingerprint } from '../../account/tokens/token-record.js';
import type { Clock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import { Drafts, type SharedPorts } from './drafts.js';

/** A deployed account, and how many config nodes stand for it: inside a subflow one for each instance. */
interface Deployed {
  readonly account: Account;
  users: number;
}

/** Where an account stood when it ended, and with which settings, but no secret of it: nobody may need it again. */
interface Ended {
  readonly grant: AccountSettings['grant'];
  readonly baseUrl: string;
  readonly clientFp: string;
  readonly connection: Connection;
}

/** All accounts of this Node-RED by the id of their config node, the deployed ones and those still being set up. */
export class Accounts {
  readonly #deployed = new Map<string, Deployed>();
  /** Where those stood that have ended: a redeploy begins nothing anew. */
  readonly #ended = new Map<string, Ended>();
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
    const before = this.#connectionBefore(settings);
    const account = new Account(settings, { ...this.#portsOf(accountId), tokens: { key: accountId, prepare }, before });
    this.#deployed.set(accountId, { account, users: 1 });
    if (this.#drafts.find(accountId)?.hasClient(settings)) this.#drafts.end(accountId);
    void account.open();
    return account;
  }

  /** The deployed account of this id for one config node more; undefined where there is none, or one for other settings. */
  join(settings: AccountSettings): Account | undefined {
    const known = this.#deployed.get(settings.accountId);
    if (known === undefined || !known.account.isFor(settings)) return undefined;
    known.users += 1;
    return known.account;
  }

  /** Ends the account of a config node that closes, unless others stand for it too; resolves when nothing of it runs any more. */
  async undeploy(account: Account): Promise<void> {
    const { accountId } = account;
    const known = this.#deployed.get(accountId);
    if (known?.account === account) {
      known.users -= 1;
      if (known.users > 0) return;
      this.#deployed.delete(accountId);
      const { grant, client, connection } = account;
      this.#ended.set(accountId, { grant, baseUrl: client.baseUrl, clientFp: clientFingerprint(client), connection });
    }
    await account.stop();
  }

  /** The account of an id, or undefined; `isDeployed` tells which kind. */
  find(accountId: string): Account | undefined {
    return this.#deployed.get(accountId)?.account ?? this.#drafts.find(accountId);
  }

  /**
   * The account as a dialog shows it: where the deployed one is not connected, but a sign-in with other settings waits for
   * its deploy, that one.
   */
  shown(accountId: string): { readonly account: Account | undefined; readonly waitsForDeploy: boolean } {
    const deployed = this.#deployed.get(accountId)?.account;
    const draft = this.#drafts.find(accountId);
    const isOut = deployed === undefined || ['new', 'signin', 'config'].includes(deployed.connection.phase);
    const waits = draft?.connection.phase === 'connected' && isOut;
    return waits ? { account: draft, waitsForDeploy: true } : { account: deployed ?? draft, waitsForDeploy: false };
  }

  /** The account as a dialog shows it; throws ConfigError `unknown-account`. */
  requireShown(accountId: string): Account {
    return this.shown(accountId).account ?? this.require(accountId);
  }

  /**
   * The account of an id that can answer for these settings, deployed or not: one of the same client and way of signing in.
   * Undefined where nobody could have signed in with them.
   */
  withClient(accountId: string, grant: AccountSettings['grant'], client: SessionSettings): Account | undefined {
    const all = [this.#deployed.get(accountId)?.account, this.#drafts.find(accountId)];
    return all.find((account) => account?.grant === grant && account.hasClient(client));
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
    const deployed = this.#deployed.get(accountId)?.account;
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

  #connectionBefore(settings: AccountSettings): Connection | undefined {
    const ended = this.#ended.get(settings.accountId);
    const isSame = ended?.grant === settings.grant && ended.baseUrl === settings.baseUrl;
    return isSame && ended.clientFp === clientFingerprint(settings) ? ended.connection : undefined;
  }

  async #takeDraft({ accountId, grant, ...client }: AccountSettings): Promise<void> {
    if (grant !== 'consent') return;
    await this.#drafts.ended(accountId);
    // One that is still being set up has another client, and its own hour.
    if (this.#drafts.find(accountId) !== undefined) return;
    await takeDraft({ accountId, client, clock: this.#clock, vault: this.#portsOf(accountId).vault });
  }

  /** Nobody deployed the settings of a draft within its hour: beside a deployed account nobody will. */
  async #draftExpired(accountId: string): Promise<void> {
    if (!this.isDeployed(accountId)) return;
    await dropDraft({ accountId, vault: this.#portsOf(accountId).vault }).catch(() => undefined);
  }
}
