import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DecodeError } from '../errors.js';
import type { Store } from './store.js';

const mapVersion = 1;

const storedMap = z.object({
  version: z.literal(mapVersion),
  entries: z.record(z.string(), z.unknown()),
  /** What stood here before and was no map of ours; a newer release or a person may still make sense of it. */
  unreadable: z.unknown().optional(),
});

/** The entries of a stored map by id, each still to be decoded. */
export type StoredEntries = Readonly<Record<string, unknown>>;

/** Writers of one key of one store stand in a queue here, so that none overwrites what another has just saved. */
const queues = new WeakMap<Store, Map<string, Promise<unknown>>>();

/**
 * The entries of the map under a key of the store; none when nothing was ever saved there.
 *
 * Throws `stored-map-unreadable` for a value that is not a map of ours, and whatever the store throws.
 */
export async function loadEntries(store: Store, key: string): Promise<StoredEntries> {
  const map = readMap(await store.load(key));
  if (map !== undefined) return map.entries;
  throw new DecodeError('stored-map-unreadable', `The stored map ${key} cannot be read.`, {
    params: { key },
    path: key,
  });
}

/**
 * Replaces the entries of a map by what `change` makes of them; changes of one key come one after the other.
 *
 * A stored value that is not a map of ours counts as empty, and is kept beside the new entries as `unreadable`. Throws
 * whatever the store throws.
 */
export async function updateEntries(
  store: Store,
  key: string,
  change: (entries: StoredEntries) => StoredEntries,
): Promise<void> {
  const keys = queues.get(store) ?? new Map<string, Promise<unknown>>();
  queues.set(store, keys);
  const before = keys.get(key);
  const turn = (async () => {
    await before?.catch(() => {});
    const stored = await store.load(key);
    const { entries, unreadable } = readMap(stored) ?? { entries: {}, unreadable: stored };
    // Node-RED skips the write of an equal value, even after a failed one: the id makes every value a new one.
    const map = { version: mapVersion, writeId: randomUUID(), entries: change(entries) };
    await store.save(key, unreadable === undefined ? map : { ...map, unreadable });
  })();
  keys.set(key, turn);
  await turn;
}

/** Replaces one entry of a map, or removes it when `entry` is undefined; see `updateEntries`. */
export async function updateEntry(store: Store, key: string, id: string, entry: unknown): Promise<void> {
  await updateEntries(store, key, (entries) => {
    const { [id]: _old, ...others } = entries;
    return entry === undefined ? others : { ...others, [id]: entry };
  });
}

function readMap(stored: unknown): { entries: StoredEntries; unreadable?: unknown } | undefined {
  return stored === undefined || stored === null ? { entries: {} } : storedMap.safeParse(stored).data;
}
