import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Real market prices as they lie in the shared folder: wholesale, EUR/MWh, `start` in UTC. */
export interface MarketFile {
  readonly resolution_minutes: number;
  readonly timezone: string;
  readonly items: readonly { readonly start: string; readonly price: number }[];
}

/** The folder that several workers share, or undefined where it is absent (then tests that need it skip). */
export function sharedDir(): string | undefined {
  const candidates = [process.env.SHARED_DIR, '../shared', '../../shared'];
  return candidates.flatMap((path) => (path ? [resolve(path)] : [])).find((path) => existsSync(join(path, 'data')));
}

/** One file of market prices. */
export function marketFile(folder: string, name: string): MarketFile {
  return JSON.parse(readFileSync(join(folder, 'data', name), 'utf8'));
}
