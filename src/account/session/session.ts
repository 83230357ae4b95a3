import { type NomosError, UnavailableError } from '../../errors.js';
import type { AccessTokens } from '../../nomos/client.js';
import type { TokenSet } from '../../oauth/token-set.js';
import { afterConsent } from '../tokens/token-record.js';
import type { Connection } from './connection.js';
import { ConnectionState } from './connection-state.js';
import { exclusively } from './exclusively.js';
import { commitTokens, storageError } from './renewal.js';
import { Renewer } from './renewer.js';
import type { SessionOptions, SessionSettings } from './session-options.js';
import { signInError } from './sign-in-error.js';

export type { SessionOptions, SessionSettings } from './session-options.js';

const closeMs = 12_000;

/**
 * The tokens of one account, always good for the next request.
 *
 * Renews one at a time in the whole process, saves before use, and never takes anything ambiguous for a revocation.
 */
export class Session implements AccessTokens {
  readonly #options: Omit<SessionOptions, keyof SessionSettings>;
  readonly #state: ConnectionState;
  readonly #renewer: Renewer;
  #settings: SessionSettings;
  #opening: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor({ clientId, clientSecret, baseUrl, ...options }: SessionOptions) {
    this.#options = options;
    this.#settings = { clientId, clientSecret, baseUrl };
    this.#state = new ConnectionState(options.clock, options.onChange ?? (() => {}), options.before);
    this.#renewer = new Renewer({ ...options, state: this.#state, settings: () => this.#settings });
  }

  /** Where the account stands; safe to show. */
  get connection(): Connection {
    return this.#state.shown;
  }

  /** Loads what is stored, after token requests of an earlier session of this account have ended. Never rejects. */
  open(): Promise<void> {
    this.#opening ??= this.#load();
    return this.#opening;
  }

  /** Resolves when what is stored is loaded, but after `patienceMs` at the latest. */
  async known(patienceMs: number): Promise<void> {
    if (this.connection.phase !== 'new') return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(patienceMs, resolve);
      void this.open().then(() => {
        cancel();
        resolve();
      });
    });
  }

  /**
   * An access token that is good for a request, renewed before where it is about to expire.
   *
   * Throws ConsentRequiredError, ConfigError (`client-refused`, or what `lackingClient` finds), or why the renewal failed.
   */
  async accessToken(): Promise<string> {
    await this.open();
    if (this.#needsPerson !== undefined) await this.#renewer.idle();
    if (this.#needsPerson !== undefined) throw this.#needsPerson;
    if (this.#stopping === undefined && this.#renewer.wantsRenewal) await this.#renewer.renew();
    if (this.#needsPerson !== undefined) throw this.#needsPerson;
    const token = this.#renewer.usableToken;
    if (token !== undefined) return token;
    throw this.#state.error ?? new UnavailableError('renewal-failed', 'there is no usable token', { sent: false });
  }

  /** A token newer than the one that the API answered with 401; throws like `accessToken`. */
  async renew(rejected: string): Promise<string> {
    await this.open();
    this.#renewer.held.reject(rejected);
    return this.accessToken();
  }

  /**
   * Takes over the tokens of a new consent that was given to `origin` (default: the settings of the session), saving them
   * before use. Where saving fails they are used all the same, and the connection says so.
   */
  async adopt(tokens: TokenSet, origin: SessionSettings = this.#settings): Promise<void> {
    const { accountId, vault, clock } = this.#options;
    await this.open();
    await exclusively(accountId, async () => {
      const stored = await vault.load(accountId).catch(() => undefined);
      const previous = stored?.record ?? this.#renewer.held.record;
      const record = afterConsent(tokens, { ...origin, now: clock.now() }, previous);
      this.#renewer.take(await commitTokens({ accountId, vault }, record));
    });
  }

  /** Forgets the tokens here; the consent stays with Nomos until it is withdrawn there. Rejects when that cannot be saved. */
  async disconnect(): Promise<void> {
    const { accountId, vault } = this.#options;
    await this.open();
    await exclusively(accountId, async () => {
      await vault.remove(accountId);
      this.#renewer.drop();
    });
  }

  /** Goes on with other settings, as after a redeploy; a refused client id or secret is tried again at once. */
  async reconfigure({ clientId, clientSecret, baseUrl }: SessionSettings): Promise<void> {
    this.#settings = { clientId, clientSecret, baseUrl };
    await this.open();
    const { record } = this.#renewer.held;
    if (record !== undefined) this.#renewer.resume({ record, saved: this.connection.saved });
    else if (this.connection.phase === 'config') this.#renewer.drop();
    this.#renewer.begin();
  }

  /** Ends the session; waits at most 12 s for a token request under way and for saving what it brings. */
  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #load(): Promise<void> {
    const { accountId, vault, grant, prepare } = this.#options;
    try {
      // An earlier session may wait for Nomos still: what it began with is shown, not used, until it has ended.
      const known = await vault.load(accountId);
      if (known?.record.issuer === this.#settings.baseUrl) this.#renewer.take(known);
      const loaded = await exclusively(accountId, async () => {
        await prepare?.();
        return vault.load(accountId);
      });
      if (loaded !== undefined) this.#renewer.resume(loaded);
      else if (known !== undefined || this.#renewer.lack !== undefined) this.#renewer.drop();
    } catch (cause) {
      const error = storageError(cause);
      if (this.#renewer.lack !== undefined) this.#renewer.drop();
      else if (error.code !== 'token-record-unreadable') this.#state.change({ saved: false, error });
      else if (grant === 'consent') this.#state.change({ phase: 'signin', error: signInError(error.code) });
    }
    this.#renewer.begin();
  }

  /** Why only a person can help, if so. */
  get #needsPerson(): NomosError | undefined {
    const { phase } = this.#state.shown;
    if (this.#renewer.lack !== undefined) return this.#renewer.lack;
    if (phase === 'signin' || phase === 'config') return this.#state.error ?? signInError('consent-gone');
    const isNew = this.#options.grant === 'consent' && this.#renewer.held.record === undefined;
    return isNew ? signInError('not-signed-in') : undefined;
  }

  async #end(): Promise<void> {
    let cancel = () => {};
    const timeout = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(closeMs, resolve);
    });
    // Also the opening may take long: it waits for a token request of the session before.
    const ended = this.#renewer.stop().then(() => this.#opening);
    await Promise.race([ended.then(() => this.#renewer.idle()), timeout]);
    cancel();
  }
}
