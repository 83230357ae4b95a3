import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { sweepEntry } from '../../store/sweep.js';
import type { Ms } from '../../time/index.js';
import { sealedShape } from './sealing.js';

/** One stored record. */
export const entryShape = z.looseObject({
  sealed: sealedShape,
  /** A sealed record that could not be opened, kept once when a new consent took its place. */
  unreadable: z.unknown().optional(),
});

const mapShape = z.looseObject({
  version: z.literal(1),
  /** A sealing secret of our own, for a Node-RED that has none. */
  ownSecret: z.string().optional(),
  accounts: z.record(z.string(), z.unknown()),
});

/** What is stored under `nomosTokens`: every account's sealed record. */
export type TokenMap = z.infer<typeof mapShape>;

/** A copy of the stored map, empty when nothing was stored, undefined when it is none of ours. */
export function readMap(stored: unknown): TokenMap | undefined {
  if (stored === undefined || stored === null) return { version: 1, accounts: {} };
  return mapShape.safeParse(structuredClone(stored)).data;
}

/** A fresh sealing secret of our own, put into the map. */
export function newSecret(map: TokenMap): string {
  map.ownSecret = randomBytes(32).toString('base64');
  return map.ownSecret;
}

/** Sweeps every entry of the map; true when anything changed. */
export function sweepMap(map: TokenMap, accountIds: readonly string[], now: Ms): boolean {
  let changed = false;
  for (const [id, entry] of Object.entries(map.accounts)) {
    const swept = sweepEntry(entry, accountIds.includes(id) ? 'exists' : 'gone', now);
    if (swept === 'dropped') delete map.accounts[id];
    else map.accounts[id] = swept.entry;
    changed ||= swept === 'dropped' || swept.changed;
  }
  return changed;
}
