import * as z from 'zod/mini';
import { DecodeError } from '../errors.js';

/** One page of a list; `next` asks for the following one, and is absent on the last page. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** How to walk over a list. */
export interface Walk<Item> {
  /** Reads one page; the first has no cursor. */
  readonly readPage: (cursor: string | undefined) => Promise<ListPage<Item>>;
  /** Which items count; all of them when absent. */
  readonly isWanted?: (item: Item) => boolean;
  /** Most items to give, at least 1; all of them when absent. */
  readonly maxItems?: number;
}

/** What a walk found, in the order of the list. */
export interface Walked<Item> {
  readonly items: readonly Item[];
  /** True when the list holds more wanted items than were to be given. */
  readonly truncated: boolean;
}

const usualPages = 100;
/** What Nomos puts on a page when it is not asked for more. */
const smallestPage = 10;

/** The wire shape of a page of such items. */
export function pageShape<Item>(item: z.ZodMiniType<Item>) {
  return z.object({
    items: z.nullish(z.array(item)),
    has_more: z.nullish(z.boolean()),
    next_page: z.nullish(z.string()),
  });
}

/** A page by our names; before the API had paging, a list was its only page. */
export function toPage<Item>(wire: z.infer<ReturnType<typeof pageShape<Item>>>): ListPage<Item> {
  const items = wire.items ?? [];
  return wire.has_more === true && wire.next_page ? { items, next: wire.next_page } : { items };
}

/**
 * Walks over all pages until the list ends or one item more than wanted was found, so that the answer never depends on the
 * size of the pages. Throws DecodeError `paging-endless` for a cursor that repeats, and for more pages than such a list can have.
 */
export async function walkPages<Item>({ readPage, isWanted, maxItems }: Walk<Item>): Promise<Walked<Item>> {
  const longestWalk = Math.max(usualPages, Math.ceil((maxItems ?? 0) / smallestPage));
  const found: Item[] = [];
  const cursors = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await readPage(cursor);
    found.push(...(isWanted === undefined ? items : items.filter(isWanted)));
    if (maxItems !== undefined && found.length > maxItems) return { items: found.slice(0, maxItems), truncated: true };
    if (next === undefined) return { items: found, truncated: false };
    if (cursors.has(next) || cursors.size + 1 >= longestWalk) throw endlessPaging();
    cursors.add(next);
    cursor = next;
  }
}

function endlessPaging(): DecodeError {
  return new DecodeError('paging-endless', 'the pages of a list do not end', { path: 'next_page' });
}
