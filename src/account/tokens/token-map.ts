import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { VersionedMap } from '../../store/versioned-map.js';
import { saltOf } from './sealed-entry.js';

/** The key in the store. */
export const tokensKey = 'nomosTokens';

const mapShape = z.looseObject({
  version: z.literal(1),
  /** A sealing secret of our own, for a Node-RED that has none. */
  ownSecret: z.optional(z.string()),
  accounts: z.record(z.string(), z.unknown()),
});

/** What is stored under `nomosTokens`: every account's sealed record. */
export type TokenMap = z.infer<typeof mapShape>;

/**
 * The map of all token records. What could not be saved is left to the vault: a renewal that could not be noted down does
 * not happen, so that its note must not be saved later.
 */
export const tokenMap = new VersionedMap<TokenMap>({
  key: tokensKey,
  empty: () => ({ version: 1, accounts: {} }),
  read: (stored) => mapShape.safeParse(stored).data,
  copy: (map) => structuredClone(map),
  write: (map) => map,
  unsaved: 'left',
});

/**
 * The salt that all records are to be sealed with, that of the first one; undefined where there is none yet. Each salt makes
 * a key of its own at a restart, which takes as long as the start of ten nodes.
 */
export function commonSalt({ accounts }: TokenMap): string | undefined {
  for (const entry of Object.values(accounts)) {
    const salt = saltOf(entry);
    if (salt !== undefined) return salt;
  }
  return undefined;
}

/** The secrets to open with, the first of them also to seal with: those of Node-RED, then our own; may be none. */
export function sealingSecrets({ ownSecret }: TokenMap, secrets: readonly string[]): readonly string[] {
  return [...secrets, ownSecret ?? ''].filter((secret) => secret !== '');
}

/** A fresh sealing secret of our own, put into the map. */
export function newSecret(map: TokenMap): string {
  map.ownSecret = randomBytes(32).toString('base64');
  return map.ownSecret;
}
