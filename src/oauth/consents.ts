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
  codeIn,
  end,
  foreign,
  hasHash,
  hashOf,
  hold,
  malformed,
  type OpenedAttempt,
  outdate,
  reopen,
  type SignInSettings,
  settingsText,
  unknownAttempt,
  viewOf,
} from './attempt.js';
import { authorizationUrl } from './authorization-request.js';
import { noCode, queryOfPasted, readCallback } from './callback.js';
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
      settingsHash: hashOf(settingsText(settings)),
      state: 'pending',
      error: undefined,
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
    if (callback.kind === 'malformed') return { kind: 'refused', error: malformed() };
    const attempt = this.#find(callback.state, now);
    if (attempt === undefined) return { kind: 'refused', error: unknownAttempt() };
    const { accountId, attemptId } = attempt;
    if (attempt.state !== 'pending') return { kind: 'repeated', attemptId };
    const code = codeIn(callback, attempt);
    if (typeof code !== 'string') {
      end(attempt, code);
      return { kind: 'denied', accountId, attemptId, error: code };
    }
    const isOurs = cookies.some((cookie) => hasHash(cookie, attempt.cookieHash));
    if (isOurs) return { kind: 'matched', attempt: accept(attempt, code) };
    hold(attempt, code);
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
   * Accepts the address that a person copied from the browser; throws ConfigError `callback-malformed`, `attempt-unknown`,
   * `callback-foreign` or `issuer-mismatch`, or ConsentRequiredError `consent-denied`, `consent-failed`. A wrong address, or half of the right
   * one, uses nothing up.
   */
  paste(accountId: string, text: string, now: Ms): Acceptance {
    const callback = readCallback(queryOfPasted(text));
    if (callback.kind === 'malformed') throw malformed();
    const attempt = this.#find(callback.state, now);
    if (attempt?.accountId !== accountId) throw this.#isAwaited(accountId) ? foreign() : unknownAttempt();
    const { attemptId, state } = attempt;
    if (state !== 'pending' && state !== 'held') return { kind: 'repeated', attemptId };
    // An address that was cut off before its code looks like a denial without words: here it is half an address.
    if (callback.kind === 'error' && callback.error === noCode) throw malformed();
    const code = codeIn(callback, attempt);
    if (typeof code === 'string') return { kind: 'matched', attempt: accept(attempt, code) };
    if (code.code !== 'issuer-mismatch') end(attempt, code);
    throw code;
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
  keepOnly(settings: SignInSettings & { readonly accountId: string }): void {
    for (const attempt of this.#of(settings.accountId)) {
      if (!hasHash(settingsText(settings), attempt.settingsHash)) outdate(attempt);
    }
  }

  /** The attempt that an answer belongs to, whatever became of it. */
  #find(state: string, now: Ms): Attempt | undefined {
    this.#expire(now);
    return this.#byState.get(hashOf(state).toString('base64'));
  }

  #isAwaited(accountId: string): boolean {
    return this.#of(accountId).some(({ state }) => state === 'pending' || state === 'held');
  }

  #of(accountId: string): Attempt[] {
    return [...this.#attempts.values()].filter((attempt) => attempt.accountId === accountId);
  }

  #makeRoom(accountId: string, now: Ms): void {
    this.#expire(now);
    for (const attempt of beyond(this.#of(accountId), mostPerAccount)) this.#forget(attempt);
    for (const attempt of beyond([...this.#attempts.values()], mostInAll)) this.#forget(attempt);
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

/** The oldest attempts, where there are too many for one more. */
function beyond(attempts: readonly Attempt[], most: number): readonly Attempt[] {
  return attempts.slice(0, Math.max(0, attempts.length + 1 - most));
}
