import { resourceOf } from './api-resources.js';
import type { Customer, Subscription } from './customers.js';
import { type Answer, json, Refusal } from './envelope.js';
import { listPage } from './paging.js';
import { pricesEndpoint } from './prices-endpoint.js';
import { embeddedSubscription, listedSubscription } from './resources.js';
import { usageEndpoint } from './usage-endpoint.js';
import { isAtLeastCurie } from './versions.js';
import type { Exchange, World } from './world.js';

/** The reading endpoints behind a bearer token. Throws a refusal. */
export function apiEndpoint(world: World, exchange: Exchange): Answer {
  const customer = authorizedCustomer(world, exchange);
  const [, id, rest] = exchange.path.split('/').slice(1).map(decode);
  if (exchange.method !== 'GET') throw new Refusal(405, 'Method not allowed', { headers: { allow: 'GET' } });
  checkPermission(world, exchange);
  if (id === undefined) return json(200, subscriptionList(world, exchange, customer));
  const subscription = customer.subscriptions.find((candidate) => candidate.id === id);
  if (subscription === undefined) throw new Refusal(404, 'Subscription not found');
  if (rest === 'prices') return pricesEndpoint(world, exchange, subscription);
  if (rest === 'usage' || rest === 'consumption') {
    checkPlace(
      world,
      exchange,
      rest === 'usage' ? { place: 'newer' } : { place: 'older', newer: `/subscriptions/${id}/usage` },
    );
    return usageEndpoint(world, exchange, subscription);
  }
  if (rest !== undefined) throw new Refusal(404, 'The sandbox does not offer this resource');
  return json(200, forVersion(embeddedSubscription(world.seed, customer, subscription), exchange));
}

function subscriptionList({ seed }: World, exchange: Exchange, customer: Customer): object {
  const entries = customer.subscriptions
    .toSorted(newestFirst)
    .map((subscription) => forVersion(listedSubscription(seed, customer, subscription), exchange));
  return listPage(entries, { query: exchange.query, apiVersion: exchange.entry.apiVersion });
}

function newestFirst(a: Subscription, b: Subscription): number {
  return Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? -1 : 1);
}

/** Throws 403 for what this customer may not read. */
function checkPermission({ modes }: World, { path }: Exchange): void {
  const resource = resourceOf(path);
  if (resource === undefined || !modes.forbidden.split(',').includes(resource)) return;
  throw new Refusal(403, 'You do not have permission to access this resource');
}

/** Throws 404 where the version has the resource in another place, with a hint where the newest version does. */
function checkPlace({ modes }: World, { entry }: Exchange, at: { place: 'newer' } | { place: 'older'; newer: string }) {
  const hasNewer = isAtLeastCurie(entry.apiVersion) && modes.readPlaces === 'by-version';
  if (hasNewer === (at.place === 'newer')) return;
  throw new Refusal(404, at.place === 'newer' ? 'Not found' : `This endpoint was removed, use ${at.newer}`);
}

/** `type` came with curie. */
function forVersion(subscription: object, { entry }: Exchange): object {
  if (isAtLeastCurie(entry.apiVersion)) return subscription;
  return Object.fromEntries(Object.entries(subscription).filter(([name]) => name !== 'type'));
}

/** The customer whose access token the request carries (RFC 6750 2.1). */
function authorizedCustomer(world: World, { headers, query, entry }: Exchange): Customer {
  if (query.has('access_token')) world.ledger.find('token-in-query', entry);
  const [, value = ''] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const token = world.grants.accessToken(value);
  if (token !== undefined) {
    entry.client = token.family.clientId;
    entry.family = token.family.id;
    entry.presented = token.generation;
  }
  const isValid = token !== undefined && token.expiresAt > world.clock.now() && !token.family.isRevoked;
  const customer = isValid ? world.customers.find(({ email }) => email === token.family.email) : undefined;
  if (customer !== undefined) return customer;
  throw new Refusal(401, 'Invalid or malformed token', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
