import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DecodeError } from '../errors.js';
import type { Store } from './store.js';

const mapVersion = 1;

const storedMap = z.object({ version: z.literal(mapVersion), entries: z.record(z.string(), z.unknown()) });

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
  const entries = readEntries(await store.load(key));
  if (entries !== undefined) return entries;
  throw new DecodeError('stored-map-unreadable', `The stored map ${key} cannot be read.`, {
    params: { key },
    path: key,
  });
}

/**
 * Replaces the entries of a map by what `change` makes of them; changes of one key come one after the other.
 *
 * A stored value that is not a map of ours counts as empty and is replaced, so keep nothing here that cannot be had
 * again. Throws whatever the store throws.
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
    const entries = change(readEntries(await store.load(key)) ?? {});
    // Node-RED skips the write of an equal value, even after a failed one: the id makes every value a new one.
    await store.save(key, { version: mapVersion, writeId: randomUUID(), entries });
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

function readEntries(stored: unknown): StoredEntries | undefined {
  if (stored === undefined || stored === null) return {};
  const map = storedMap.safeParse(stored);
  return map.success ? map.data.entries : undefined;
}
