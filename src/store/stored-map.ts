import { deflateRaw, inflateRawSync } from 'node:zlib';
import * as z from 'zod/mini';
import { DecodeError } from '../errors.js';
import type { Store } from './store.js';
import { type Edit, VersionedMap } from './versioned-map.js';

const storedMap = z.object({
  version: z.literal(1),
  entries: z.optional(z.unknown()),
  deflated: z.optional(z.string()),
});
const storedEntries = z.record(z.string(), z.unknown());

/** The entries of a stored map by id, each still to be decoded; nobody may change one. */
export type StoredEntries = Readonly<Record<string, unknown>>;

/** A hundred nodes or ten accounts; below that every edit is saved at once, as a text that a person can read. */
const largeFromLength = 64 * 1024;
const lengthPerMs = 200;
const longestRestMs = 5_000;

/** Far more than a thousand accounts have. */
const longestInflated = 256 * 1024 * 1024;

type EntryMap = VersionedMap<Record<string, unknown>, { entries: string } | { deflated: string }>;

const maps = new Map<string, EntryMap>();

/**
 * The entries of the map under a key of the store; none when nothing was ever saved there.
 *
 * Throws `stored-map-unreadable` for a value that is not a map of ours, and whatever the store throws.
 */
export async function loadEntries(store: Store, key: string): Promise<StoredEntries> {
  const entries = await mapOf(key).load(store);
  if (entries !== undefined) return entries;
  throw new DecodeError('stored-map-unreadable', `The stored map ${key} cannot be read.`, {
    params: { key },
    path: key,
  });
}

/**
 * Edits the entries of a map; edits of one key come one after the other, and those that wait together are saved together.
 * A large map rests after a save, 5 s at most, and gathers edits meanwhile; `hurryEntries` ends that.
 *
 * A stored value that is not a map of ours counts as empty, and is kept beside the new entries as `unreadable`. Throws
 * what the edit throws, which then must not have changed anything, and whatever the store throws: the edit is kept
 * in memory then, and saved with the next one, or within a minute once the store takes it.
 */
export function updateEntries(store: Store, key: string, edit: Edit<Record<string, unknown>>): Promise<void> {
  return mapOf(key).edit(store, edit);
}

/** Replaces one entry of a map, or removes it when `entry` is undefined; see `updateEntries`. */
export function updateEntry(store: Store, key: string, id: string, entry: unknown): Promise<void> {
  return updateEntries(store, key, (entries) => {
    if (entry === undefined) delete entries[id];
    else entries[id] = entry;
  });
}

/** Ends the rest between two saves of a large map, because whoever waits for one has to end. */
export function hurryEntries(store: Store, key: string): void {
  mapOf(key).hurry(store);
}

function mapOf(key: string): EntryMap {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const { entriesOf, wrote } = entriesReader();
  let length = 0;
  const map: EntryMap = new VersionedMap({
    key,
    empty: () => ({}),
    read: (stored) => entriesOf(storedMap.safeParse(stored).data),
    copy: (entries) => ({ ...entries }),
    write: (entries) => {
      const text = JSON.stringify(entries);
      length = text.length;
      return written(text, wrote);
    },
    // Each save of a large map takes some work, and writes all of it to flash memory: so it rests, for as long as it is large.
    restMs: () => (length < largeFromLength ? 0 : Math.min(longestRestMs, length / lengthPerMs)),
    unsaved: 'kept',
  });
  maps.set(key, map);
  return map;
}

/**
 * What is stored of a map: a text, since Node-RED compares what it is to save with what it has, deeply, and words every
 * difference, which takes half a second for hundreds of objects. A long one is deflated: with every save of anything Node-RED
 * writes all of its settings, to flash memory.
 */
async function written(entries: string, wrote: Wrote): Promise<{ entries: string } | { deflated: string }> {
  if (entries.length < largeFromLength) return { entries };
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    deflateRaw(entries, (error, result) => (error ? reject(error) : resolve(result)));
  });
  const deflated = bytes.toString('base64');
  wrote(deflated, entries);
  return { deflated };
}

/** Hears what text a deflated one was made of. */
type Wrote = (deflated: string, text: string) => void;

/** Reads the entries out of what is stored, a text of some MB once: hundreds of nodes ask for them at a restart, and every edit does. */
function entriesReader() {
  let text: string | undefined;
  let read: Record<string, unknown> | undefined;
  /** What was written last, until it is read. */
  let fresh: { readonly deflated: string; readonly text: string } | undefined;
  const wrote: Wrote = (deflated, text) => {
    fresh = { deflated, text };
  };
  const entriesOf = (stored: z.infer<typeof storedMap> | undefined) => {
    const { entries, deflated } = stored ?? {};
    const given = deflated ?? entries;
    if (typeof given !== 'string') return storedEntries.safeParse(given).data;
    if (given === text) return read;
    const textOf =
      fresh?.deflated === given ? () => fresh?.text : deflated === undefined ? () => given : () => inflated(given);
    read = storedEntries.safeParse(parsed(textOf)).data;
    [text, fresh] = [given, undefined];
    return read;
  };
  return { entriesOf, wrote };
}

function parsed(textOf: () => string | undefined): unknown {
  try {
    return JSON.parse(textOf() ?? '');
  } catch {
    return undefined;
  }
}

function inflated(stored: string): string {
  return inflateRawSync(Buffer.from(stored, 'base64'), { maxOutputLength: longestInflated }).toString();
}
