import { invalidValue } from '../errors.js';

/** An id as part of a path; refuses what could lead out of it. The text is not repeated, because ids are not shown. */
export function pathId(field: string, id: string, prefix: string): string {
  if (/^[\w-]{1,128}$/.test(id)) return encodeURIComponent(id);
  throw invalidValue(field, '…', `${prefix}_…`);
}
