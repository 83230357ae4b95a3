import { type BatteryLog, emptyBatteryLog, type ToldForecast } from '../../battery/index.js';
import { isUsualDay, nothingUsual } from '../../prices/index.js';
import type { Store } from '../../store/store.js';
import { hurryEntries, loadEntries, updateEntry } from '../../store/stored-map.js';
import { readStoredSun, storedSun } from '../../sun/index.js';
import { type MessagePrices, noMessagePrices, readStoredSeries } from '../window/message-prices.js';

/** The key of the store under which all these records live, by node id. */
export const batteryKey = 'nomosBattery';
const recordVersion = 1;

/** What a `home-battery` node remembers over a restart. */
export interface BatteryRecord {
  readonly log: BatteryLog;
  /** Where prices come by message. */
  readonly prices: MessagePrices;
  /** The last forecast of the sun, and when it came. */
  readonly forecast?: ToldForecast;
}

/** The stored record of a node; an empty one when there is none, or none that can be read. */
export async function loadBatteryRecord(store: Store, nodeId: string): Promise<BatteryRecord> {
  const empty = { log: emptyBatteryLog, prices: noMessagePrices };
  const entries = await loadEntries(store, batteryKey).catch(() => undefined);
  const entry = entries?.[nodeId] as Stored | undefined;
  if (entry?.version !== recordVersion || !isLog(entry.log)) return empty;
  const forecast = forecastOf(entry);
  return { log: entry.log, prices: pricesOf(entry), ...(forecast && { forecast }) };
}

/** Stores the record of a node; rejects with what the store rejects with. */
export function saveBatteryRecord(
  store: Store,
  nodeId: string,
  { log, prices, forecast }: BatteryRecord,
): Promise<void> {
  const own = {
    ...(prices.series.length > 0 && { prices }),
    ...(forecast && { sun: storedSun(forecast.sun), sunAt: forecast.at }),
  };
  return updateEntry(store, batteryKey, nodeId, { version: recordVersion, log, ...own });
}

/** Has what waits for being stored be stored now: whoever stops waits for it. */
export function hurryBatteryRecords(store: Store): void {
  hurryEntries(store, batteryKey);
}

interface Stored extends Partial<BatteryRecord> {
  readonly version: unknown;
  readonly sun?: unknown;
  readonly sunAt?: unknown;
}

function forecastOf({ sun, sunAt }: Stored): ToldForecast | undefined {
  const read = readStoredSun(sun);
  return read.length > 0 && typeof sunAt === 'number' && Number.isFinite(sunAt) ? { sun: read, at: sunAt } : undefined;
}

/** Deep enough that nothing of it throws where it is read; what is in it is looked at where it is used. */
function isLog(log: unknown): log is BatteryLog {
  const { version, metering, profile, amounts, told, options } = (log ?? {}) as Partial<BatteryLog>;
  if (version !== emptyBatteryLog.version) return false;
  const areFields = [metering, metering?.told, profile, amounts?.counts, told, options].every(isFields);
  return areFields && Array.isArray(profile?.net) && Array.isArray(profile.house);
}

function pricesOf({ prices }: Stored): MessagePrices {
  if (!isPrices(prices)) return noMessagePrices;
  return { ...prices, series: readStoredSeries(prices.series) };
}

function isPrices(prices: unknown): prices is MessagePrices {
  const { series, usual = nothingUsual } = (prices ?? {}) as Partial<MessagePrices>;
  return Array.isArray(series) && isUsualDay(usual);
}

function isFields(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
