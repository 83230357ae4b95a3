// @ts-nocheck
import { type Answer, json } from '../server/envelope.js';
import { invoiceHead, invoicesOf, wholeInvoice } from '../usage/invoices.js';
import { readingsOf } from '../usage/readings.js';
import { type FilterFields, filtered } from './filters.js';
import { ownContract } from './found.js';
import { listPage } from './paging.js';
import type { Question } from './question.js';
import { listedSubscription, wireCustomer, wirePlan, wireReading, wireReductions } from './resources.js';
import { forVersion, plansOf } from './version-rules.js';

/** `GET /subscriptions`. Throws a refusal, as all of these. */
export function subscriptionsPage(question: Question): Answer {
  const { world, customer } = question;
  const entries = customer.subscriptions.map((subscription) => listedSubscription(world.seed, customer, subscription));
  const fields = {
    status: 'enum',
    customer: 'string',
    plan: 'string',
    created_at: 'date',
    updated_at: 'date',
  } as const;
  return page(question, newestFirst(entries), fields);
}

/** `GET /invoices`, or those of one contract where the id says so. */
export function invoicesPage(question: Question): Answer {
  const { world, customer } = question;
  const entries = contractsOf(question)
    .flatMap((subscription) => invoicesOf(world, subscription))
    .toSorted((a, b) => b.issuedAt - a.issuedAt || (a.id < b.id ? -1 : 1))
    .map((invoice) => invoiceHead(customer, invoice));
  const words = { status: 'enum', type: 'enum', subscription: 'string' } as const;
  const dates = { period_start: 'date', period_end: 'date' } as const;
  return page(question, entries, { ...words, ...dates }, wholeInvoice);
}

/** `GET /meter-readings`, or those of one contract where the id says so. */
export function readingsPage(question: Question): Answer {
  const { world, customer } = question;
  const entries = contractsOf(question).flatMap((subscription) =>
    readingsOf(world, subscription).map((reading) => wireReading(world.seed, customer, subscription, reading)),
  );
  return page(question, newestFirst(entries), { type: 'string', subscription: 'string', created_at: 'date' });
}

/** `GET /grid-fee-reductions`. */
export function reductionsPage(question: Question): Answer {
  const fields = { status: 'enum', customer: 'string', subscription: 'string' } as const;
  const dates = { created_at: 'date', updated_at: 'date' } as const;
  const { world, customer } = question;
  return page(question, newestFirst(wireReductions(world.seed, customer)), { ...fields, ...dates });
}

/** `GET /plans`. */
export function plansPage(question: Question): Answer {
  const plans = plansOf(question.exchange).map((type) => wirePlan(question.world.seed, type));
  return page(question, newestFirst(plans), { status: 'string', created_at: 'date' });
}

/** `GET /customers`: a customer sees nobody else. */
export function customersPage(question: Question): Answer {
  const fields = { email: 'string', type: 'string', created_at: 'date' } as const;
  return page(question, [wireCustomer(question.customer)], fields);
}

function contractsOf({ customer, id }: Question) {
  return id === undefined ? customer.subscriptions : [ownContract(customer, id)];
}

interface Entry {
  readonly object: string;
  readonly id: string;
}

function newestFirst<Dated extends Entry & { readonly created_at: string }>(entries: readonly Dated[]): Dated[] {
  return entries.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || (a.id < b.id ? -1 : 1));
}

function page<Item extends Entry>(
  { world, exchange }: Question,
  entries: readonly Item[],
  fields: FilterFields,
  whole: (item: Item) => Entry = (item) => item,
): Answer {
  const { query, entry } = exchange;
  const { largestPage, filters } = world.modes;
  const wanted = filtered(entries, query, filters === 'ignored' ? {} : fields);
  const show = (item: Item) => forVersion(whole(item), exchange);
  return json(200, listPage(wanted, show, { query, apiVersion: entry.apiVersion, largestPage }));
}
