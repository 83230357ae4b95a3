import { Account } from '../../account/account.js';
import type { AccountPorts } from '../../account/account-options.js';
import type { SessionSettings } from '../../account/session/session.js';
import { draftKey, draftLifeMs, leaveForeignDraft } from '../../account/session/token-draft.js';
import type { Clock } from '../../clock/clock.js';

/** What all accounts stand on, but for where their tokens lie. */
export type SharedPorts = Omit<AccountPorts, 'tokens'>;

/** An account that a person signed in to and whose settings are not deployed. */
interface Draft {
  readonly account: Account;
  /** The hour is one that really passes: a clock that is set must cost no sign-in. */
  readonly cancelExpiry: () => void;
}

/** The accounts that are being set up in a dialog, at most one for each config node, each for an hour. */
export class Drafts {
  readonly #clock: Clock;
  readonly #portsOf: (accountId: string) => SharedPorts;
  readonly #expired: (accountId: string) => Promise<void>;
  readonly #drafts = new Map<string, Draft>();
  readonly #endings = new Map<string, Promise<void>>();

  /** `expired` is called when the hour of a draft is over and it has ended; must not reject. */
  constructor(
    clock: Clock,
    portsOf: (accountId: string) => SharedPorts,
    expired: (accountId: string) => Promise<void>,
  ) {
    this.#clock = clock;
    this.#portsOf = portsOf;
    this.#expired = expired;
  }

  find(accountId: string): Account | undefined {
    return this.#drafts.get(accountId)?.account;
  }

  /** The draft of these settings: the one there is, else a new one in place of any other. */
  open(accountId: string, client: SessionSettings): Account {
    const known = this.find(accountId);
    if (known?.hasClient(client)) return known;
    this.end(accountId);
    const { vault, ...ports } = this.#portsOf(accountId);
    const prepare = async () => {
      await this.ended(accountId);
      await leaveForeignDraft({ accountId, vault, client });
    };
    const settings = { ...client, accountId, grant: 'consent', subscription: '' } as const;
    const account = new Account(settings, { ...ports, vault, tokens: { key: draftKey(accountId), prepare } });
    const cancelExpiry = this.#clock.after(draftLifeMs, () => this.#expire(accountId));
    this.#drafts.set(accountId, { account, cancelExpiry });
    return account;
  }

  /** Ends the draft, if there is one; its tokens stay stored. */
  end(accountId: string): void {
    const draft = this.#drafts.get(accountId);
    if (draft === undefined) return;
    this.#drafts.delete(accountId);
    draft.cancelExpiry();
    this.#note(accountId, draft.account.stop());
  }

  /** Resolves when nothing of drafts that were ended runs any more; never rejects. */
  async ended(accountId: string): Promise<void> {
    await this.#endings.get(accountId);
  }

  #expire(accountId: string): void {
    this.end(accountId);
    this.#note(
      accountId,
      this.ended(accountId).then(() => this.#expired(accountId)),
    );
  }

  #note(accountId: string, work: Promise<void>): void {
    const both = Promise.allSettled([this.#endings.get(accountId), work]).then(() => {
      if (this.#endings.get(accountId) === both) this.#endings.delete(accountId);
    });
    this.#endings.set(accountId, both);
  }
}
