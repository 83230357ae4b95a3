import { ApiError, invalidValue } from '../errors.js';
import type { CivilDate } from '../time/index.js';

/** An id as part of a path; refuses what could lead out of it. The text is not repeated, because ids are not shown. */
export function pathId(field: string, id: string, prefix: string): string {
  if (/^[\w-]{1,128}$/.test(id)) return encodeURIComponent(id);
  throw invalidValue(field, '…', `${prefix}_…`);
}

/** A date as part of a query; throws `invalid-value` for anything else. */
export function day(date: CivilDate): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  throw invalidValue('day', date, 'YYYY-MM-DD');
}

/** True for the answer that there is no such thing, or not for this customer. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
