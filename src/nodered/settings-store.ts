import { open } from 'node:fs/promises';
import type { Store } from '../account/store.js';
import { UnavailableError } from '../errors.js';
import type { RedSettings } from './red.js';

let current: RedSettings | undefined;

const store: Store = {
  async load(key) {
    return available().get(key);
  },
  async save(key, value) {
    const settings = available();
    // With this setting Node-RED resolves without writing anything.
    if (settings.readOnly === true) throw unavailable('Node-RED was told to write nothing');
    await settings.set(key, value);
    await syncDirectory(settings.userDir);
  },
};

/**
 * The Store port on Node-RED's own settings: atomic files at home, the platform's database under a storage plugin.
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
