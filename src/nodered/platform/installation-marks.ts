import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Marks } from '../../account/tokens/installation.js';
import type { RedSettings } from './red.js';
import { settingsFile } from './settings-file.js';

/**
 * The marks of this installation, each a hash: the operating system (`machine`), the board of a Raspberry Pi (`board`, of
 * which a copied card knows nothing), and the user directory (`folder`, a new one for every copy) where Node-RED keeps its
 * settings there. What cannot be read is left out: a container has none but the folder of its volume.
 */
export async function installationMarks(settings: RedSettings): Promise<Marks> {
  const file = settingsFile(settings);
  const [machine, cpu, folder] = await Promise.all([
    readText('/etc/machine-id'),
    readText('/proc/cpuinfo'),
    file === undefined ? '' : inodeOf(dirname(file)),
  ]);
  const board = /^Serial\s*:\s*(\w+)/m.exec(cpu)?.[1] ?? '';
  const found = Object.entries({ machine, board, folder }).filter(([, text]) => text !== '');
  return Object.fromEntries(found.map(([name, text]) => [name, hashOf(text)]));
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}

function inodeOf(folder: string): Promise<string> {
  return stat(folder).then(
    ({ ino }) => String(ino),
    () => '',
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 16);
}
