import type { Store } from '../../store/store.js';
import { loadEntries, updateEntry } from '../../store/stored-map.js';
import { nothingReported, type OpenPeriod, qualities, type Reported } from '../../usage/index.js';

/** The key of the store under which all these records live, by node id. */
export const usageKey = 'nomosUsage';
const recordVersion = 1;

/** What the remembered periods belong to: with other settings they mean nothing. */
export interface UsageScope {
  readonly account: string;
  readonly subscription: string;
  readonly period: string;
}

/** What a node has reported by itself in the scope; nothing where none is stored, or none that can be read. */
export async function loadReported(store: Store, nodeId: string, scope: UsageScope): Promise<Reported> {
  const entries = await loadEntries(store, usageKey).catch(() => undefined);
  const entry = entries?.[nodeId] as (Reported & UsageScope & { version: unknown }) | undefined;
  if (entry?.version !== recordVersion || !isSame(entry, scope) || !Array.isArray(entry.open)) return nothingReported;
  const { until, doneOn, isUntold } = entry;
  const open = entry.open.filter(isOpenPeriod);
  return { until: dateOf(until), doneOn: dateOf(doneOn), open, ...(isUntold === true && { isUntold }) };
}

/** Stores it; rejects with what the store rejects with. */
export function saveReported(store: Store, nodeId: string, record: Reported & UsageScope): Promise<void> {
  return updateEntry(store, usageKey, nodeId, { version: recordVersion, ...record });
}

function isSame(entry: UsageScope, { account, subscription, period }: UsageScope): boolean {
  return entry.account === account && entry.subscription === subscription && entry.period === period;
}

function isOpenPeriod(period: OpenPeriod): boolean {
  const { firstDay, lastDay, told } = period ?? {};
  return dateOf(firstDay) !== undefined && dateOf(lastDay) !== undefined && qualities.includes(told);
}

function dateOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}
