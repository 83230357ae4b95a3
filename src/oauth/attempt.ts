import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigError, ConsentRequiredError, type NomosError } from '../errors.js';
import type { Ms } from '../time/index.js';
import type { Answer } from './callback.js';

/** What an attempt to sign in is made with; frozen from the first click to the exchange (RFC 9700 4.4.2). */
export interface AttemptSettings {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly baseUrl: string;
  readonly redirectUri: string;
}

/** Those of them that an account is deployed with. */
export type SignInSettings = Pick<AttemptSettings, 'clientId' | 'clientSecret' | 'baseUrl'>;

/** What the browser is given to begin an attempt. */
export interface OpenedAttempt {
  readonly attemptId: string;
  readonly authorizeUrl: string;
  /** For an HttpOnly cookie on the callback's path: it ties the attempt to this browser (RFC 9700 4.7). */
  readonly cookieValue: string;
  readonly expiresAt: Ms;
}

/** Where an attempt stands. `held`: it came back without our cookie and wants confirming. */
export type AttemptState = 'pending' | 'held' | 'exchanging' | 'done' | 'failed';

/** An attempt as it may be shown. */
export interface AttemptView {
  readonly attemptId: string;
  readonly accountId: string;
  readonly state: AttemptState;
  readonly expiresAt: Ms;
  readonly error?: NomosError;
}

/** An attempt whose callback was accepted: everything that the one exchange needs. */
export interface AcceptedAttempt extends AttemptSettings {
  readonly attemptId: string;
  readonly code: string;
  readonly verifier: string;
}

/** An answer that is to be exchanged, or one whose attempt was accepted before: its outcome is what `settled` tells. */
export type Acceptance =
  | { readonly kind: 'matched'; readonly attempt: AcceptedAttempt }
  | { readonly kind: 'repeated'; readonly attemptId: string };

/** What became of a callback. */
export type CallbackVerdict =
  | Acceptance
  | { readonly kind: 'held'; readonly accountId: string; readonly attemptId: string }
  | { readonly kind: 'denied'; readonly accountId: string; readonly attemptId: string; readonly error: NomosError }
  | { readonly kind: 'refused'; readonly error: NomosError };

/** An attempt in memory; state and cookie are kept as hashes, secrets go as soon as it ends. */
export interface Attempt {
  readonly attemptId: string;
  readonly accountId: string;
  readonly openedAt: Ms;
  readonly expiresAt: Ms;
  readonly cookieHash: Buffer;
  readonly settingsHash: Buffer;
  state: AttemptState;
  /** True when the settings changed while a code of it is exchanged: it waits for no other one. */
  isOutdated?: true;
  secrets: { readonly settings: AttemptSettings; readonly verifier: string; readonly code?: string } | undefined;
  error: NomosError | undefined;
  /** Whoever waits for the end of the exchange. */
  readonly waiting: (() => void)[];
}

/** The SHA-256 of a one-time value. */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** True when the value has this hash; takes the same time for every wrong value. */
export function hasHash(text: string | undefined, hash: Buffer): boolean {
  return text !== undefined && timingSafeEqual(hashOf(text), hash);
}

/** One text for the settings that a sign-in must not outlive. */
export function settingsText({ clientId, clientSecret, baseUrl }: SignInSettings): string {
  return JSON.stringify([clientId, clientSecret, baseUrl]);
}

/** What may be shown of an attempt. */
export function viewOf(attempt: Attempt): AttemptView {
  const { attemptId, accountId, state, expiresAt, error } = attempt;
  return { attemptId, accountId, state, expiresAt, ...(error === undefined ? {} : { error }) };
}

/** Ends the wait for a callback: hands out what the exchange needs, once. Throws ConfigError `attempt-unknown`. */
export function accept(attempt: Attempt, code = attempt.secrets?.code): AcceptedAttempt {
  const { secrets } = attempt;
  if (secrets === undefined || code === undefined) throw unknownAttempt();
  attempt.state = 'exchanging';
  attempt.secrets = undefined;
  return { ...secrets.settings, attemptId: attempt.attemptId, verifier: secrets.verifier, code };
}

/** Keeps the code of an attempt until the signed-in editor confirms it. */
export function hold(attempt: Attempt, code: string): void {
  if (attempt.secrets === undefined) return;
  attempt.state = 'held';
  attempt.secrets = { ...attempt.secrets, code };
}

/** Ends an attempt and forgets its secrets. */
export function end(attempt: Attempt, error?: NomosError): void {
  attempt.state = error === undefined ? 'done' : 'failed';
  attempt.secrets = undefined;
  attempt.error = error;
  for (const tell of attempt.waiting.splice(0)) tell();
}

/** Lets an attempt wait for its callback again, as before it was accepted; ends one whose settings changed meanwhile. */
export function reopen(attempt: Attempt, accepted: AcceptedAttempt): void {
  if (attempt.isOutdated) {
    end(attempt, cancelled());
    return;
  }
  const { attemptId: _, code: __, verifier, ...settings } = accepted;
  attempt.state = 'pending';
  attempt.secrets = { settings, verifier };
  for (const tell of attempt.waiting.splice(0)) tell();
}

/** Ends an attempt that was begun with other settings; the tokens of an exchange under way are still those of its consent. */
export function outdate(attempt: Attempt): void {
  if (attempt.state === 'exchanging') attempt.isOutdated = true;
  else if (attempt.secrets !== undefined) end(attempt, cancelled());
}

/**
 * The code of an answer, or the error for one that brings none, whose words come from a fixed alphabet.
 *
 * An answer of another issuer brings none either, and an error in it says nothing of what the one asked thinks (RFC 9207 2.4).
 * Without metadata the issuer is the API address; a slash at its end makes no difference there.
 */
export function codeIn(callback: Answer, attempt: Attempt): string | NomosError {
  const { iss } = callback;
  if (iss !== undefined && iss.replace(/\/$/, '') !== attempt.secrets?.settings.baseUrl) {
    return new ConfigError('issuer-mismatch', 'the answer names another issuer than the one asked');
  }
  if (callback.kind === 'code') return callback.code;
  if (callback.error === 'access_denied') return new ConsentRequiredError('consent-denied', 'access was denied');
  const reason = /^[\w.-]{1,60}$/.test(callback.error) ? callback.error : 'unknown';
  return new ConsentRequiredError('consent-failed', `the consent page reported ${reason}`, { params: { reason } });
}

/** The error for an answer that nobody waits for: used up, expired, or never ours. */
export function unknownAttempt(): ConfigError {
  return new ConfigError('attempt-unknown', 'no attempt to sign in waits for this answer');
}

/** The error for an attempt that was begun with other settings than those of now. */
function cancelled(): ConfigError {
  return new ConfigError('attempt-cancelled', 'the settings changed during the sign-in');
}

/** The error for what no consent page ever sent. */
export function malformed(): ConfigError {
  return new ConfigError('callback-malformed', 'not an answer of a consent page');
}

/** The error for an answer of no attempt while another one is waited for. */
export function foreign(): ConfigError {
  return new ConfigError('callback-foreign', 'the answer belongs to another sign-in');
}
