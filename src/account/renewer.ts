import type { NomosError } from '../errors.js';
import { msPerMinute } from '../time/index.js';
import { BreakablePause } from './breakable-pause.js';
import type { ConnectionState } from './connection-state.js';
import { type Mark, markNow, remainingMs, type Wait } from './elapsed.js';
import { exclusively } from './exclusively.js';
import { LateSave } from './late-save.js';
import { type RenewalResult, renewTokens } from './renewal.js';
import { type Decision, decide, signInAgain } from './renewal-decision.js';
import type { SessionOptions, SessionSettings } from './session-options.js';
import { errorOfRecord, signInError } from './sign-in-error.js';
import { Ticker } from './ticker.js';
import { fitOf, freshness, isLongUnused, obtainedMark } from './token-age.js';
import { clientFingerprint, type TokenRecord } from './token-record.js';
import type { LoadedRecord } from './token-vault.js';

const tickMs = 30_000;

/** What a renewer works with. */
export interface RenewerOptions extends Omit<SessionOptions, keyof SessionSettings> {
  readonly state: ConnectionState;
  /** The settings of now. */
  readonly settings: () => SessionSettings;
}

/** Holds the tokens of an account, and keeps them alive: renewals, repetitions, probes and late saves, on its own clock. */
export class Renewer {
  readonly #options: RenewerOptions;
  readonly #ticker: Ticker;
  readonly #lateSave: LateSave;
  readonly #pause: BreakablePause;
  #held: { readonly record: TokenRecord; readonly obtained: Mark } | undefined;
  /** The access token that the API refused: not given out again. */
  #rejected: string | undefined;
  #retry: Wait | undefined;
  #failures = 0;
  #refusedOnce = false;
  #renewing: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: RenewerOptions) {
    this.#options = options;
    this.#pause = new BreakablePause(options.clock);
    this.#ticker = new Ticker(options.clock, ({ jumped }) => this.#tick(jumped));
    this.#ticker.within(tickMs);
    this.#lateSave = new LateSave(options, () => this.#noteSaved());
  }

  /** What is held; undefined before the first sign-in. */
  get record(): TokenRecord | undefined {
    return this.#held?.record;
  }

  /** The access token, unless it has expired or was refused. */
  get usableToken(): string | undefined {
    const token = this.record?.accessToken ?? '';
    return token === '' || token === this.#rejected || this.#freshness() === 'expired' ? undefined : token;
  }

  /** True when a renewal should come before the next request, and nothing tells to wait with it. */
  get wantsRenewal(): boolean {
    const isWaiting = this.#retry !== undefined && remainingMs(this.#retry, this.#options.clock) > 0;
    return this.#isDue() && (!isWaiting || this.#renewing !== undefined);
  }

  /** Gives this access token out no more. */
  reject(accessToken: string): void {
    if (this.record?.accessToken === accessToken) this.#rejected = accessToken;
  }

  /** Takes over a record that was just saved, or could not be; everything that failed before is forgotten. */
  take({ record, saved, error }: LoadedRecord): void {
    this.#hold(record);
    this.#settle();
    if (saved) this.#lateSave.cancel();
    else this.#lateSave.start();
    this.#options.state.change({ phase: 'connected', scope: record.scope, error, nextRenewalAt: undefined, saved });
    this.#ticker.within(this.#nextTickMs());
  }

  /** Forgets the tokens. */
  drop(): void {
    this.#held = undefined;
    this.#settle();
    this.#lateSave.cancel();
    const nothing = { scope: undefined, error: undefined, nextRenewalAt: undefined };
    this.#options.state.change({ phase: 'new', saved: true, ...nothing });
  }

  /** Finds out where the account stands with its record and settings, and asks Nomos where the record does not know. */
  resume({ record, saved }: LoadedRecord): void {
    const { state, grant, settings } = this.#options;
    this.#hold({ ...record, ambiguous: record.ambiguous || record.phase === 'refreshing' });
    this.#settle();
    if (!saved) this.#lateSave.start();
    const isForeign = fitOf(record, settings(), grant) === 'foreign';
    const error = isForeign ? signInError('account-moved') : errorOfRecord(record);
    const latch = record.phase === 'config' ? 'config' : 'signin';
    const phase = error === undefined ? 'connected' : isForeign ? 'signin' : latch;
    state.change({ phase, error, scope: record.scope, nextRenewalAt: undefined, saved });
    if (record.phase !== 'idle' && !isForeign) void this.renew();
  }

  /** Renews, or joins the renewal under way; resolves when it has ended, however it ended. */
  renew(): Promise<void> {
    this.#renewing ??= exclusively(this.#options.accountId, () => this.#renewOnce()).finally(() => {
      this.#renewing = undefined;
      this.#ticker.within(this.#nextTickMs());
    });
    return this.#renewing;
  }

  /** Resolves when no renewal is under way. */
  async idle(): Promise<void> {
    await this.#renewing;
  }

  /** Begins nothing any more; what is under way is to be awaited with `idle`. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#ticker.stop();
    this.#pause.break();
    await this.#lateSave.stop();
  }

  async #renewOnce(): Promise<void> {
    if (this.#isStopped) return;
    const { accountId, grant, vault, door, clock, settings } = this.#options;
    const pause = (durationMs: number) => this.#pause.wait(durationMs);
    const common = { accountId, grant, vault, door, clock, pause };
    await this.#apply(await renewTokens({ ...common, client: settings(), record: this.record }));
  }

  async #apply(result: RenewalResult): Promise<void> {
    if (result.kind === 'renewed') return this.take(result);
    if (result.kind === 'nothing-to-renew') return this.#follow(signInAgain(signInError('consent-gone')));
    if (result.kind === 'not-reserved') return this.#delay(result.error, msPerMinute);
    if (result.record !== undefined) this.#hold(result.record);
    this.#failures += 1;
    const { grant, state, settings, random } = this.#options;
    const { phase } = state.shown;
    const standing = {
      grant,
      latch: phase === 'signin' || phase === 'config' ? phase : undefined,
      refusedOnce: this.#refusedOnce,
      sameClient: this.record?.clientFp === clientFingerprint(settings()),
      ambiguous: this.record?.ambiguous ?? false,
      failures: this.#failures,
    } as const;
    await this.#follow(decide(result.failure, standing, random));
  }

  #delay(error: NomosError, delayMs: number, phase: Decision['phase'] = 'waiting'): void {
    const { state, clock } = this.#options;
    this.#retry = this.#wait(delayMs);
    state.change({ phase, error, nextRenewalAt: clock.now() + delayMs });
  }

  async #follow({ phase, error, delayMs, refusedOnce }: Decision): Promise<void> {
    this.#refusedOnce = refusedOnce;
    this.#delay(error, delayMs, phase);
    const { record } = this;
    if (phase === 'waiting' || record === undefined) return;
    this.#hold({ ...record, seq: record.seq + 1, phase, reason: error.code });
    // A latch that could not be saved is found out again at the next start.
    await this.#options.vault.save(this.#options.accountId, this.record ?? record).catch(() => undefined);
  }

  #tick(jumped: boolean): number {
    const { clock, grant, state } = this.#options;
    const isLatched = state.shown.phase === 'signin' || state.shown.phase === 'config';
    if (this.#retry !== undefined) {
      if (remainingMs(this.#retry, clock) === 0) void this.renew();
    } else if (this.#held !== undefined && !isLatched && grant === 'consent') {
      if (isLongUnused(this.#held.obtained, clock) || (jumped && this.#isDue())) void this.renew();
    }
    return this.#nextTickMs();
  }

  #nextTickMs(): number {
    if (this.#renewing !== undefined || this.#retry === undefined) return tickMs;
    return Math.min(tickMs, remainingMs(this.#retry, this.#options.clock));
  }

  #isDue(): boolean {
    if (this.#held === undefined) return true;
    const { grant, settings } = this.#options;
    const { record } = this.#held;
    return (
      record.accessToken === '' ||
      record.accessToken === this.#rejected ||
      fitOf(record, settings(), grant) !== 'fits' ||
      this.#freshness() !== 'good'
    );
  }

  #freshness() {
    return this.#held === undefined
      ? 'expired'
      : freshness(this.#held.record, this.#held.obtained, this.#options.clock);
  }

  #noteSaved(): void {
    const { state } = this.#options;
    state.change(state.shown.phase === 'connected' ? { saved: true, error: undefined } : { saved: true });
  }

  #hold(record: TokenRecord): void {
    // For the same tokens the first mark stays: it knows their age even after the wall clock was set back.
    const isSame = this.#held?.record.gen === record.gen;
    const obtained = isSame && this.#held ? this.#held.obtained : obtainedMark(record, this.#options.clock);
    this.#held = { record, obtained };
  }

  #settle(): void {
    this.#rejected = undefined;
    this.#retry = undefined;
    this.#failures = 0;
    this.#refusedOnce = false;
  }

  #wait(durationMs: number): Wait {
    return { since: markNow(this.#options.clock), durationMs };
  }
}
