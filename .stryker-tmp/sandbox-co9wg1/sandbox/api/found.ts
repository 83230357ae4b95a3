// @ts-nocheck
import type { Customer, Subscription } from '../customers.js';
import { Refusal } from '../server/envelope.js';

/** The entry with the id; throws 404 where there is none, as for what belongs to somebody else. */
export function found<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  id: string | undefined,
  what: string,
): Entry {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Refusal(404, `${what} not found`);
  return entry;
}

/** One of the customer's contracts; throws 404. */
export function ownContract({ subscriptions }: Customer, id: string | undefined): Subscription {
  return found(subscriptions, id, 'Subscription');
}
