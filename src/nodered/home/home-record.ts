import * as z from 'zod/mini';
import type { ToldLimit } from '../../home/index.js';
import type { Store } from '../../store/store.js';
import { hurryEntries, loadEntries, updateEntry } from '../../store/stored-map.js';
import { readStoredSun, type SunForecast, storedSun } from '../../sun/index.js';

/** The key of the store under which all these records live, by node id. */
export const homesKey = 'nomosHomes';
const recordVersion = 1;

/** What a `nomos-home` node remembers over a restart: what it was told and what is not over yet. */
export interface HomeRecord {
  readonly limits: readonly ToldLimit[];
  readonly forecast: SunForecast;
}

/** Null for what JSON has no number for: a limit that begins or ends never. */
const storedLimit = z.object({
  start: z.nullable(z.number()),
  end: z.nullable(z.number()),
  limitKw: z.number().check(z.nonnegative()),
  hard: z.boolean(),
});

/** The stored record of a node; what of it cannot be read is left out. Never rejects. */
export async function loadHomeRecord(store: Store, nodeId: string): Promise<HomeRecord> {
  const entries = await loadEntries(store, homesKey).catch(() => undefined);
  const { version, limits, sun } = fieldsOf(entries?.[nodeId]);
  if (version !== recordVersion) return { limits: [], forecast: [] };
  return { limits: Array.isArray(limits) ? limits.flatMap(readLimit) : [], forecast: readStoredSun(sun) };
}

/** Stores the record of a node, or drops it where nothing is in it; rejects with what the store rejects with. */
export function saveHomeRecord(store: Store, nodeId: string, { limits, forecast }: HomeRecord): Promise<void> {
  const isEmpty = limits.length === 0 && forecast.length === 0;
  const stored = { version: recordVersion, limits: limits.map(limitStored), sun: storedSun(forecast) };
  return updateEntry(store, homesKey, nodeId, isEmpty ? undefined : stored);
}

/** Has what waits for being stored be stored now: whoever stops waits for it. */
export function hurryHomeRecords(store: Store): void {
  hurryEntries(store, homesKey);
}

function fieldsOf(entry: unknown): Readonly<Record<string, unknown>> {
  return typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {};
}

function readLimit(stored: unknown): ToldLimit[] {
  const { data } = storedLimit.safeParse(stored);
  if (data === undefined) return [];
  const { start, end, limitKw, hard } = data;
  return [{ start: start ?? Number.NEGATIVE_INFINITY, end: end ?? Number.POSITIVE_INFINITY, limitKw, hard }];
}

function limitStored({ start, end, limitKw, hard }: ToldLimit): z.infer<typeof storedLimit> {
  const finite = (instant: number) => (Number.isFinite(instant) ? instant : null);
  return { start: finite(start), end: finite(end), limitKw, hard };
}
