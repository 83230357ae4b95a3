import { ApiError, type NomosError, UnavailableError } from '../errors.js';
import { readRefusal, reasonOf } from '../http/refusal.js';
import type { HttpAnswer } from '../http/request.js';
import { retryAfterMs } from '../http/retry-after.js';
import type { Ms } from '../time/index.js';

/**
 * The error for an answer of the API that is no success.
 *
 * 408, 429 and 5xx are UnavailableErrors (`api-busy` for 429, else `api-unavailable`); everything else is an ApiError:
 * `api-unauthorized`, `api-forbidden`, `api-not-found`, `api-refused`.
 */
export function apiFailure(answer: HttpAnswer, now: Ms): NomosError {
  const { status, headers } = answer;
  const refusal = readRefusal(answer);
  const { requestId, reasons, fields, message } = refusal;
  const params = { status, reason: reasonOf(refusal) };
  const text = `Nomos answered ${status} ${params.reason}`;
  if (status === 429 || status === 408 || status >= 500) {
    const wait = retryAfterMs({ headers, message, now });
    const options = { params, requestId, retryAfterMs: wait, sent: status !== 429 };
    return new UnavailableError(status === 429 ? 'api-busy' : 'api-unavailable', text, options);
  }
  return new ApiError(codeOfStatus[status] ?? 'api-refused', text, { params, requestId, status, reasons, fields });
}

const codeOfStatus: Readonly<Record<number, string>> = {
  401: 'api-unauthorized',
  403: 'api-forbidden',
  404: 'api-not-found',
};
