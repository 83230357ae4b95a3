import * as z from 'zod';
import { DecodeError } from '../errors.js';
import type { Store } from './store.js';
import { type Edit, VersionedMap } from './versioned-map.js';

const storedMap = z.object({ version: z.literal(1), entries: z.unknown() });
const storedEntries = z.record(z.string(), z.unknown());

/** The entries of a stored map by id, each still to be decoded; nobody may change one. */
export type StoredEntries = Readonly<Record<string, unknown>>;

/** Some ten nodes or five accounts; below that every edit is saved at once. */
const restsFromLength = 64 * 1024;
const lengthPerMs = 200;
const longestRestMs = 5_000;

type EntryMap = VersionedMap<Record<string, unknown>, { entries: string }>;

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
  const entriesOf = entriesReader();
  const map: EntryMap = new VersionedMap({
    key,
    empty: () => ({}),
    read: (stored) => entriesOf(storedMap.safeParse(stored).data?.entries),
    // Node-RED compares what it is to save with what it has, deeply, and words every difference: half a second for
    // hundreds of objects, but nothing for a text.
    write: (entries) => ({ entries: JSON.stringify(entries) }),
    restMs: ({ entries }) => restMs(entries),
    unsaved: 'kept',
  });
  maps.set(key, map);
  return map;
}

/** Reads the entries out of what is stored, a text of some MB once: hundreds of nodes ask for it at a restart. */
function entriesReader(): (stored: unknown) => Record<string, unknown> | undefined {
  let text: string | undefined;
  let read: Record<string, unknown> | undefined;
  return (stored) => {
    if (typeof stored !== 'string') return storedEntries.safeParse(stored).data;
    if (stored !== text) read = storedEntries.safeParse(fromText(stored)).data;
    text = stored;
    return read && { ...read };
  };
}

/** Each save of a large map writes all of it, to flash memory: so it rests, for as long as it is large. */
function restMs(entries: string): number {
  return entries.length < restsFromLength ? 0 : Math.min(longestRestMs, entries.length / lengthPerMs);
}

function fromText(entries: string): unknown {
  try {
    return JSON.parse(entries);
  } catch {
    return undefined;
  }
}
