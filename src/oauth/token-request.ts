import { systemClock } from '../clock/clock.js';
import { DecodeError, NomosError, UnavailableError } from '../errors.js';
import { apiVersionHeader, defaultApiVersion } from '../http/api-version.js';
import type { HttpDoor } from '../http/door.js';
import type { HttpAnswer } from '../http/request.js';
import { judgeTokenAnswer, rejectsUnknownKeys } from './token-answer.js';
import type { TokenOutcome } from './token-outcome.js';

/** Who asks for tokens, and where. */
export interface TokenClient {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What tokens are asked for. */
export type TokenGrant =
  | { readonly kind: 'code'; readonly code: string; readonly verifier: string; readonly redirectUri: string }
  | { readonly kind: 'refresh'; readonly refreshToken: string }
  | { readonly kind: 'client-credentials' };

const deadlineMs = 45_000;
/** Far more than tokens need: a delivered answer may hold the only refresh token that still counts. */
const maxBytes = 2 * 1024 * 1024;

/**
 * Asks for tokens once, and says what came of it; never throws.
 *
 * Repeats only one thing: a code exchange whose `redirect_uri` Nomos does not know is sent once more without it.
 */
export async function requestTokens(door: HttpDoor, from: TokenClient, grant: TokenGrant): Promise<TokenOutcome> {
  try {
    const answer = await sendTokenRequest(door, from, fieldsOf(grant));
    if (grant.kind === 'code' && rejectsUnknownKeys(answer)) {
      const { redirect_uri: _, ...known } = fieldsOf(grant);
      return judgeTokenAnswer(await sendTokenRequest(door, from, known), systemClock.now());
    }
    return judgeTokenAnswer(answer, systemClock.now());
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

/**
 * Sends one token request (RFC 6749 3.2, 2.3.1): a fresh connection, secrets in header and body only, redirects refused.
 *
 * Throws UnavailableError.
 */
function sendTokenRequest(
  door: HttpDoor,
  from: TokenClient,
  fields: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  return door.send({
    method: 'POST',
    url: new URL('/oauth/token', from.baseUrl).toString(),
    headers: {
      authorization: basicAuthorization(from),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      [apiVersionHeader]: defaultApiVersion,
      'accept-encoding': 'identity',
    },
    body: new URLSearchParams(fields).toString(),
    deadlineMs,
    maxBytes,
    freshConnection: true,
  });
}

/** The Basic header with id and secret form-urlencoded (RFC 6749 2.3.1); `A-Z a-z 0-9 . _ -` stay as they are. */
export function basicAuthorization({ clientId, clientSecret }: Pick<TokenClient, 'clientId' | 'clientSecret'>): string {
  const text = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}

function fieldsOf(grant: TokenGrant): Record<string, string> {
  if (grant.kind === 'client-credentials') return { grant_type: 'client_credentials' };
  if (grant.kind === 'refresh') return { grant_type: 'refresh_token', refresh_token: grant.refreshToken };
  const { code, verifier, redirectUri } = grant;
  return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
}

function outcomeOfFailure(error: unknown): TokenOutcome {
  if (error instanceof UnavailableError) {
    if (error.code === 'redirect-refused') return { kind: 'redirected', error };
    return { kind: error.sent ? 'ambiguous' : 'not-sent', error };
  }
  // Whatever went wrong inside of us: the request may have left.
  const known =
    error instanceof NomosError ? error : new DecodeError('token-answer-unexpected', 'failed', { path: '' });
  return { kind: 'ambiguous', error: known };
}
