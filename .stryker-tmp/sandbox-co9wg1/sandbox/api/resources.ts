// @ts-nocheck
import { chance, makeId } from '../chance.js';
import type { Customer, Subscription } from '../customers.js';
import { isoSeconds, startOfDate } from '../local-time.js';
import { planPriceEur } from '../usage/billing.js';
import type { Reading } from '../usage/readings.js';

/** A subscription as it stands in a list: what belongs to it is named by id. */
export function listedSubscription(seed: number, customer: Customer, subscription: Subscription) {
  const idOf = (prefix: string) => makeId(prefix, seed, subscription.id);
  return {
    ...common(seed, subscription),
    customer: customer.id,
    address: idOf('adr'),
    meter: idOf('mtr'),
    payment_method: idOf('pm'),
    supplier: null,
    billing_address: idOf('adr'),
  };
}

/** A single subscription: what belongs to it is embedded, the plan stays an id. */
export function embeddedSubscription(seed: number, customer: Customer, subscription: Subscription) {
  const { id, createdAt } = subscription;
  const { street, houseNumber: house_number, zip, city } = customer.address;
  const created_at = createdAt;
  const address = { object: 'address', id: makeId('adr', seed, id), street, house_number, zip, city, created_at };
  return {
    ...common(seed, subscription),
    customer: wireCustomer(customer),
    address,
    meter: wireMeter(seed, subscription),
    payment_method: {
      object: 'payment_method',
      id: makeId('pm', seed, id),
      type: 'sepa_debit',
      sepa_debit: { iban: customer.iban, account_holder: `${customer.firstName} ${customer.lastName}` },
      created_at,
    },
    supplier: null,
    billing_address: address,
  };
}

function wireMeter(seed: number, { id, meterType, createdAt }: Subscription): object {
  const digits = (key: string, count: number) =>
    Array.from({ length: count }, (_, place) => Math.floor(chance(seed, `${key}/${id}/${place}`) * 10)).join('');
  return {
    object: 'meter',
    id: makeId('mtr', seed, id),
    number: `1SBX${digits('meter', 10)}`,
    type: meterType,
    melo: `DE${digits('melo', 31)}`,
    malo: digits('malo', 11),
    created_at: createdAt,
  };
}

/** The customer. */
export function wireCustomer({ id, firstName, lastName, email, subscriptions }: Customer) {
  const created_at = subscriptions.map(({ createdAt }) => createdAt).toSorted()[0] ?? '2024-01-10T12:00:00Z';
  const name = { first_name: firstName, last_name: lastName };
  return { object: 'customer', id, type: 'person', ...name, email, vat_id: null, created_at };
}

/** What the customer has agreed on for controllable devices. */
export function wireReductions(seed: number, customer: Customer) {
  return customer.subscriptions.flatMap((subscription) =>
    subscription.reductions.map(({ module, status, validFrom, createdAt }) => ({
      object: 'grid_fee_reduction',
      id: makeId('gfr', seed, `${subscription.id}/${module}`),
      subscription: subscription.id,
      customer: customer.id,
      type: `enwg-14a-module-${module}`,
      status,
      valid_from: validFrom,
      valid_until: null,
      created_at: createdAt,
      updated_at: validFrom ?? createdAt,
    })),
  );
}

/** What a meter showed. */
export function wireReading(seed: number, customer: Customer, { id }: Subscription, reading: Reading) {
  return {
    object: 'meter_reading',
    id: makeId('mr', seed, `${id}/${reading.date}`),
    customer: customer.id,
    subscription: id,
    meter: makeId('mtr', seed, id),
    value: reading.valueKwh,
    timestamp: isoSeconds(startOfDate(reading.date)),
    type: reading.type,
    created_at: isoSeconds(reading.createdAt),
  };
}

/** The plan of all contracts of a kind. */
export function wirePlan(seed: number, type: Subscription['type']) {
  const [name, description] =
    type === 'feed_in'
      ? ['Sandbox Sun', 'Paid by the spot price']
      : ['Sandbox Dynamic', 'A price for each quarter-hour'];
  return {
    object: 'plan',
    id: planId(seed, type),
    name,
    slug: 'sandbox',
    description,
    price: planPriceEur(type),
    currency: 'EUR',
    created_at: type === 'feed_in' ? '2025-01-01T00:00:00.000Z' : '2021-01-01T00:00:00.000Z',
    type,
  };
}

function planId(seed: number, type: Subscription['type']): string {
  return makeId('pln', seed, type);
}

function common(seed: number, subscription: Subscription) {
  return {
    object: 'subscription',
    id: subscription.id,
    plan: planId(seed, subscription.type),
    number: subscription.number,
    status: subscription.status,
    estimated_usage: subscription.estimatedUsageKwh,
    type: subscription.type,
    start_at: subscription.startAt,
    end_at: subscription.endAt,
    terminated_at: null,
    created_at: subscription.createdAt,
    updated_at: subscription.createdAt,
    metadata: null,
  };
}
