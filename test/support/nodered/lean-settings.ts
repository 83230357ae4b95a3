import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';

/** Settings with which Node-RED starts no npm of its own, which takes a fifth of the processor time of a start. */
export const withoutNpm = { externalModules: { palette: { allowInstall: false } } };

const { name: ours } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));

/**
 * Settings with which Node-RED starts in half the processor time: without npm and with our package alone, besides what is
 * needed of its own nodes (`20-inject.js`) and of other packages (their folder). It does not even look into others.
 */
export function leanSettings(needed: readonly string[] = []): typeof withoutNpm & { nodesIncludes: string[] } {
  return { ...withoutNpm, nodesIncludes: [ours, ...needed] };
}
