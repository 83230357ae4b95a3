import type { RedSettings } from './red.js';

/**
 * Node-RED's secrets that may seal our tokens, the preferred one first: the person's own, then the one Node-RED made.
 *
 * Both are given, because Node-RED drops its own at the first deploy after a person sets theirs. Empty where encryption
 * is switched off, with projects, or without storage.
 */
export function sealingSecrets(settings: RedSettings): string[] {
  if (!settings.available()) return [];
  return ['credentialSecret', '_credentialSecret']
    .map((key) => settings.get(key))
    .filter((secret): secret is string => typeof secret === 'string' && secret !== '');
}
