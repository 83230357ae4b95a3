import { ConfigError, type NomosError } from '../errors.js';
import { checkBaseUrl } from '../http/base-url.js';
import type { Ms } from '../time/index.js';
import {
  type Acceptance,
  type AcceptedAttempt,
  type Attempt,
  type AttemptSettings,
  type AttemptView,
  accept,
  type CallbackVerdict,
  deniedBy,
  end,
  foreign,
  hasHash,
  hashOf,
  hold,
  malformed,
  type OpenedAttempt,
  reopen,
  unknownAttempt,
  viewOf,
  wrongIssuer,
} from './attempt.js';
import { authorizationUrl } from './authorization-request.js';
import { type CallbackQuery, noCode, queryOfPasted, readCallback } from './callback.js';
import { createPkce, randomText } from './pkce.js';

const lifeMs = 600_000;
const mostPerAccount = 5;
const mostInAll = 200;

/**
 * Attempts to sign in that are under way, in memory only: a restart forgets them.
 *
 * At most 5 for each account, the oldest goes; each lives 10 minutes and is accepted once.
 */
export class Consents {
  /** By the hash of the OAuth state, which nobody but the browser and Nomos knows; kept as long as the attempt, for a page that is loaded again. */
  readonly #byState = new Map<string, Attempt>();
  readonly #attempts = new Map<string, Attempt>();

  /** Begins an attempt with frozen settings; throws `invalid-base-url`. */
  open(request: AttemptSettings & { readonly now: Ms }): OpenedAttempt {
    const { now, ...wanted } = request;
    const settings = { ...wanted, baseUrl: checkBaseUrl(wanted.baseUrl) };
    this.#makeRoom(settings.accountId, now);
    const { verifier, challenge } = createPkce();
    const [state, cookieValue, attemptId] = [randomText(), randomText(), randomText()];
    const expiresAt = now + lifeMs;
    const attempt: Attempt = {
      attemptId,
      accountId: settings.accountId,
      openedAt: now,
      expiresAt,
      cookieHash: hashOf(cookieValue),
      state: 'pending',
      secrets: { settings, verifier },
      waiting: [],
    };
    this.#byState.set(hashOf(state).toString('base64'), attempt);
    this.#attempts.set(attemptId, attempt);
    return { attemptId, authorizeUrl: authorizationUrl({ ...settings, state, challenge }), cookieValue, expiresAt };
  }

  /**
   * Judges what came to the callback address; whatever comes, its state is used up. `cookies` are the values of our cookie
   * that the browser sent, one for each path it knows. Never throws.
   */
  judge(query: URLSearchParams, cookies: readonly string[], now: Ms): CallbackVerdict {
    const callback = readCallback(query);
    const attempt = this.#find(callback, now);
    if (!('accountId' in attempt)) return { kind: 'refused', error: attempt };
    const { accountId, attemptId } = attempt;
    if (attempt.state !== 'pending') return { kind: 'repeated', attemptId };
    const error = callback.kind === 'code' ? wrongIssuer(callback, attempt) : deniedBy(callback);
    if (error !== undefined) {
      end(attempt, error);
      return { kind: 'denied', accountId, attemptId, error };
    }
    const isOurs = cookies.some((cookie) => hasHash(cookie, attempt.cookieHash));
    if (isOurs) return { kind: 'matched', attempt: accept(attempt, callback) };
    hold(attempt, callback);
    return { kind: 'held', accountId, attemptId };
  }

  /** Accepts a held attempt, because the signed-in editor says so; throws ConfigError `attempt-unknown`. */
  confirm(accountId: string, attemptId: string, now: Ms): Acceptance {
    this.#expire(now);
    const attempt = this.#attempts.get(attemptId);
    if (attempt?.accountId !== accountId || attempt.state === 'pending') throw unknownAttempt();
    if (attempt.state === 'held') return { kind: 'matched', attempt: accept(attempt) };
    return { kind: 'repeated', attemptId };
  }

