import { ConsentRequiredError, type NomosError, UnavailableError } from '../errors.js';
import type { HttpDoor } from '../http/door.js';
import type { TokenOutcome } from './token-outcome.js';
import { requestTokens, type TokenClient, type TokenGrant } from './token-request.js';

/** What sending a code stands on. */
export interface ExchangePorts {
  readonly door: HttpDoor;
  readonly pause: (durationMs: number) => Promise<void>;
}

/** Somebody sits in front of the window and waits: all pauses together are no longer than this, in ms. */
const patienceMs = 12_000;

const pausesMs = [1_000, 3_000, 5_000];

/**
 * Exchanges the code of a consent for tokens; never throws.
 *
 * A code is sent again only where Nomos surely has not used it: it was never sent, or there were too many requests. Every
 * other failure says what the person who signs in can do; nothing is tried again later. Where the refresh token alone can
 * be used, the tokens have an empty access token, which the first use renews.
 */
export async function exchangeCode(
  { door, pause }: ExchangePorts,
  client: TokenClient,
  grant: Extract<TokenGrant, { kind: 'code' }>,
): Promise<TokenOutcome> {
  let waitedMs = 0;
  for (const pauseMs of pausesMs) {
    const outcome = await requestTokens(door, client, grant);
    const waitMs = repetitionMs(outcome, pauseMs);
    if (waitMs === undefined || waitedMs + waitMs > patienceMs) return told(outcome);
    waitedMs += waitMs;
    await pause(waitMs);
  }
  return told(await requestTokens(door, client, grant));
}

/** How long to wait before the code may be sent again; undefined when it may not. */
function repetitionMs(outcome: TokenOutcome, pauseMs: number): number | undefined {
  if (outcome.kind === 'busy') return outcome.error.retryAfterMs ?? pauseMs;
  // A wrong certificate or a refusing proxy does not heal within seconds.
  return outcome.kind === 'not-sent' && outcome.error.code.startsWith('network-') ? pauseMs : undefined;
}

function told(outcome: TokenOutcome): TokenOutcome {
  if (outcome.kind === 'tokens') return outcome;
  if (outcome.kind === 'unusable' && outcome.refreshToken !== undefined) {
    const { refreshToken } = outcome;
    return { kind: 'tokens', tokens: { accessToken: '', refreshToken, expiresInMs: 1 } };
  }
  if (outcome.kind === 'busy') return { ...outcome, error: busy(outcome.error) };
  return { ...outcome, error: inWords(outcome.kind, outcome.error) };
}

function busy({ message, params, requestId, retryAfterMs }: UnavailableError): UnavailableError {
  const seconds = Math.ceil((retryAfterMs ?? patienceMs) / 1_000);
  const options = { params: { ...params, seconds }, requestId, retryAfterMs, sent: false };
  return new UnavailableError('exchange-busy', message, options);
}

/** The failure with what to do now, in place of the promise that it is tried again. */
function inWords(kind: TokenOutcome['kind'], error: NomosError): NomosError {
  const { code, message, params, requestId } = error;
  const options = { params: { ...params, code }, requestId };
  if (kind === 'not-sent' && code.startsWith('network-')) {
    return new UnavailableError('exchange-unreachable', message, { ...options, sent: false });
  }
  if (code === 'api-unavailable')
    return new UnavailableError('exchange-unavailable', message, { ...options, sent: true });
  // The code may be used up: another one costs nothing but a click.
  return kind === 'ambiguous' ? new ConsentRequiredError('exchange-lost', message, options) : error;
}
