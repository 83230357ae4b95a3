import { markNow } from '../../clock/elapsed.js';
import { BreakablePause } from '../../clock/pause.js';
import { Ticker } from '../../clock/ticker.js';
import { ConfigError, type NomosError } from '../../errors.js';
import { later, msPerMinute } from '../../time/index.js';
import { clientFingerprint, isShortLived, type TokenRecord } from '../tokens/token-record.js';
import type { LoadedRecord } from '../tokens/token-vault.js';
import type { ConnectionState } from './connection-state.js';
import { exclusively } from './exclusively.js';
import { HeldTokens } from './held-tokens.js';
import { lackingClient } from './lacking-client.js';
import { LateSave } from './late-save.js';
import { type RenewalResult, renewTokens } from './renewal.js';
import { afterShortLife, type Decision, decide, signInAgain } from './renewal-decision.js';
import type { SessionOptions, SessionSettings } from './session-options.js';
import { Setbacks } from './setbacks.js';
import { errorOfRecord, signInError } from './sign-in-error.js';

const tickMs = 30_000;

/** What a renewer works with. */
export interface RenewerOptions extends Omit<SessionOptions, keyof SessionSettings> {
  readonly state: ConnectionState;
  /** The settings of now. */
  readonly settings: () => SessionSettings;
}

