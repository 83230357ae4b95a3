import type { ResourceAnswer, ResourceQuery } from '../../account/reading/resource-query.js';
import type { Message } from '../platform/red.js';

/** How many things an answer holds. */
export function countOf({ payload }: ResourceAnswer): number {
  return Array.isArray(payload) ? payload.length : 1;
}

/** The properties of an answer: `subscription` is the number of the contract, null where it is about none or unknown. */
export function queryMessage({ resource }: ResourceQuery, answer: ResourceAnswer): Message {
  const { payload, truncated, subscriptionNumber } = answer;
  return { payload, resource, count: countOf(answer), truncated, subscription: subscriptionNumber ?? null };
}
