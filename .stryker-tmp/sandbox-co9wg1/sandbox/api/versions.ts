/** The versions of the API that the sandbox answers for, oldest first. */
// @ts-nocheck

export const apiVersions = ['2025-12-01.chucky', '2025-12-16.batman', '2026-01-29.edison', '2026-05-27.curie'] as const;

/** The default of a client that was handed to a customer, as seen in the field. */
export const clientDefaultVersion = '2025-12-16.batman';

/** Whether the version knows grid fee reductions. */
export function isAtLeastEdison(version: string | undefined): boolean {
  return version !== undefined && version >= '2026-01-29.edison';
}

/** Whether the version knows feed-in, `type` and `scope`. */
export function isAtLeastCurie(version: string | undefined): boolean {
  return version !== undefined && version >= '2026-05-27.curie';
}

/** Whether lists carry `has_more` and `next_page`. */
export function hasPaging(version: string | undefined): boolean {
  return version !== undefined && version >= '2025-12-16.batman';
}