/** Keeps the tokens of an account alive on its own clock: renewals, repetitions, probes and late saves. */
export class Renewer {
  readonly #options: RenewerOptions;
  readonly #held: HeldTokens;
  readonly #ticker: Ticker;
  readonly #lateSave: LateSave;
  readonly #pause: BreakablePause;
  readonly #setbacks: Setbacks;
  #renewing: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: RenewerOptions) {
    const { clock } = options;
    this.#options = options;
    this.#held = new HeldTokens(clock);
    this.#pause = new BreakablePause(clock);
    this.#setbacks = new Setbacks(clock);
    this.#lateSave = new LateSave({
      ...options,
      record: () => this.#held.record,
      onSaved: () => this.#noteSaved(),
      onLost: (error) => this.#noteLost(error),
    });
    this.#ticker = new Ticker(clock, ({ jumped }) => this.#tick(jumped));
    this.#ticker.within(tickMs);
  }

  /** The tokens as they are now. */
  get held(): Pick<HeldTokens, 'record' | 'reject'> {
    return this.#held;
  }

  /** The access token, unless it has expired, was refused, or belongs to another server than the one of now. */
  get usableToken(): string | undefined {
    const { record } = this.#held;
    return record?.issuer === this.#options.settings().baseUrl ? this.#held.usableToken : undefined;
  }

  /** Why Nomos cannot be asked for tokens at all with the settings of now. */
  get lack(): ConfigError | undefined {
    return lackingClient(this.#options.settings());
  }

  /** True when a renewal should come before the next request, and no failure tells to wait with it. */
  get wantsRenewal(): boolean {
    return this.#isDue && (this.#renewing !== undefined || this.#setbacks.remainingMs === 0);
  }

  /** Takes over a record that was just saved, or could not be; every failure before is forgotten. */
  take(loaded: LoadedRecord): void {
    this.#enter(loaded);
    if (!this.#isStopped) this.#ticker.within(tickMs);
  }

  /** Takes over a record of unknown age or new settings, and asks Nomos where the record does not know how things stand. */
  resume({ record, saved }: LoadedRecord): void {
    const wasReserved = record.phase === 'refreshing';
    this.#enter({ record: { ...record, ambiguous: record.ambiguous || wasReserved }, saved });
    // The answer may have come while nobody was there to take it, a moment ago.
    if (wasReserved) this.#setbacks.lostAt = markNow(this.#options.clock);
    if (record.phase !== 'idle' && !this.#isForeign(record)) void this.renew();
  }

  /**
   * Asks for the first tokens by client credentials, which need no person: whether they are right is known then before
   * anybody has a question.
   */
  begin(): void {
    const hasTokens = this.#held.record !== undefined && this.#isOfClient;
    if (this.#options.grant === 'client-credentials' && !hasTokens) void this.renew();
  }

  /** Forgets the tokens, or shows that there never were any. */
  drop(): void {
    this.#held.hold(undefined);
    this.#setbacks.clear();
    this.#lateSave.cancel();
    const nothing = { scope: undefined, nextRenewalAt: undefined, saved: true, copied: false };
    this.#options.state.change({ phase: 'new', error: this.lack, ...nothing });
  }

  /** Renews, or joins the renewal under way; resolves when it has ended, however it ended. */
  renew(): Promise<void> {
    this.#renewing ??= exclusively(this.#options.accountId, () => this.#renewOnce()).finally(() => {
      this.#renewing = undefined;
      if (!this.#isStopped) this.#ticker.within(this.#nextTickMs());
    });
    return this.#renewing;
  }

  /** Resolves when no renewal is under way. */
  async idle(): Promise<void> {
    await this.#renewing;
  }

  /** Begins nothing any more, and tries a last time to save what is unsaved. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#ticker.stop();
    this.#pause.break();
    await this.#lateSave.stop();
  }

  async #renewOnce(): Promise<void> {
    const { record } = this.#held;
    if (this.#isStopped || this.lack !== undefined || (record !== undefined && this.#isForeign(record))) return;
    const pause = (durationMs: number) => this.#pause.wait(durationMs);
    const { lostAt } = this.#setbacks;
    await this.#apply(await renewTokens({ ...this.#options, client: this.#options.settings(), record, lostAt, pause }));
  }

  async #apply(result: RenewalResult): Promise<void> {
    if (result.kind === 'renewed') return this.#enter(result);
    if (result.kind === 'gone') return this.drop();
    if (result.kind === 'nothing-to-renew') return this.#outlive();
    if (result.kind === 'not-reserved') return this.#delay(result.error, this.#setbacks.earlyMs ?? msPerMinute);
    this.#held.hold(result.record);
    this.#setbacks.lostAt = result.lostAt;
    const { earlyMs } = this.#setbacks;
    if (earlyMs === undefined) this.#setbacks.failures += 1;
    const { grant, state, settings, random } = this.#options;
    const { phase } = state.shown;
    const standing = {
      grant,
      latch: phase === 'signin' || phase === 'config' ? phase : undefined,
      refusedOnce: this.#setbacks.refusedOnce,
      sameClient: result.record?.clientFp === clientFingerprint(settings()),
      ambiguous: result.record?.ambiguous ?? false,
      copied: result.record?.copiedAt !== undefined || this.#options.vault.isShared,
      failures: this.#setbacks.failures,
      earlyMs,
    } as const;
    await this.#follow(decide(result.failure, standing, random));
  }

  /** Nomos gave no refresh token: the access token serves to its end. */
  async #outlive(): Promise<void> {
    const error = signInError('consent-gone');
    if (this.usableToken === undefined) await this.#follow(signInAgain(error));
    else this.#delay(error, msPerMinute);
  }

  async #follow({ phase, error, delayMs, refusedOnce }: Decision): Promise<void> {
    this.#setbacks.refusedOnce = refusedOnce;
    this.#delay(error, delayMs, phase);
    const { record } = this.#held;
    if (phase === 'waiting' || record === undefined) return;
    const latched: TokenRecord = { ...record, seq: record.seq + 1, phase, reason: error.code };
    this.#held.hold(latched);
    // A latch that could not be saved is found out again at the next start.
    await this.#options.vault.save(this.#options.accountId, latched).catch(() => undefined);
  }

  #delay(error: NomosError, delayMs: number, phase: Decision['phase'] = 'waiting'): void {
    const { state, clock } = this.#options;
    this.#setbacks.retryAfter(delayMs);
    state.change({ phase, error, nextRenewalAt: later(clock.now(), delayMs) });
  }

  #enter({ record, saved, error }: LoadedRecord): void {
    const { state } = this.#options;
    const failures = this.#setbacks.failures + (record.gen === this.#held.record?.gen ? 0 : 1);
    this.#held.hold(record);
    this.#setbacks.clear();
    if (saved) this.#lateSave.cancel();
    else if (!this.#isStopped) this.#lateSave.start();
    const needsPerson = this.lack ?? (this.#isForeign(record) ? signInError('account-moved') : errorOfRecord(record));
    const phase = needsPerson === undefined ? 'connected' : needsPerson instanceof ConfigError ? 'config' : 'signin';
    const shown = { scope: record.scope, saved, copied: record.copiedAt !== undefined };
    if (needsPerson !== undefined || !isShortLived(record)) {
      state.change({ ...shown, phase, error: needsPerson ?? error, nextRenewalAt: undefined });
      return;
    }
    // Renewing at every use would ask Nomos without end: these tokens serve while they can, and the next ones can wait.
    this.#setbacks.failures = Math.max(1, failures);
    state.change(shown);
    void this.#follow(afterShortLife(record, this.#setbacks.failures));
  }

  #tick(jumped: boolean): number {
    const { grant, state } = this.#options;
    const isConsent = grant === 'consent' && state.shown.phase === 'connected';
    const isRetry = this.#setbacks.isPending && this.#setbacks.remainingMs === 0;
    void this.#lateSave.check();
    if (isRetry || (isConsent && (this.#held.isLongUnused || (jumped && this.#isDue)))) void this.renew();
    return this.#nextTickMs();
  }

  #nextTickMs(): number {
    return this.#setbacks.isPending && this.#renewing === undefined ? this.#setbacks.remainingMs : tickMs;
  }

  /** Client credentials give tokens for any settings, so that other settings mean other tokens. */
  get #isDue(): boolean {
    if (this.#held.record === undefined || this.#held.isDue) return true;
    return this.#options.grant === 'client-credentials' && !this.#isOfClient;
  }

  /** True when the tokens were given to the client of now by the server of now. */
  get #isOfClient(): boolean {
    const { baseUrl, ...client } = this.#options.settings();
    const { record } = this.#held;
    return record?.issuer === baseUrl && record.clientFp === clientFingerprint(client);
  }

  /** True when another server gave the tokens: it alone may see them. */
  #isForeign(record: TokenRecord): boolean {
    return this.#options.grant === 'consent' && record.issuer !== this.#options.settings().baseUrl;
  }

  #noteLost(error: NomosError): void {
    const { state } = this.#options;
    state.change(state.shown.phase === 'connected' ? { saved: false, error } : { saved: false });
  }

  #noteSaved(): void {
    const { state } = this.#options;
    state.change(state.shown.phase === 'connected' ? { saved: true, error: undefined } : { saved: true });
  }
}
