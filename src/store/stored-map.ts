import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { systemClock } from '../clock/clock.js';
import { DecodeError, NomosError } from '../errors.js';
import type { Store } from './store.js';

const mapVersion = 1;
const saveAgainMs = 30_000;

const storedMap = z.object({
  version: z.literal(mapVersion),
  entries: z.preprocess(fromText, z.record(z.string(), z.unknown())),
  /** What stood here before and was no map of ours; a newer release or a person may still make sense of it. */
  unreadable: z.unknown().optional(),
});

/** The entries of a stored map by id, each still to be decoded. */
export type StoredEntries = Readonly<Record<string, unknown>>;

/** Changes the entries in place. */
type Edit = (entries: Record<string, unknown>) => void;

/** The edits of one key that wait for the next save, and what has become of it. */
interface Batch {
  readonly waiting: { readonly edit: Edit; error?: unknown }[];
  readonly saved: Promise<void>;
}

/** Of each store, by key, the map that could not be saved: it is given until it is. */
const unsavedMaps = new WeakMap<Store, Map<string, unknown>>();

/** Writers of one key of one store meet here, so that none overwrites what another has just saved. */
const batches = new WeakMap<Store, Map<string, Batch>>();

/**
 * The entries of the map under a key of the store; none when nothing was ever saved there.
 *
 * Throws `stored-map-unreadable` for a value that is not a map of ours, and whatever the store throws.
 */
export async function loadEntries(store: Store, key: string): Promise<StoredEntries> {
  const map = readMap(await newestMap(store, key));
  if (map !== undefined) return map.entries;
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
export async function updateEntries(store: Store, key: string, edit: Edit): Promise<void> {
  const keys = batches.get(store) ?? new Map<string, Batch>();
  batches.set(store, keys);
  const own: Batch['waiting'][number] = { edit };
  const last = keys.get(key);
  if (last !== undefined && last.waiting.length > 0) {
    last.waiting.push(own);
    await last.saved;
  } else {
    const waiting = [own];
    const saved = saveBatch({ store, key, waiting, before: last?.saved });
    keys.set(key, { waiting, saved });
    await saved;
  }
  if (own.error !== undefined) throw own.error;
}

/** Saves all edits that have come together until their turn: hundreds of nodes that change at once make one write. */
async function saveBatch(batch: {
  readonly store: Store;
  readonly key: string;
  readonly waiting: Batch['waiting'];
  readonly before: Promise<void> | undefined;
}): Promise<void> {
  const { store, key, waiting, before } = batch;
  await before?.catch(() => {});
  const stored = await newestMap(store, key);
  const { entries, unreadable } = readMap(stored) ?? { entries: {}, unreadable: stored };
  const edited = { ...entries };
  // Emptied, it takes no further edits: they belong to the next save.
  for (const own of waiting.splice(0)) {
    try {
      own.edit(edited);
    } catch (error) {
      own.error = error;
    }
  }
  // Node-RED skips the write of an equal value, even after a failed one: the id makes every value a new one. To find out,
  // it compares deeply and words every difference, half a second long for hundreds of objects, but at once for a text.
  const map = { version: mapVersion, writeId: randomUUID(), entries: JSON.stringify(edited) };
  await saveMap(store, key, unreadable === undefined ? map : { ...map, unreadable });
}

async function saveMap(store: Store, key: string, map: object): Promise<void> {
  const unsaved = unsavedMaps.get(store) ?? new Map<string, unknown>();
  unsavedMaps.set(store, unsaved);
  unsaved.set(key, map);
  try {
    await store.save(key, map);
    unsaved.delete(key);
  } catch (error) {
    // Where there is no storage at all, there will hardly be one soon.
    const isLasting = error instanceof NomosError && error.code === 'storage-unavailable';
    if (!isLasting) systemClock.after(saveAgainMs, () => void saveAgain(store, key, map));
    throw error;
  }
}

/** Nothing may ever change again of what could not be saved; a newer edit has its own repetition. */
async function saveAgain(store: Store, key: string, map: object): Promise<void> {
  if (unsavedMaps.get(store)?.get(key) === map) await updateEntries(store, key, () => {}).catch(() => undefined);
}

async function newestMap(store: Store, key: string): Promise<unknown> {
  const stored = await store.load(key);
  return unsavedMaps.get(store)?.get(key) ?? stored;
}

/** Replaces one entry of a map, or removes it when `entry` is undefined; see `updateEntries`. */
export function updateEntry(store: Store, key: string, id: string, entry: unknown): Promise<void> {
  return updateEntries(store, key, (entries) => {
    if (entry === undefined) delete entries[id];
    else entries[id] = entry;
  });
}

function fromText(entries: unknown): unknown {
  if (typeof entries !== 'string') return entries;
  try {
    return JSON.parse(entries);
  } catch {
    return undefined;
  }
}

function readMap(stored: unknown): { entries: StoredEntries; unreadable?: unknown } | undefined {
  return stored === undefined || stored === null ? { entries: {} } : storedMap.safeParse(stored).data;
}
