import type { Store } from '../../store/store.js';
import { loadEntries, updateEntry } from '../../store/stored-map.js';
import type { ContractKind } from './subscription-choice.js';

const choicesKey = 'nomosChoices';

/** The subscription that was found to be the only active one of an account and kind; undefined when none was stored or readable. */
export async function loadChoice(store: Store, accountId: string, kind: ContractKind): Promise<string | undefined> {
  const entries = await loadEntries(store, choicesKey).catch(() => undefined);
  const id = entries?.[entryId(accountId, kind)];
  return typeof id === 'string' ? id : undefined;
}

/** Stores the choice, or forgets it when `id` is undefined; rejects with what the store rejects with. */
export function saveChoice(
  store: Store,
  { accountId, kind, id }: { readonly accountId: string; readonly kind: ContractKind; readonly id: string | undefined },
): Promise<void> {
  return updateEntry(store, choicesKey, entryId(accountId, kind), id);
}

/** Earlier versions know one kind only. */
function entryId(accountId: string, kind: ContractKind): string {
  return kind === 'consumption' ? accountId : `${accountId}/${kind}`;
}
