import { BreakablePause } from '../../clock/pause.js';
import { Ticker } from '../../clock/ticker.js';
import type { ConfigError } from '../../errors.js';
import type { LoadedRecord } from '../tokens/token-vault.js';
import { exclusively } from './exclusively.js';
import type { HeldTokens } from './held-tokens.js';
import { renewTokens } from './renewal.js';
import { type KeeperOptions, TokenKeeper } from './token-keeper.js';

const tickMs = 30_000;

/** Renews the tokens of an account when it is time to: before they end, again after a failure, when nobody used them for long. */
export class Renewer {
  readonly #options: KeeperOptions;
  readonly #keeper: TokenKeeper;
  readonly #ticker: Ticker;
  readonly #pause: BreakablePause;
  #renewing: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: KeeperOptions) {
    const { clock } = options;
    this.#options = options;
    this.#keeper = new TokenKeeper(options);
    this.#pause = new BreakablePause(clock);
    this.#ticker = new Ticker(clock, ({ jumped }) => this.#tick(jumped));
    this.#ticker.within(tickMs);
  }

  /** The tokens as they are now. */
  get held(): Pick<HeldTokens, 'record' | 'reject'> {
    return this.#keeper.held;
  }

  /** See `TokenKeeper.usableToken`. */
  get usableToken(): string | undefined {
    return this.#keeper.usableToken;
  }

  /** See `TokenKeeper.lack`. */
  get lack(): ConfigError | undefined {
    return this.#keeper.lack;
  }

  /** True when a renewal should come before the next request, and no failure tells to wait with it. */
  get wantsRenewal(): boolean {
    return this.#keeper.isDue && (this.#renewing !== undefined || this.#keeper.retry.remainingMs === 0);
  }

  /** Takes over a record that was just saved, or could not be; every failure before is forgotten. */
  take(loaded: LoadedRecord): void {
    this.#keeper.take(loaded);
  }

  /** Takes over a record of unknown age or new settings, and asks Nomos where the record does not know how things stand. */
  resume(loaded: LoadedRecord): void {
    this.#keeper.resume(loaded);
    if (loaded.record.phase !== 'idle' && !this.#keeper.isForeign) void this.renew();
  }

  /**
   * Asks for the first tokens by client credentials, which need no person: whether they are right is known then before
   * anybody has a question.
   */
  begin(): void {
    if (this.#options.grant === 'client-credentials' && !this.#keeper.isOfClient) void this.renew();
  }

  /** Forgets the tokens, or shows that there never were any. */
  drop(): void {
    this.#keeper.drop();
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
    await this.#keeper.stop();
  }

  async #renewOnce(): Promise<void> {
    if (this.#isStopped || this.lack !== undefined || this.#keeper.isForeign) return;
    const { record } = this.#keeper.held;
    const { lostAt } = this.#keeper.retry;
    const client = this.#options.settings();
    const pause = (durationMs: number) => this.#pause.wait(durationMs);
    await this.#keeper.settle(await renewTokens({ ...this.#options, client, record, lostAt, pause }));
  }

  #tick(jumped: boolean): number {
    const { grant, state } = this.#options;
    const { held, retry, isDue } = this.#keeper;
    const isConsent = grant === 'consent' && state.shown.phase === 'connected';
    const isRetry = retry.isPending && retry.remainingMs === 0;
    void this.#keeper.check();
    if (isRetry || (isConsent && (held.isLongUnused || (jumped && isDue)))) void this.renew();
    return this.#nextTickMs();
  }

  #nextTickMs(): number {
    const { retry } = this.#keeper;
    return retry.isPending && this.#renewing === undefined ? retry.remainingMs : tickMs;
  }
}
