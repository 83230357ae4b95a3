import type { PriceSeries, UsualDay } from '../../prices/index.js';
import { emptyRunLog, type RunLog } from '../../runs/index.js';
import type { Store } from '../../store/store.js';
import { hurryEntries, loadEntries, updateEntry } from '../../store/stored-map.js';
import type { TariffReading } from '../../tariffs/index.js';

/** The key of the store under which all these records live, by node id. */
export const runsKey = 'nomosRuns';
const recordVersion = 1;

/** What a `cheapest-window` node remembers over a restart. */
export interface RunRecord {
  readonly log: RunLog;
  /** The last prices that came by message, where they come that way. */
  readonly series: PriceSeries;
  /** What was learned from these; absent where nothing was. */
  readonly usual?: UsualDay | undefined;
  /** How these were read; absent in records of earlier versions. */
  readonly reading?: TariffReading | undefined;
}

/** The stored record of a node; an empty one when there is none, or none that can be read. */
export async function loadRunRecord(store: Store, nodeId: string): Promise<RunRecord> {
  const empty = { log: emptyRunLog, series: [] };
  const entries = await loadEntries(store, runsKey).catch(() => undefined);
  const entry = entries?.[nodeId] as (RunRecord & { version: unknown }) | undefined;
  if (entry?.version !== recordVersion || entry.log?.version !== emptyRunLog.version) return empty;
  const { log, series, usual, reading } = entry;
  const known = Array.isArray(series) ? series : [];
  return { log, series: known, ...(usual && { usual }), ...(reading && { reading }) };
}

/** Stores the record of a node; rejects with what the store rejects with. */
export function saveRunRecord(store: Store, nodeId: string, record: RunRecord): Promise<void> {
  return updateEntry(store, runsKey, nodeId, { version: recordVersion, ...record });
}

/** Has what waits for being stored be stored now: whoever stops waits for it. */
export function hurryRunRecords(store: Store): void {
  hurryEntries(store, runsKey);
}
