import { DecodeError, NomosError } from '../../errors.js';
import type { Store } from '../../store/store.js';
import { sweepEntries } from '../../store/sweep.js';
import type { Ms } from '../../time/index.js';
import { isElsewhere, type Marks } from './installation.js';
import { type OpenedEntry, openEntry, sealEntry } from './sealed-entry.js';
import { commonSalt, newSecret, sealingSecrets, type TokenMap, tokenMap } from './token-map.js';
import type { TokenRecord } from './token-record.js';

/** A record, and whether it would survive a power cut; if not, perhaps with the reason. */
export interface LoadedRecord {
  readonly record: TokenRecord;
  readonly saved: boolean;
  readonly error?: NomosError;
}

/** Where the vault lives. */
export interface TokenVaultOptions {
  readonly store: Store;
  /** Secrets to seal with, asked for each time: the first is preferred, all are tried for opening; may be empty. */
  readonly secrets: () => readonly string[];
  /** The marks of this installation, asked for each time; absent = nobody knows. */
  readonly marks?: () => Promise<Marks>;
  /** Wall clock. */
  readonly now?: () => Ms;
}

/**
 * The token records of all accounts, sealed, in one map of the store.
 *
 * Make one for each process: it also remembers what could not be saved, so that a redeploy does not lose it.
 */
export class TokenVault {
  readonly #store: Store;
  readonly #secrets: () => readonly string[];
  readonly #marks: () => Promise<Marks>;
  readonly #now: () => Ms;
  readonly #unsaved = new Map<string, TokenRecord>();
  /** What moved, as long as that is not saved: the new key and the old one, whose record goes with the next save. */
  readonly #moved = new Map<string, string>();
  #isShared = false;

  constructor({ store, secrets, marks = async () => ({}), now = Date.now }: TokenVaultOptions) {
    this.#store = store;
    this.#secrets = secrets;
    this.#marks = marks;
    this.#now = now;
  }

