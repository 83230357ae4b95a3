import { z } from 'zod';
import { ApiError, DecodeError, UnavailableError } from '../errors.js';
import type { HttpAnswer } from '../http/door.js';
import { parseJson } from '../http/json.js';
import { readRefusal, reasonOf } from '../http/refusal.js';
import { retryAfterMs } from '../http/retry-after.js';
import { safeText } from '../http/safe-text.js';
import type { Ms } from '../time/index.js';
import type { TokenOutcome } from './token-outcome.js';

const assumedLifeMs = 300_000;
const longestLifeMs = 365 * 24 * 3_600_000;

// A token goes into a header: only visible ASCII can (RFC 6750 2.1).
const token = z.string().regex(/^[\x21-\x7e]+$/);

// A member that we cannot read counts as absent: it is no reason to throw away a token that was just rotated.
const grantShape = z.object({
  access_token: token,
  token_type: z.string().nullish().catch(undefined),
  refresh_token: token.nullish().catch(undefined),
  expires_in: z.union([z.number(), z.string()]).nullish().catch(undefined),
  scope: z.string().nullish().catch(undefined),
});

/** Judges an answer of the token endpoint (RFC 6749 5.1, 5.2); never throws, whatever came. */
export function judgeTokenAnswer(answer: HttpAnswer, now: Ms): TokenOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return judgeGrant(answer.text);
  const refusal = readRefusal(answer);
  const { requestId, reasons, oauthError, message } = refusal;
  const params = { status, reason: reasonOf(refusal) };
  const text = `the token endpoint answered ${status} ${params.reason}`;
  if (status === 429) {
    const wait = retryAfterMs({ headers: answer.headers, message, now });
    const options = { params, requestId, retryAfterMs: wait, sent: false };
    return { kind: 'busy', error: new UnavailableError('api-busy', text, options) };
  }
  if (status >= 500) {
    return {
      kind: 'ambiguous',
      error: new UnavailableError('api-unavailable', text, { params, requestId, sent: true }),
    };
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
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    const error = new DecodeError('token-answer-unexpected', 'the token answer of Nomos is not readable', { path });
    return { kind: 'ambiguous', error };
  }
  const wire = parsed.data;
  const refreshToken = wire.refresh_token ? { refreshToken: wire.refresh_token } : {};
  if (wire.token_type && wire.token_type.toLowerCase() !== 'bearer') {
    const error = new DecodeError('token-type-unknown', 'Nomos gave a token of an unknown type', {
      path: 'token_type',
    });
    return { kind: 'unusable', ...refreshToken, error };
  }
  const scope = wire.scope ? { scope: safeText(wire.scope) } : {};
  const expiresInMs = toLifeMs(wire.expires_in);
  return { kind: 'tokens', tokens: { accessToken: wire.access_token, ...refreshToken, ...scope, expiresInMs } };
}

/** What is no positive finite number of seconds counts as 300 s, so that no mistake of a server makes us renew in a loop. */
function toLifeMs(expiresIn: number | string | null | undefined): number {
  const seconds =
    typeof expiresIn === 'string' && expiresIn.trim() === '' ? Number.NaN : Number(expiresIn ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(longestLifeMs, seconds * 1_000) : assumedLifeMs;
}
