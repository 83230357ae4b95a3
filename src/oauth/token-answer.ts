import * as z from 'zod/mini';
import { ApiError, DecodeError, UnavailableError } from '../errors.js';
import { parseJson } from '../http/json.js';
import { readRefusal, reasonOf } from '../http/refusal.js';
import type { HttpAnswer } from '../http/request.js';
import { retryAfterMs } from '../http/retry-after.js';
import { safeText } from '../http/safe-text.js';
import type { Ms } from '../time/index.js';
import type { TokenOutcome } from './token-outcome.js';
import type { TokenSet } from './token-set.js';

const assumedLifeMs = 300_000;
const longestLifeMs = 365 * 24 * 3_600_000;

/** More does not fit into the headers or the body of a request. */
const longestToken = 15_000;

// It goes into a header: only visible ASCII can (RFC 6750 2.1).
const accessToken = z.string().check(z.regex(/^[\x21-\x7e]+$/), z.maxLength(longestToken));

// A member that we cannot read counts as absent: it is no reason to throw away a token that was just rotated.
const grantShape = z.object({
  access_token: z.catch(z.optional(accessToken), undefined),
  token_type: z.catch(z.nullish(z.string()), undefined),
  refresh_token: z.optional(z.unknown()),
  expires_in: z.catch(z.nullish(z.union([z.number(), z.string()])), undefined),
  scope: z.catch(z.nullish(z.string()), undefined),
});

/** Judges an answer of the token endpoint (RFC 6749 5.1, 5.2); never throws, whatever came. */
export function judgeTokenAnswer(answer: HttpAnswer, now: Ms): TokenOutcome {
  const { status } = answer;
  if (status < 300) return judgeGrant(answer.text);
  const refusal = readRefusal(answer);
  const { requestId, reasons, oauthError, message } = refusal;
  const params = { status, reason: reasonOf(refusal) };
  const text = `the token endpoint answered ${status} ${params.reason}`;
  const wait = retryAfterMs({ headers: answer.headers, message, now });
  if (status === 429) {
    const options = { params, requestId, retryAfterMs: wait, sent: false };
    return { kind: 'busy', error: new UnavailableError('api-busy', text, options) };
  }
  if (status >= 500) {
    const options = { params, requestId, retryAfterMs: wait, sent: true };
    return { kind: 'ambiguous', error: new UnavailableError('api-unavailable', text, options) };
  }
  const error = new ApiError('token-refused', text, { params, requestId, status, reasons });
  if (oauthError === 'invalid_grant') return { kind: 'grant-refused', error };
  if (oauthError === 'invalid_client' || oauthError === 'unauthorized_client') return { kind: 'client-refused', error };
  const saysNothing = oauthError === '' && !reasons.includes('unrecognized_keys');
  if (!saysNothing || (status !== 400 && status !== 401)) return { kind: 'unexpected', error };
  return { kind: 'refused', error, isOfCode: /\bcode\b/i.test(message) && !/client|secret/i.test(message) };
}

/** True when the server complains about a parameter that it does not know, which for Nomos may be `redirect_uri`. */
export function rejectsUnknownKeys(answer: HttpAnswer): boolean {
  return answer.status === 400 && readRefusal(answer).reasons.includes('unrecognized_keys');
}

function judgeGrant(text: string): TokenOutcome {
  const parsed = grantShape.safeParse(parseJson(text));
  if (!parsed.success) return { kind: 'ambiguous', error: notUnderstood('') };
  const wire = parsed.data;
  const refresh = readRefreshToken(wire.refresh_token);
  if (wire.token_type && wire.token_type.toLowerCase() !== 'bearer') {
    const error = new DecodeError('token-type-unknown', 'Nomos gave a token of an unknown type', {
      path: 'token_type',
    });
    return { kind: 'unusable', ...refresh, error };
  }
  if (wire.access_token === undefined) {
    const error = notUnderstood('access_token');
    return refresh.refreshToken === undefined ? { kind: 'ambiguous', error } : { kind: 'unusable', ...refresh, error };
  }
  const scope = wire.scope ? { scope: safeText(wire.scope) } : {};
  const expiresInMs = toLifeMs(wire.expires_in);
  return { kind: 'tokens', tokens: { accessToken: wire.access_token, ...refresh, ...scope, expiresInMs } };
}

/** The refresh token goes into a form, which carries every character: what is text or a whole number can be sent back. */
function readRefreshToken(value: unknown): Pick<TokenSet, 'refreshToken' | 'isRefreshTokenLost'> {
  if (value === undefined || value === null || value === '') return {};
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && goesIntoForm(text) ? { refreshToken: text } : { isRefreshTokenLost: true };
}

/** False for a text that is too long, and for half a character, in place of which another one would be sent. */
function goesIntoForm(text: string): boolean {
  const form = new URLSearchParams({ text }).toString();
  return form.length <= longestToken && new URLSearchParams(form).get('text') === text;
}

function notUnderstood(path: string): DecodeError {
  return new DecodeError('token-answer-unexpected', 'the token answer of Nomos is not readable', { path });
}

/** What is no positive finite number of seconds counts as 300 s, so that no mistake of a server makes us renew in a loop. */
function toLifeMs(expiresIn: number | string | null | undefined): number {
  const seconds = Number(expiresIn);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(longestLifeMs, Math.ceil(seconds * 1_000)) : assumedLifeMs;
}
