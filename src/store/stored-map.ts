import { z } from 'zod';
import { DecodeError } from '../errors.js';
import type { Store } from './store.js';
import { type Edit, VersionedMap } from './versioned-map.js';

const storedMap = z.object({
  version: z.literal(1),
  entries: z.preprocess(fromText, z.record(z.string(), z.unknown())),
});

/** The entries of a stored map by id, each still to be decoded. */
export type StoredEntries = Readonly<Record<string, unknown>>;

const maps = new Map<string, VersionedMap<Record<string, unknown>>>();

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

function mapOf(key: string): VersionedMap<Record<string, unknown>> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const map = new VersionedMap({
    key,
    empty: () => ({}),
    read: (stored) => storedMap.safeParse(stored).data?.entries,
    // Node-RED compares what it is to save with what it has, deeply, and words every difference: half a second for
    // hundreds of objects, but nothing for a text.
    write: (entries) => ({ entries: JSON.stringify(entries) }),
    unsaved: 'kept',
  });
  maps.set(key, map);
  return map;
}

function fromText(entries: unknown): unknown {
  if (typeof entries !== 'string') return entries;
  try {
    return JSON.parse(entries);
  } catch {
    return undefined;
  }
}
