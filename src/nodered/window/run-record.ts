import { isUsualDay, nothingUsual, type PriceSeries } from '../../prices/index.js';
import { emptyRunLog, type RunLog } from '../../runs/index.js';
import type { Store } from '../../store/store.js';
import { hurryEntries, loadEntries, updateEntry } from '../../store/stored-map.js';
import type { TariffReading } from '../../tariffs/index.js';
import { type MessagePrices, noMessagePrices, readStoredSeries } from './message-prices.js';

/** The key of the store under which all these records live, by node id. */
export const runsKey = 'nomosRuns';
const recordVersion = 1;

/** What a `cheapest-window` node remembers over a restart. */
export interface RunRecord {
  readonly log: RunLog;
  /** Where prices come by message. */
  readonly prices: MessagePrices;
}

/** As it is stored: what is new in a later version is absent in the records of earlier ones. */
interface StoredRecord {
  readonly version: unknown;
  readonly log?: RunLog;
  readonly series?: PriceSeries;
  readonly usual?: unknown;
  readonly reading?: TariffReading;
}

/** The stored record of a node; an empty one when there is none, or none that can be read. */
export async function loadRunRecord(store: Store, nodeId: string): Promise<RunRecord> {
  const empty = { log: emptyRunLog, prices: noMessagePrices };
  const entries = await loadEntries(store, runsKey).catch(() => undefined);
  const entry = entries?.[nodeId] as StoredRecord | undefined;
  if (entry?.version !== recordVersion || entry.log?.version !== emptyRunLog.version) return empty;
  const { log, series, reading } = entry;
  const usual = isUsualDay(entry.usual) ? entry.usual : nothingUsual;
  return { log, prices: { series: readStoredSeries(series), usual, ...(reading && { reading }) } };
}

/** Stores the record of a node; rejects with what the store rejects with. */
export function saveRunRecord(store: Store, nodeId: string, { log, prices }: RunRecord): Promise<void> {
  const { series, usual, reading } = prices;
  const learned = usual === nothingUsual ? {} : { usual };
  return updateEntry(store, runsKey, nodeId, { version: recordVersion, log, series, ...learned, reading });
}

/** Has what waits for being stored be stored now: whoever stops waits for it. */
export function hurryRunRecords(store: Store): void {
  hurryEntries(store, runsKey);
}
