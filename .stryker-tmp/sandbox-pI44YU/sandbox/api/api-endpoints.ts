// @ts-nocheck
import type { Customer } from '../customers.js';
import { pricesEndpoint } from '../prices/prices-endpoint.js';
import { type Answer, json, Refusal } from '../server/envelope.js';
import { invoiceLink } from '../usage/invoice-file.js';
import { invoiceHead, invoicesOf, wholeInvoice } from '../usage/invoices.js';
import { usageEndpoint } from '../usage/usage-endpoint.js';
import type { Exchange, World } from '../world.js';
import { type Asked, askedBy, type Resource } from './api-resources.js';
import { found, ownContract } from './found.js';
import {
  customersPage,
  invoicesPage,
  plansPage,
  readingsPage,
  reductionsPage,
  subscriptionsPage,
} from './list-endpoints.js';
import type { Question } from './question.js';
import { embeddedSubscription, wireCustomer, wirePlan, wireReductions } from './resources.js';
import { checkPlace, forVersion, plansOf } from './version-rules.js';

/** The reading endpoints behind a bearer token. Throws a refusal. */
export function apiEndpoint(world: World, exchange: Exchange): Answer {
  const asked = askedBy(exchange.path);
  const customer = authorizedCustomer(world, exchange);
  if (exchange.method !== 'GET') throw new Refusal(405, 'Method not allowed', { headers: { allow: 'GET' } });
  if (asked === undefined) throw new Refusal(404, 'The sandbox does not offer this resource');
  checkPermission(world, asked);
  checkPlace(world, exchange, asked);
  return endpoints[asked.resource]({ world, exchange, customer, id: asked.id });
}

const endpoints: Readonly<Record<Resource, (question: Question) => Answer>> = {
  subscriptions: subscriptionsPage,
  subscription: ({ world: { seed }, exchange, customer, id }) =>
    json(200, forVersion(embeddedSubscription(seed, customer, ownContract(customer, id)), exchange)),
  prices: ({ world, exchange, customer, id }) => pricesEndpoint(world, exchange, ownContract(customer, id)),
  usage: ({ world, exchange, customer, id }) => usageEndpoint(world, exchange, ownContract(customer, id)),
  invoices(question) {
    const { exchange, customer, id } = question;
    // Below a contract the list is an old one; on top an id is that of an invoice.
    if (id === undefined || exchange.path.startsWith('/subscriptions/')) return invoicesPage(question);
    return json(200, forVersion(wholeInvoice(invoiceHead(customer, oneInvoice(question))), exchange));
  },
  'invoice-file': (question) => invoiceLink(question.world, oneInvoice(question)),
  'meter-readings': readingsPage,
  'grid-fee-reductions'(question) {
    const { world, customer, id } = question;
    if (id === undefined) return reductionsPage(question);
    return json(200, found(wireReductions(world.seed, customer), id, 'Grid fee reduction'));
  },
  plans(question) {
    const { world, exchange, id } = question;
    if (id === undefined) return plansPage(question);
    const plans = plansOf(exchange).map((type) => wirePlan(world.seed, type));
    return json(200, forVersion(found(plans, id, 'Plan'), exchange));
  },
  customers(question) {
    const { customer, id } = question;
    return id === undefined ? customersPage(question) : json(200, found([wireCustomer(customer)], id, 'Customer'));
  },
};

function oneInvoice({ world, customer, id }: Question) {
  const invoices = customer.subscriptions.flatMap((subscription) => invoicesOf(world, subscription));
  return found(invoices, id, 'Invoice');
}

/** Throws 403 for what this customer may not read. */
function checkPermission({ modes }: World, { resource }: Asked): void {
  if (!modes.forbidden.split(',').includes(resource)) return;
  throw new Refusal(403, 'You do not have permission to access this resource');
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
