import { markNow } from '../../clock/elapsed.js';
import { ConfigError, type NomosError } from '../../errors.js';
import { later, msPerMinute } from '../../time/index.js';
import { clientFingerprint, isShortLived, type TokenRecord } from '../tokens/token-record.js';
import type { LoadedRecord } from '../tokens/token-vault.js';
import type { ConnectionState } from './connection-state.js';
import { HeldTokens } from './held-tokens.js';
import { lackingClient } from './lacking-client.js';
import { LateSave } from './late-save.js';
import type { FailedRenewal, RenewalResult } from './renewal.js';
import { afterFailure, afterShortLife, type RenewalDecision, signInAgain } from './renewal-decision.js';
import { RenewalRetry } from './renewal-retry.js';
import type { SessionOptions, SessionSettings } from './session-options.js';
import { errorOfRecord, signInError } from './sign-in-error.js';

/** What a keeper works with. */
export interface KeeperOptions extends Omit<SessionOptions, keyof SessionSettings> {
  readonly state: ConnectionState;
  /** The settings of now. */
  readonly settings: () => SessionSettings;
}

/** Keeps the tokens of an account: whether they may be used, what follows from a renewal, and what is shown of that. */
export class TokenKeeper {
  readonly retry: RenewalRetry;
  readonly held: HeldTokens;
  readonly #options: KeeperOptions;
  readonly #lateSave: LateSave;
  #isStopped = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.held = new HeldTokens(options.clock);
    this.retry = new RenewalRetry(options.clock);
    this.#lateSave = new LateSave({
      ...options,
      record: () => this.held.record,
      onSaved: () => this.#showSaved(),
      onLost: (error) => this.#showLost(error),
    });
  }

  /** The access token, unless it has expired, was refused, or belongs to another server than the one of now. */
  get usableToken(): string | undefined {
    const { record } = this.held;
    return record?.issuer === this.#options.settings().baseUrl ? this.held.usableToken : undefined;
  }

  /** Why Nomos cannot be asked for tokens at all with the settings of now. */
  get lack(): ConfigError | undefined {
    return lackingClient(this.#options.settings());
  }

  /** True when a renewal should come first. Client credentials give tokens for any settings: other settings, other tokens. */
  get isDue(): boolean {
    if (this.held.record === undefined || this.held.isDue) return true;
    return this.#options.grant === 'client-credentials' && !this.isOfClient;
  }

  /** True when the tokens were given to the client of now by the server of now. */
  get isOfClient(): boolean {
    const { baseUrl, ...client } = this.#options.settings();
    const { record } = this.held;
    return record?.issuer === baseUrl && record.clientFp === clientFingerprint(client);
  }

  /** True when another server gave the tokens: it alone may see them. */
  get isForeign(): boolean {
    const { grant, settings } = this.#options;
    const { record } = this.held;
    return record !== undefined && grant === 'consent' && record.issuer !== settings().baseUrl;
  }

  /** Takes over a record that was just saved, or could not be; every failure before is forgotten. */
  take({ record, saved, error }: LoadedRecord): void {
    const { state } = this.#options;
    const failures = this.retry.failures + (record.gen === this.held.record?.gen ? 0 : 1);
    this.held.hold(record);
    this.retry.clear();
    if (saved) this.#lateSave.cancel();
    else if (!this.#isStopped) this.#lateSave.start();
    const needsPerson = this.lack ?? (this.isForeign ? signInError('account-moved') : errorOfRecord(record));
    const phase = needsPerson === undefined ? 'connected' : needsPerson instanceof ConfigError ? 'config' : 'signin';
    const shown = { scope: record.scope, saved, copied: record.copiedAt !== undefined };
    if (needsPerson !== undefined || !isShortLived(record)) {
      state.change({ ...shown, phase, error: needsPerson ?? error, nextRenewalAt: undefined });
      return;
    }
    // Renewing at every use would ask Nomos without end: these tokens serve while they can, and the next ones can wait.
    this.retry.failures = Math.max(1, failures);
    state.change(shown);
    void this.#follow(afterShortLife(record, this.retry.failures));
  }

  /** Takes over a record that may have been written in the middle of a renewal; the answer to that may be lost. */
  resume({ record, saved }: LoadedRecord): void {
    const wasReserved = record.phase === 'refreshing';
    this.take({ record: { ...record, ambiguous: record.ambiguous || wasReserved }, saved });
    // The answer may have come while nobody was there to take it, a moment ago.
    if (wasReserved) this.retry.lostAt = markNow(this.#options.clock);
  }

  /** Draws the conclusions from a renewal; resolves when what follows from it is saved, or could not be. */
  async settle(result: RenewalResult): Promise<void> {
    if (result.kind === 'renewed') return this.take(result);
    if (result.kind === 'gone') return this.drop();
    if (result.kind === 'nothing-to-renew') return this.#outlive();
    if (result.kind === 'not-reserved') return this.#wait(result.error, this.retry.earlyMs ?? msPerMinute);
    await this.#settleFailure(result);
  }

  /** Forgets the tokens, or shows that there never were any. */
  drop(): void {
    this.held.hold(undefined);
    this.retry.clear();
    this.#lateSave.cancel();
    const nothing = { scope: undefined, nextRenewalAt: undefined, saved: true, copied: false };
    this.#options.state.change({ phase: 'new', error: this.lack, ...nothing });
  }

  /** Looks whether what was saved is still there. Never rejects. */
  check(): Promise<void> {
    return this.#lateSave.check();
  }

  /** Tries a last time to save what is unsaved. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#lateSave.stop();
  }

  async #settleFailure({ failure, record, lostAt }: FailedRenewal): Promise<void> {
    const { grant, state, settings, random, vault } = this.#options;
    const { retry } = this;
    const { phase } = state.shown;
    this.held.hold(record);
    retry.lostAt = lostAt;
    const { earlyMs } = retry;
    if (earlyMs === undefined) retry.failures += 1;
    const situation = {
      grant,
      latch: phase === 'signin' || phase === 'config' ? phase : undefined,
      refusedOnce: retry.refusedOnce,
      sameClient: record?.clientFp === clientFingerprint(settings()),
      ambiguous: record?.ambiguous ?? false,
      copied: record?.copiedAt !== undefined || vault.isShared,
      failures: retry.failures,
      earlyMs,
    } as const;
    await this.#follow(afterFailure(failure, situation, random));
  }

  /** Nomos gave no refresh token: the access token serves to its end. */
  async #outlive(): Promise<void> {
    const error = signInError('consent-gone');
    if (this.usableToken === undefined) await this.#follow(signInAgain(error));
    else this.#wait(error, msPerMinute);
  }

  async #follow({ phase, error, delayMs, refusedOnce }: RenewalDecision): Promise<void> {
    this.retry.refusedOnce = refusedOnce;
    this.#wait(error, delayMs, phase);
    const { record } = this.held;
    if (phase === 'waiting' || record === undefined) return;
    const latched: TokenRecord = { ...record, seq: record.seq + 1, phase, reason: error.code };
    this.held.hold(latched);
    // A latch that could not be saved is found out again at the next start.
    await this.#options.vault.save(this.#options.accountId, latched).catch(() => undefined);
  }

  #wait(error: NomosError, delayMs: number, phase: RenewalDecision['phase'] = 'waiting'): void {
    const { state, clock } = this.#options;
    this.retry.retryAfter(delayMs);
    state.change({ phase, error, nextRenewalAt: later(clock.now(), delayMs) });
  }

  #showLost(error: NomosError): void {
    const { state } = this.#options;
    state.change(state.shown.phase === 'connected' ? { saved: false, error } : { saved: false });
  }

  #showSaved(): void {
    const { state } = this.#options;
    state.change(state.shown.phase === 'connected' ? { saved: true, error: undefined } : { saved: true });
  }
}
