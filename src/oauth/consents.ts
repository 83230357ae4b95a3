import { ConfigError, type NomosError } from '../errors.js';
import { checkBaseUrl } from '../http/base-url.js';
import type { Ms } from '../time/index.js';
import {
  type AcceptedAttempt,
  type Attempt,
  type AttemptSettings,
  type AttemptView,
  accept,
  deniedBy,
  end,
  hasHash,
  hashOf,
  hold,
  unknownAttempt,
  viewOf,
  wrongIssuer,
} from './attempt.js';
import { authorizationUrl } from './authorization-request.js';
import { type CallbackQuery, queryOfPasted, readCallback } from './callback.js';
import { createPkce, randomText } from './pkce.js';

const lifeMs = 600_000;
const mostPerAccount = 5;
const mostInAll = 200;

/** What the browser is given to begin an attempt. */
export interface OpenedAttempt {
  readonly attemptId: string;
  readonly authorizeUrl: string;
  /** For an HttpOnly cookie on the callback's path: it ties the attempt to this browser (RFC 9700 4.7). */
  readonly cookieValue: string;
  readonly expiresAt: Ms;
}

/** What became of a callback. */
export type CallbackVerdict =
  | { readonly kind: 'matched'; readonly attempt: AcceptedAttempt }
  | { readonly kind: 'held'; readonly accountId: string; readonly attemptId: string }
  | { readonly kind: 'denied'; readonly accountId: string; readonly attemptId: string; readonly error: NomosError }
  | { readonly kind: 'refused'; readonly error: NomosError };

/**
 * Attempts to sign in that are under way, in memory only: a restart forgets them.
 *
 * At most 5 for each account, the oldest goes; each lives 10 minutes and is accepted once.
 */
export class Consents {
  /** By the hash of the OAuth state, which nobody but the browser and Nomos knows; an entry goes with the first callback. */
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
    };
    this.#byState.set(hashOf(state).toString('base64'), attempt);
    this.#attempts.set(attemptId, attempt);
    return { attemptId, authorizeUrl: authorizationUrl({ ...settings, state, challenge }), cookieValue, expiresAt };
  }

  /** Judges what came to the callback address; whatever comes, its state is used up. Never throws. */
  judge(query: URLSearchParams, cookie: string | undefined, now: Ms): CallbackVerdict {
    const callback = readCallback(query);
    const attempt = this.#take(callback, now);
    if (!('accountId' in attempt)) return { kind: 'refused', error: attempt };
    const { accountId, attemptId } = attempt;
    const error = callback.kind === 'code' ? wrongIssuer(callback, attempt) : deniedBy(callback);
    if (error !== undefined) {
      end(attempt, error);
      return { kind: 'denied', accountId, attemptId, error };
    }
    if (hasHash(cookie, attempt.cookieHash)) return { kind: 'matched', attempt: accept(attempt, callback) };
    hold(attempt, callback);
    return { kind: 'held', accountId, attemptId };
  }

  /** Accepts a held attempt, because the signed-in editor says so; throws ConfigError `attempt-unknown`. */
  confirm(accountId: string, attemptId: string, now: Ms): AcceptedAttempt {
    this.#expire(now);
    const attempt = this.#attempts.get(attemptId);
    if (attempt?.accountId !== accountId || attempt.state !== 'held') throw unknownAttempt();
    return accept(attempt);
  }

  /**
   * Accepts the address that a person copied from the browser; throws ConfigError `callback-malformed` or
   * `attempt-unknown`, or ConsentRequiredError `consent-denied`, `consent-failed`.
   */
  paste(accountId: string, text: string, now: Ms): AcceptedAttempt {
    const callback = readCallback(queryOfPasted(text));
    const attempt = this.#take(callback, now, accountId);
    if (!('accountId' in attempt)) throw attempt;
    const error = callback.kind === 'code' ? wrongIssuer(callback, attempt) : deniedBy(callback);
    if (error === undefined) return accept(attempt, callback);
    end(attempt, error);
    throw error;
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

  /** The attempt that a callback belongs to, no longer to be found by its state; else the error that says why not. */
  #take(callback: CallbackQuery, now: Ms, accountId?: string): Attempt | NomosError {
    this.#expire(now);
    if (callback.kind === 'malformed') {
      return new ConfigError('callback-malformed', 'not an answer of a consent page');
    }
    const key = hashOf(callback.state).toString('base64');
    const attempt = this.#byState.get(key);
    if (attempt === undefined || (accountId !== undefined && attempt.accountId !== accountId)) return unknownAttempt();
    this.#byState.delete(key);
    return attempt.state === 'pending' ? attempt : unknownAttempt();
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
    this.#attempts.delete(attempt.attemptId);
    for (const [key, value] of this.#byState) if (value === attempt) this.#byState.delete(key);
  }
}
