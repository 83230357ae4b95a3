import { open } from 'node:fs/promises';
import type { Store } from '../account/store.js';
import { UnavailableError } from '../errors.js';
import type { RedSettings } from './red.js';

/**
 * The Store port on Node-RED's own settings: atomic files at home, the platform's database under a storage plugin.
 *
 * Node-RED resolves `set` after the rename, but the rename itself is on disk only once the directory is synced.
 */
export function createSettingsStore(settings: RedSettings): Store {
  return {
    async load(key) {
      requireAvailable(settings);
      return settings.get(key);
    },
    async save(key, value) {
      requireAvailable(settings);
      await settings.set(key, value);
      await syncDirectory(settings.userDir);
    },
  };
}

function requireAvailable(settings: RedSettings): void {
  if (settings.available()) return;
  throw new UnavailableError('storage-unavailable', 'Node-RED offers no storage for settings', { sent: false });
}

/** Best effort: a storage plugin may have no such directory, and some file systems cannot sync one. */
async function syncDirectory(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close().catch(() => undefined);
}
