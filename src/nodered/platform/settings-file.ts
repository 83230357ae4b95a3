import { readFile, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UnavailableError } from '../../errors.js';
import type { Kept } from '../../store/store.js';
import type { RedSettings } from './red.js';

/** Room for what else is being written at this moment, in bytes. */
const marginBytes = 1024 * 1024;

/**
 * The file in which Node-RED itself keeps what modules store; undefined where a storage plugin keeps it, or nobody knows
 * where.
 */
export function settingsFile({ userDir, storageModule }: RedSettings): string | undefined {
  const isNodeRedsOwn = storageModule === undefined || storageModule === '' || storageModule === 'localfilesystem';
  return isNodeRedsOwn && typeof userDir === 'string' ? join(userDir, '.config.runtime.json') : undefined;
}

/**
 * Rejects with `disk-full` where the file, grown by `bytes`, and its backup may not fit: on a full disk Node-RED puts an
 * empty file in place of the good one, with everything that all modules have stored. Where the system cannot tell what is
 * free, nothing is known to be wrong.
 */
export async function requireSpace(file: string, bytes: number): Promise<void> {
  const space = await statfs(dirname(file)).catch(() => undefined);
  if (space === undefined || space.blocks === 0) return;
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  // What is kept back for the administrator is free to him alone.
  const blocks = process.getuid?.() === 0 ? space.bfree : space.bavail;
  const neededBytes = 2 * size + bytes + marginBytes;
  if (blocks * space.bsize < neededBytes) throw diskFull(file, neededBytes);
}

/** The error for a disk without space for the file. */
export function diskFull(file: string, neededBytes = marginBytes): UnavailableError {
  const params = { folder: dirname(file), neededMb: Math.ceil(neededBytes / 1024 / 1024) };
  return new UnavailableError('disk-full', 'there is no space to save the settings', { params, sent: false });
}

/** The error for a save that Node-RED reported and that cannot be found in the file. */
export function notInFile(file: string): UnavailableError {
  const options = { params: { folder: dirname(file) }, sent: false };
  return new UnavailableError('save-not-found', 'what was saved is not in the settings file', options);
}

/**
 * Looks into the file for the value of a key, by the ids of its saves, the newest last: `kept` = that one is there,
 * `replaced` = the key is there with none of them, `lost` = all else, as a file that is missing, empty or cut off.
 */
export async function lookInFile(file: string, key: string, writeIds: readonly string[]): Promise<Kept> {
  // Not parsed: with many accounts it has some MB, and only Node-RED's own form of it is right.
  const text = await readFile(file).catch(() => Buffer.alloc(0));
  const isWhole = text.subarray(0, 1).toString() === '{' && text.subarray(-2).toString() === '\n}';
  if (!isWhole) return 'lost';
  const newest = writeIds.at(-1);
  if (newest === undefined || text.includes(newest)) return 'kept';
  return text.includes(`\n    "${key}": `) && !writeIds.some((id) => text.includes(id)) ? 'replaced' : 'lost';
}
