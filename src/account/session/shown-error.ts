import { NomosError } from '../../errors.js';
import type { Ms } from '../../time/index.js';
import type { ShownError } from './connection.js';

/** What may be shown of a failure; one that is not of our family says no more than `unexpected-error`. */
export function shownError(error: unknown, at: Ms): ShownError {
  if (!(error instanceof NomosError)) return { code: 'unexpected-error', params: {}, at };
  const { code, params, requestId } = error;
  return requestId === undefined ? { code, params, at } : { code, params, at, requestId };
}