  /**
   * Accepts the address that a person copied from the browser; throws ConfigError `callback-malformed` or
   * `attempt-unknown`, or ConsentRequiredError `consent-denied`, `consent-failed`. A wrong address, or half of the right
   * one, uses nothing up.
   */
  paste(accountId: string, text: string, now: Ms): Acceptance {
    const callback = readCallback(queryOfPasted(text));
    const attempt = this.#find(callback, now, accountId);
    if (!('accountId' in attempt)) throw this.#isAwaited(accountId) ? foreign(attempt) : attempt;
    const { attemptId, state } = attempt;
    if (state !== 'pending' && state !== 'held') return { kind: 'repeated', attemptId };
    // An address that was cut off before its code looks like a denial without words: here it is half an address.
    if (callback.kind === 'error' && callback.error === noCode) throw malformed();
    const error = callback.kind === 'code' ? wrongIssuer(callback, attempt) : deniedBy(callback);
    if (error === undefined) return { kind: 'matched', attempt: accept(attempt, callback) };
    if (error.code !== 'issuer-mismatch') end(attempt, error);
    throw error;
  }

  /** Lets an attempt wait for a better address, because the code of the pasted one was refused. */
  waitOn(accepted: AcceptedAttempt): void {
    const attempt = this.#attempts.get(accepted.attemptId);
    if (attempt?.state === 'exchanging') reopen(attempt, accepted);
  }

  /** Where an attempt stands, as soon as no exchange of it is under way; throws ConfigError `attempt-unknown`. */
  async settled(attemptId: string): Promise<AttemptView> {
    const attempt = this.#attempts.get(attemptId);
    if (attempt === undefined) throw unknownAttempt();
    if (attempt.state === 'exchanging') await new Promise<void>((resolve) => attempt.waiting.push(resolve));
    return viewOf(attempt);
  }

  /** Notes how the exchange of an accepted attempt ended. */
  finish(attemptId: string, error?: NomosError): void {
    const attempt = this.#attempts.get(attemptId);
    if (attempt?.state === 'exchanging') end(attempt, error);
  }

  /** The newest attempt of an account, while it is remembered. */
  latest(accountId: string, now: Ms): AttemptView | undefined {
    this.#expire(now);
    const own = this.#of(accountId);
    const newest = own[own.length - 1];
    return newest && viewOf(newest);
  }

  /** Ends every attempt of an account that was begun with other settings than these (RFC 9700 4.4.2). */
  keepOnly(settings: Pick<AttemptSettings, 'accountId' | 'clientId' | 'clientSecret' | 'baseUrl'>): void {
    for (const attempt of this.#of(settings.accountId)) {
      const begun = attempt.secrets?.settings;
      if (begun === undefined) continue;
      const same = (['clientId', 'clientSecret', 'baseUrl'] as const).every((name) => begun[name] === settings[name]);
      if (!same) end(attempt, new ConfigError('attempt-cancelled', 'the settings changed during the sign-in'));
    }
  }

  /** The attempt that a callback belongs to, whatever became of it; else the error that says why there is none. */
  #find(callback: CallbackQuery, now: Ms, accountId?: string): Attempt | NomosError {
    this.#expire(now);
    if (callback.kind === 'malformed') return malformed();
    const attempt = this.#byState.get(hashOf(callback.state).toString('base64'));
    if (attempt === undefined || (accountId !== undefined && attempt.accountId !== accountId)) return unknownAttempt();
    return attempt;
  }

  #isAwaited(accountId: string): boolean {
    return this.#of(accountId).some(({ state }) => state === 'pending' || state === 'held');
  }

  #of(accountId: string): Attempt[] {
    return [...this.#attempts.values()].filter((attempt) => attempt.accountId === accountId);
  }

  #makeRoom(accountId: string, now: Ms): void {
    this.#expire(now);
    const own = this.#of(accountId);
    for (const attempt of own.slice(0, Math.max(0, own.length + 1 - mostPerAccount))) this.#forget(attempt);
    const oldest = this.#attempts.values().next().value;
    if (this.#attempts.size >= mostInAll && oldest !== undefined) this.#forget(oldest);
  }

  /** Ends attempts that are too old, also those from a future that a clock jump took back; forgets them later. */
  #expire(now: Ms): void {
    for (const attempt of [...this.#attempts.values()]) {
      const isOpen = attempt.state === 'pending' || attempt.state === 'held';
      const isOld = now >= attempt.expiresAt || now < attempt.openedAt - lifeMs;
      if (isOpen && isOld) end(attempt, new ConfigError('attempt-expired', 'the sign-in took longer than 10 minutes'));
      else if (isOld && now >= attempt.expiresAt + lifeMs) this.#forget(attempt);
    }
  }

  #forget(attempt: Attempt): void {
    attempt.secrets = undefined;
    for (const tell of attempt.waiting.splice(0)) tell();
    this.#attempts.delete(attempt.attemptId);
    for (const [key, value] of this.#byState) if (value === attempt) this.#byState.delete(key);
  }
}
