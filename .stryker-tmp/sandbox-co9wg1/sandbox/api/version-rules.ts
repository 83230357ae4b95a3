// @ts-nocheck
import type { Subscription } from '../customers.js';
import { Refusal } from '../server/envelope.js';
import type { Exchange, World } from '../world.js';
import type { Asked, Resource } from './api-resources.js';
import { isAtLeastCurie, isAtLeastEdison } from './versions.js';

const newerPlaces: Readonly<Partial<Record<Resource, string>>> = {
  usage: '/subscriptions/{id}/usage',
  invoices: '/invoices?filter[subscription][eq]={id}',
  'meter-readings': '/meter-readings?filter[subscription][eq]={id}',
};

/** Throws 404 where the version has the resource in another place, or not yet; the newest one says where it went. */
export function checkPlace({ modes }: World, { entry }: Exchange, { resource, place }: Asked): void {
  const { apiVersion } = entry;
  if (resource === 'grid-fee-reductions' && !isAtLeastEdison(apiVersion)) throw new Refusal(404, 'Not found');
  if (place === undefined) return;
  const hasNewer = isAtLeastCurie(apiVersion) && modes.readPlaces === 'by-version';
  if (hasNewer === (place === 'newer')) return;
  throw new Refusal(404, hasNewer ? `This endpoint was removed, use ${newerPlaces[resource]}` : 'Not found');
}

/** What came with curie. */
const newMembers: Readonly<Record<string, readonly string[]>> = {
  subscription: ['type'],
  plan: ['type'],
  invoice: ['type', 'customer', 'subscription'],
};

/** An entry as the version of the request has it. */
export function forVersion<Entry extends { readonly object: string }>(
  entry: Entry,
  { entry: { apiVersion } }: Exchange,
) {
  const left = isAtLeastCurie(apiVersion) ? undefined : newMembers[entry.object];
  if (left === undefined) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !left.includes(name)));
}

/** The kinds of contract that there are plans for: feed-in came with curie. */
export function plansOf({ entry }: Exchange): readonly Subscription['type'][] {
  return isAtLeastCurie(entry.apiVersion) ? ['consumption', 'feed_in'] : ['consumption'];
}
