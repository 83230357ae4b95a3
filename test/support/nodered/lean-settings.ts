import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRedPlace } from '../../../sandbox/drive/node-red-place.js';

/** Settings with which Node-RED starts no npm of its own, which takes a fifth of the processor time of a start. */
export const withoutNpm = { externalModules: { palette: { allowInstall: false } } };

/**
 * Settings with which Node-RED starts a second of processor time sooner: without npm and without its own nodes, except for
 * the files that are needed.
 */
export function leanSettings(needed: readonly string[] = []): typeof withoutNpm & { nodesExcludes: string[] } {
  const core = join(nodeRedPlace.nodeRed, '..', '@node-red', 'nodes', 'core');
  const files = readdirSync(core).flatMap((folder) => readdirSync(join(core, folder)));
  return { ...withoutNpm, nodesExcludes: files.filter((file) => file.endsWith('.js') && !needed.includes(file)) };
}
