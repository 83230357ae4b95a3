import { randomUUID } from 'node:crypto';
import { DecodeError, NomosError } from '../../errors.js';
import type { Store } from '../../store/store.js';
import { inTurn } from '../../store/turns.js';
import type { Ms } from '../../time/index.js';
import { isElsewhere, type Marks } from './installation.js';
import { seal, unseal } from './sealing.js';
import { entryShape, newSecret, readMap, sweepMap, type TokenMap } from './token-map.js';
import { parseRecord, type TokenRecord } from './token-record.js';

/** The key in the store. */
export const tokensKey = 'nomosTokens';

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
    const map = readMap(await this.#store.load(tokensKey));
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
    await this.#change(async (map) => {
      const old = map.accounts[accountId];
      const opened = await this.#open(map, accountId);
      const secret = this.#candidates(map)[0] ?? newSecret(map);
      const home = await this.#marks();
      const sealed = await seal(JSON.stringify({ ...record, home }), { secret, owner: accountId, salt: opened?.salt });
      const aside = opened === undefined ? old : asideOf(old);
      map.accounts[accountId] = aside === undefined ? { sealed } : { sealed, unreadable: aside };
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
    this.keep(to, loaded.record);
    this.#unsaved.delete(from);
    this.#moved.set(to, from);
    await this.save(to, loaded.record);
  }

  /** Forgets an account at once, and with it a record that could not be opened. */
  async remove(accountId: string): Promise<void> {
    const moved = this.#moved.get(accountId);
    try {
      await this.#change((map) => {
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
      await inTurn(this.#store, async () => {
        const kept = await this.#store.stillHas?.(tokensKey);
        if (kept === 'replaced') this.#isShared = true;
        if (kept === 'lost') await this.#write(() => undefined);
      });
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
    await this.#change(() => undefined);
  }

  /**
   * Marks records of accounts that are not among `accountIds` as removed, unmarks the others, and drops records that
   * were gone on 7 days (see `sweepEntry`). Writes only when something changes.
   */
  async sweep(accountIds: readonly string[], now: Ms): Promise<void> {
    const map = readMap(await this.#store.load(tokensKey));
    if (map === undefined || !sweepMap(map, accountIds, now)) return;
    await this.#change((current) => {
      sweepMap(current, accountIds, now);
    });
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

  #candidates(map: TokenMap): readonly string[] {
    const own = map.ownSecret === undefined ? [] : [map.ownSecret];
    return [...this.#secrets().filter((secret) => secret !== ''), ...own];
  }

  async #open(map: TokenMap, accountId: string): Promise<OpenedRecord | undefined> {
    const entry = entryShape.safeParse(map.accounts[accountId]).data;
    if (entry === undefined) return undefined;
    const secrets = this.#candidates(map);
    const opened = await unseal(entry.sealed, secrets, accountId);
    const record = opened && readRecord(opened.text);
    return record && { record, salt: entry.sealed.salt, isOldSecret: opened.secret !== secrets[0] };
  }

  /**
   * Reads, changes and writes the map, one after the other. The fresh `writeId` makes every attempt a new value:
   * Node-RED resolves at once, without writing, when it is given what it already has in memory, even after a failed write.
   */
  #change(edit: (map: TokenMap) => Promise<void> | void): Promise<void> {
    return inTurn(this.#store, () => this.#write(edit));
  }

  async #write(edit: (map: TokenMap) => Promise<void> | void): Promise<void> {
    const stored = await this.#store.load(tokensKey);
    const map = readMap(stored) ?? { version: 1, accounts: {}, unreadable: stored };
    await edit(map);
    await this.#store.save(tokensKey, { ...map, writeId: randomUUID() });
  }
}

interface OpenedRecord {
  readonly record: TokenRecord;
  readonly salt: string;
  readonly isOldSecret: boolean;
}

function readRecord(text: string): TokenRecord | undefined {
  try {
    return parseRecord(text);
  } catch {
    return undefined;
  }
}

function asideOf(entry: unknown): unknown {
  return entryShape.safeParse(entry).data?.unreadable;
}

function unreadable(): DecodeError {
  return new DecodeError('token-record-unreadable', 'the stored tokens cannot be opened', { path: '' });
}
