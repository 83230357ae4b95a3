import { open, stat } from 'node:fs/promises';
import { UnavailableError } from '../../errors.js';
import type { Kept, Store } from '../../store/store.js';
import type { RedSettings } from './red.js';
import { diskFull, lookInFile, notInFile, requireSpace, settingsFile } from './settings-file.js';

/** Older ids of a key tell nothing any more. */
const mostWriteIds = 20;

let current: RedSettings | undefined;

/** By key the ids of the saves of this process and what was there before it, the newest last. */
const writeIds = new Map<string, string[]>();

/** By key what the file looked like from outside when it was last found to hold the newest save. */
const found = new Map<string, string>();

const store: Store = {
  async load(key) {
    return available().get(key);
  },

  async save(key, value) {
    const settings = available();
    // With this setting Node-RED resolves without writing anything.
    if (settings.readOnly === true) throw unavailable('Node-RED was told to write nothing');
    const file = settingsFile(settings);
    if (file !== undefined) await requireSpace(file, Buffer.byteLength(JSON.stringify(value)));
    note(key, settings, value);
    await settings.set(key, value).catch((error: unknown) => {
      throw file !== undefined && isNoSpace(error) ? diskFull(file) : error;
    });
    await syncDirectory(settings.userDir);
    if (file !== undefined && (await look(key, file)) !== 'kept') throw notInFile(file);
  },

  async stillHas(key) {
    const settings = available();
    const file = settings.readOnly === true ? undefined : settingsFile(settings);
    if (file === undefined) return 'kept';
    if (!writeIds.has(key)) note(key, settings, settings.get(key));
    return look(key, file);
  },
};

/**
 * The Store port on Node-RED's own settings: atomic files at home, the platform's database under a storage plugin.
 *
 * Node-RED reports a save as done also where a full disk took nothing of it: where it writes a file itself, there must be
 * space before and the save must be found there afterwards. Of a plugin there is only its promise.
 *
 * Node-RED gives every module a copy of the same settings; all share one store here, because writers of one key queue up
 * behind the store they write to.
 */
export function settingsStore(settings: RedSettings): Store {
  current = settings;
  return store;
}

function available(): RedSettings {
  if (current?.available()) return current;
  throw unavailable('Node-RED offers no storage for settings');
}

function unavailable(message: string): UnavailableError {
  return new UnavailableError('storage-unavailable', message, { sent: false });
}

function isNoSpace(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Remembers which save a value belongs to, where it says so. */
function note(key: string, settings: RedSettings, value: unknown): void {
  const known = writeIds.get(key) ?? [writeIdOf(settings.get(key))].filter((id) => id !== undefined);
  const id = writeIdOf(value);
  const ids = id === undefined ? [] : [...known.filter((other) => other !== id), id];
  writeIds.set(key, ids.slice(-mostWriteIds));
}

function writeIdOf(value: unknown): string | undefined {
  const id = (value as { writeId?: unknown } | null | undefined)?.writeId;
  return typeof id === 'string' ? id : undefined;
}

/** Reads the file only when it has changed since the newest save was last found in it. */
async function look(key: string, file: string): Promise<Kept> {
  const ids = writeIds.get(key) ?? [];
  const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
  const outside = [file, mtimeMs, size, ino, ids.at(-1)].join();
  if (found.get(key) === outside) return 'kept';
  const kept = await lookInFile(file, key, ids);
  if (kept === 'kept') found.set(key, outside);
  return kept;
}

/**
 * Node-RED resolves `set` after the rename, but the rename itself is on disk only once the directory is synced. Best
 * effort: a storage plugin may have no such directory, and some file systems cannot sync one.
 */
async function syncDirectory(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close().catch(() => undefined);
}