  /**
   * The newest record of an account, or undefined; throws DecodeError `token-record-unreadable`, leaving the record
   * untouched, and UnavailableError `storage-unavailable`.
   */
  async load(accountId: string): Promise<LoadedRecord | undefined> {
    const unsaved = this.#unsaved.get(accountId);
    if (unsaved !== undefined) return { record: unsaved, saved: false };
    if ([...this.#moved.values()].includes(accountId)) return undefined;
    const map = await tokenMap.load(this.#store);
    if (map === undefined) throw unreadable();
    if (map.accounts[accountId] === undefined) return undefined;
    const opened = await this.#open(map, accountId);
    if (opened === undefined) throw unreadable();
    // Node-RED forgets its own secret once the person sets one: whatever the old one sealed must not wait until then.
    if (opened.isOldSecret) await this.save(accountId, opened.record).catch(() => undefined);
    return { record: await this.#recognised(opened.record), saved: true };
  }

  /** Remembers a record until it is saved; `load` gives it meanwhile. */
  keep(accountId: string, record: TokenRecord): void {
    const unsaved = this.#unsaved.get(accountId);
    if (unsaved !== undefined && unsaved.seq > record.seq) return;
    this.#comesBack(accountId);
    this.#unsaved.set(accountId, record);
  }

  /**
   * Saves a record; when the promise resolves, it survives a power cut. A stored record that cannot be opened is put
   * aside once. Rejects with what the store rejects with.
   */
  async save(accountId: string, record: TokenRecord): Promise<void> {
    this.#comesBack(accountId);
    const moved = this.#moved.get(accountId);
    await tokenMap.edit(this.#store, async (map) => {
      const old = map.accounts[accountId];
      const opened = await this.#open(map, accountId);
      const secret = this.#secretsOf(map)[0] ?? newSecret(map);
      const homely = { ...record, home: await this.#marks() };
      const source = { record: homely, accountId, secret, salt: commonSalt(map), old, isOpened: opened !== undefined };
      map.accounts[accountId] = await sealEntry(source);
      if (moved !== undefined) delete map.accounts[moved];
    });
    this.#moved.delete(accountId);
    const unsaved = this.#unsaved.get(accountId);
    if (unsaved !== undefined && unsaved.seq <= record.seq) this.#unsaved.delete(accountId);
  }

  /** Saves what `keep` remembers of an account, if anything; rejects like `save`. */
  async saveUnsaved(accountId: string): Promise<void> {
    const record = this.#unsaved.get(accountId);
    if (record !== undefined) await this.save(accountId, record);
  }

  /**
   * Gives the record of `from`, if there is one, to `to`, in one write. Where that cannot be saved, the record counts as
   * moved all the same, and the next save of `to` writes it down; rejects then, and as `load` does.
   */
  async move(from: string, to: string): Promise<void> {
    const loaded = await this.load(from);
    if (loaded === undefined) return;
    // What is kept of the account that moves out must not come back as the newer one.
    const seq = Math.max(loaded.record.seq, (this.#unsaved.get(to)?.seq ?? 0) + 1);
    const record = { ...loaded.record, seq };
    this.keep(to, record);
    this.#unsaved.delete(from);
    this.#moved.set(to, from);
    await this.save(to, record);
  }

  /** Forgets an account at once, and with it a record that could not be opened. */
  async remove(accountId: string): Promise<void> {
    const moved = this.#moved.get(accountId);
    try {
      await tokenMap.edit(this.#store, (map) => {
        delete map.accounts[accountId];
        if (moved !== undefined) delete map.accounts[moved];
      });
    } catch (error) {
      // Where there is no storage, nothing was stored either.
      if (!(error instanceof NomosError && error.code === 'storage-unavailable')) throw error;
    }
    this.#unsaved.delete(accountId);
    this.#moved.delete(accountId);
  }

  /**
   * Makes sure that what was saved is still there: what somebody else's write on a full disk has taken away is saved again.
   * Rejects when that fails, and remembers the record, as that of the account, until it is saved.
   */
  async secure(accountId: string, record: TokenRecord): Promise<void> {
    try {
      if ((await tokenMap.secure(this.#store)) === 'replaced') this.#isShared = true;
    } catch (error) {
      this.keep(accountId, record);
      throw error;
    }
  }

  /** True once another process was seen to save its tokens where this one keeps its own. */
  get isShared(): boolean {
    return this.#isShared;
  }

  /** Saves the map as it is: rejects where saving does not work. Asked before a person is sent to consent. */
  async trySave(): Promise<void> {
    await tokenMap.edit(this.#store, () => {});
  }

  /**
   * Marks records of accounts that are not among `accountIds` as removed, unmarks the others, and drops records that
   * were gone on 7 days (see `sweepEntries`). Writes only when something changes.
   */
  async sweep(accountIds: readonly string[], now: Ms): Promise<void> {
    const sweepMap = ({ accounts }: TokenMap) => sweepEntries(accounts, (id) => accountIds.includes(id), now);
    const map = await tokenMap.load(this.#store);
    if (map === undefined || !sweepMap({ ...map, accounts: { ...map.accounts } })) return;
    await tokenMap.edit(this.#store, (current) => void sweepMap(current));
  }

  /** Notes when a record is here that another installation has saved. */
  async #recognised(record: TokenRecord): Promise<TokenRecord> {
    const { home = {}, ...own } = record;
    const isForeign = isElsewhere(home, await this.#marks());
    return own.copiedAt === undefined && isForeign ? { ...own, copiedAt: this.#now() } : own;
  }

  /** A new record under a key whose old one moved away is not to be deleted with that. */
  #comesBack(accountId: string): void {
    for (const [to, from] of this.#moved) if (from === accountId) this.#moved.delete(to);
  }

  #open(map: TokenMap, accountId: string): Promise<OpenedEntry | undefined> {
    return openEntry(map.accounts[accountId], this.#secretsOf(map), accountId);
  }

  #secretsOf(map: TokenMap): readonly string[] {
    return sealingSecrets(map, this.#secrets());
  }
}

function unreadable(): DecodeError {
  return new DecodeError('token-record-unreadable', 'the stored tokens cannot be opened', { path: '' });
}
