import type { Store } from '../../store/store.js';
import { loadEntries, updateEntry } from '../../store/stored-map.js';

const choicesKey = 'nomosChoices';

/** The subscription that was found to be the only active one of an account; undefined when none was stored or readable. */
export async function loadChoice(store: Store, accountId: string): Promise<string | undefined> {
  const entries = await loadEntries(store, choicesKey).catch(() => undefined);
  const id = entries?.[accountId];
  return typeof id === 'string' ? id : undefined;
}

/** Stores the choice, or forgets it when `subscriptionId` is undefined; rejects with what the store rejects with. */
export function saveChoice(store: Store, accountId: string, subscriptionId: string | undefined): Promise<void> {
  return updateEntry(store, choicesKey, accountId, subscriptionId);
}
