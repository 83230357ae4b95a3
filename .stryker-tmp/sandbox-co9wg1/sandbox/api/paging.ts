// @ts-nocheck
import { Refusal } from '../server/envelope.js';
import { hasPaging } from './versions.js';

interface PageRequest {
  readonly query: URLSearchParams;
  readonly apiVersion: string | undefined;
  /** Entries on a page at most, whatever was asked for. */
  readonly largestPage: number;
}

/**
 * A page of `entries` as Nomos lists them: `limit` 1 to 100 (10), `cursor` from the page before. Only what stands on the
 * page is made ready by `show`. Throws a refusal.
 */
export function listPage<Entry>(
  entries: readonly Entry[],
  show: (entry: Entry) => object,
  { query, apiVersion, largestPage }: PageRequest,
): object {
  if (!hasPaging(apiVersion)) return { object: 'list', items: entries.map(show) };
  const limit = Math.min(readLimit(query.get('limit')), largestPage);
  const offset = readCursor(query.get('cursor'));
  const end = offset + limit;
  const hasMore = end < entries.length;
  return {
    object: 'list',
    items: entries.slice(offset, end).map(show),
    has_more: hasMore,
    next_page: hasMore ? Buffer.from(JSON.stringify({ after: end })).toString('base64') : null,
  };
}

function readLimit(text: string | null): number {
  if (text === null) return 10;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  const code = limit > 100 ? 'too_big' : limit < 1 ? 'too_small' : 'invalid_type';
  throw badField('limit', code, 'Expected a number from 1 to 100');
}

function readCursor(text: string | null): number {
  if (text === null || text === '') return 0;
  const after = decodeCursor(text);
  if (after === undefined) throw badField('cursor', 'custom', 'Invalid cursor');
  return after;
}

function decodeCursor(text: string): number | undefined {
  try {
    const { after } = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as { after?: unknown };
    return Number.isInteger(after) && Number(after) > 0 ? Number(after) : undefined;
  } catch {
    return undefined;
  }
}

/** The refusal of one parameter: 400 with an entry of `errors`. */
export function badField(field: string, code: string, message: string): Refusal {
  return new Refusal(400, `${code} in '${field}': ${message}`, { errors: [{ code, field, message }] });
}
