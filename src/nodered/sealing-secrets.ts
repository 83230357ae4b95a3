import { randomBytes } from 'node:crypto';
import type { RedSettings } from './red.js';

const generatedKey = 'nomosKey';

/**
 * The secrets that may seal our tokens, the preferred one first.
 *
 * It is the person's own `credentialSecret`, else the one Node-RED made, else (projects, or encryption switched off) one
 * that we make and keep beside the tokens. All are given, because Node-RED drops its own at the first deploy after a
 * person sets theirs. Empty when there is no storage at all.
 */
export async function sealingSecrets(settings: RedSettings): Promise<string[]> {
  if (!settings.available()) return [];
  const known = ['credentialSecret', '_credentialSecret', generatedKey]
    .map((key) => settings.get(key))
    .filter((secret): secret is string => typeof secret === 'string' && secret !== '');
  if (known.length > 0) return known;
  const generated = randomBytes(32).toString('hex');
  await settings.set(generatedKey, generated);
  return [generated];
}
