import { ConfigError, ConsentRequiredError, type NomosError, UnavailableError } from '../../errors.js';
import { backOffMs, type Random } from '../../http/back-off.js';
import { clampWaitMs } from '../../http/retry-after.js';
import { msPerHour, msPerMinute } from '../../time/index.js';
import type { TokenRecord } from '../tokens/token-record.js';
import { askedWaitMs, type Grant, type TokenFailure } from './renewal.js';

/** What is known of an account when a renewal failed. */
export interface RenewalSituation {
  readonly grant: Grant;
  /** Set while a person is needed; the renewal was only a probe then. */
  readonly latch: 'signin' | 'config' | undefined;
  /** True when Nomos has refused this token once already. */
  readonly refusedOnce: boolean;
  /** True when client id and secret are those that the tokens were last renewed with. */
  readonly sameClient: boolean;
  /** True when an earlier answer for this token may have been lost. */
  readonly ambiguous: boolean;
  /** True when another installation has or had these tokens, too. */
  readonly copied: boolean;
  /** How many renewals failed in a row, this one included; early tries do not count. */
  readonly failures: number;
  /** The wait until the next early try; undefined when no answer was lost a short while ago. */
  readonly earlyMs: number | undefined;
}

/** What to do after a failed renewal. */
export interface RenewalDecision {
  readonly phase: 'waiting' | 'signin' | 'config';
  readonly error: NomosError;
  /** Until the next try, in whole ms. */
  readonly delayMs: number;
  readonly refusedOnce: boolean;
}

const confirmMs = 30_000;
const signinProbeMs = 24 * msPerHour;
const configProbeMs = 6 * msPerHour;
const growingWaitsMs = [30_000, 2 * msPerMinute, 5 * msPerMinute, 15 * msPerMinute];
const reconnect = { firstMs: 5_000, longestMs: 5 * msPerMinute };

/**
 * Decides after a failed renewal: when to try again, and whether a person is needed.
 *
 * Only two refusals in a row latch; whatever is ambiguous never does. A latched account is probed once a day (`signin`) or
 * every 6 hours (`config`).
 */
export function afterFailure(
  failure: TokenFailure,
  situation: RenewalSituation,
  random: Random = Math.random,
): RenewalDecision {
  if (isAboutClient(failure, situation)) return latched('config', clientRefused(failure.error), configProbeMs);
  if (failure.kind === 'refused' || failure.kind === 'grant-refused') return afterRefusal(failure.error, situation);
  const { latch, refusedOnce, earlyMs } = situation;
  const error = errorOf(failure);
  if (latch !== undefined) {
    // A probe that did not get through proves nothing; the latch stays, and the next probe may come a little sooner.
    const delayMs = delayAfter(failure, situation, random);
    return { ...latched(latch, error, Math.max(delayMs, msPerHour)), refusedOnce };
  }
  // What the server asks for comes first; else whatever it was that failed, the old token counts for a short while only.
  const delayMs =
    earlyMs === undefined ? delayAfter(failure, situation, random) : Math.max(earlyMs, askedWaitMs(failure.error));
  return { phase: 'waiting', error, delayMs, refusedOnce };
}

/** The decision for tokens that end too soon to work with; they count as a failure of whoever gave them. */
export function afterShortLife({ expiresInMs }: Pick<TokenRecord, 'expiresInMs'>, failures: number): RenewalDecision {
  const seconds = expiresInMs / 1_000;
  const error = new UnavailableError('token-life-short', `the access token ends after ${seconds} s`, {
    params: { seconds },
    sent: true,
  });
  return { phase: 'waiting', error, delayMs: growingMs(failures), refusedOnce: false };
}

/** The decision for an account that needs a new consent, whatever the reason. */
export function signInAgain(error: NomosError): RenewalDecision {
  return latched('signin', error, signinProbeMs);
}

/** A client that has renewed these tokens before was right then: with it, a bare refusal is about the tokens. */
function isAboutClient({ kind }: TokenFailure, { grant, sameClient }: RenewalSituation): boolean {
  if (kind === 'client-refused') return true;
  if (grant === 'client-credentials') return kind === 'refused' || kind === 'grant-refused';
  return kind === 'refused' && !sameClient;
}

function afterRefusal(cause: NomosError, { latch, refusedOnce, ambiguous, copied }: RenewalSituation): RenewalDecision {
  if (latch !== 'signin' && !refusedOnce) {
    const { params, requestId } = cause;
    const options = { params, requestId, sent: true, retryAfterMs: confirmMs };
    const error = new UnavailableError('renewal-unconfirmed', 'Nomos refused to renew; asking once more', options);
    return { phase: 'waiting', error, delayMs: confirmMs, refusedOnce: true };
  }
  const code = copied ? 'sign-in-copied' : ambiguous ? 'answer-lost' : 'consent-gone';
  return signInAgain(
    new ConsentRequiredError(code, cause.message, { params: cause.params, requestId: cause.requestId }),
  );
}

function delayAfter(failure: TokenFailure, situation: RenewalSituation, random: Random): number {
  const { failures, ambiguous } = situation;
  if (failure.kind === 'busy') {
    const askedMs = clampWaitMs(failure.error.retryAfterMs ?? 30_000);
    // Homes that were all told to wait equally long must not come back as one crowd; few of them fear for a token.
    return ambiguous ? askedMs : Math.ceil(askedMs * (1 + 0.2 * random()));
  }
  const growing = Math.max(growingMs(failures), askedWaitMs(failure.error));
  if (failure.kind === 'ambiguous' || failure.kind === 'unusable') return growing;
  const calmMs = calmDelayMs(failure, failures, random);
  return ambiguous ? Math.min(calmMs, growing) : calmMs;
}

/** The wait after a failure that cost nothing. */
function calmDelayMs(failure: TokenFailure, failures: number, random: Random): number {
  if (failure.kind === 'redirected') return 5 * msPerMinute;
  if (failure.kind !== 'not-sent') return 15 * msPerMinute;
  // A wrong certificate or a refusing proxy does not heal within seconds.
  const isLasting = /^(tls|proxy)-/.test(failure.error.code);
  return isLasting ? 5 * msPerMinute : backOffMs(reconnect, failures, random);
}

function growingMs(failures: number): number {
  return growingWaitsMs[Math.min(failures, growingWaitsMs.length) - 1] ?? confirmMs;
}

/**
 * Words of its own for a failed renewal: whoever asked for data gets this error, too, and must not take it for an answer to
 * the question.
 */
function errorOf({ kind, error }: TokenFailure): NomosError {
  const code = kind === 'unexpected' ? 'renewal-refused' : renewalCodes[error.code];
  if (code === undefined) return error;
  const { params, requestId, message } = error;
  const retryAfterMs = askedWaitMs(error) || undefined;
  return new UnavailableError(code, message, { params, requestId, retryAfterMs, sent: false });
}

const renewalCodes: Readonly<Record<string, string>> = {
  'api-busy': 'renewal-busy',
  'api-unavailable': 'renewal-unavailable',
};

function clientRefused(cause: NomosError): ConfigError {
  const { params, requestId } = cause;
  return new ConfigError('client-refused', 'Nomos refused client id or secret', { params, requestId });
}

function latched(phase: 'signin' | 'config', error: NomosError, delayMs: number): RenewalDecision {
  return { phase, error, delayMs, refusedOnce: true };
}
