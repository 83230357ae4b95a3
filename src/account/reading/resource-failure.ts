import { ApiError, UnavailableError } from '../../errors.js';
import type { Resource } from './resource-query.js';

/** Failures whose own texts promise another try, which nobody makes here. */
const unreachable = ['network-refused', 'network-timeout', 'network-reset', 'answer-broken'];
const unable = ['api-busy', 'api-unavailable'];

/**
 * The failure of a question in words that say what to do: `resource-forbidden` for 403, `resource-not-found` for 404,
 * `resource-refused` with Nomos' own reasons for every other refusal, `resource-unavailable` for 429 and 5xx, and
 * `resource-unreachable`. Whatever else was thrown is given back as it is.
 */
export function resourceFailure(error: unknown, resource: Resource | 'usage' | 'prices'): unknown {
  if (error instanceof ApiError) return refusalOf(error, resource);
  if (!(error instanceof UnavailableError)) return error;
  const { code, params, requestId, retryAfterMs, sent } = error;
  const options = { params: { ...params, resource, code }, requestId, retryAfterMs, sent };
  if (unable.includes(code)) return new UnavailableError('resource-unavailable', error.message, options);
  return unreachable.includes(code) ? new UnavailableError('resource-unreachable', error.message, options) : error;
}

function refusalOf(error: ApiError, resource: string): ApiError {
  const { status, requestId, reasons, fields, message, params } = error;
  const options = { params: { ...params, resource }, requestId, status, reasons, fields };
  if (status === 401) return error;
  if (status === 403) return new ApiError('resource-forbidden', message, options);
  if (status === 404) return new ApiError('resource-not-found', message, options);
  const words = [...new Set([...reasons, ...fields])].join(', ');
  return new ApiError('resource-refused', message, { ...options, params: { ...options.params, words: words || '–' } });
}
