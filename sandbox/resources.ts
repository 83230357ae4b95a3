import { makeId } from './chance.js';
import type { Customer, Subscription } from './customers.js';

/** A subscription as it stands in a list: what belongs to it is named by id. */
export function listedSubscription(seed: number, customer: Customer, subscription: Subscription): object {
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
export function embeddedSubscription(seed: number, customer: Customer, subscription: Subscription): object {
  const { id, meterType, createdAt } = subscription;
  const created_at = createdAt;
  const address = {
    object: 'address',
    id: makeId('adr', seed, id),
    street: 'Musterstraße',
    house_number: '1',
    zip: '10115',
    city: 'Berlin',
    created_at,
  };
  const { firstName: first_name, lastName: last_name, email } = customer;
  return {
    ...common(seed, subscription),
    customer: {
      object: 'customer',
      id: customer.id,
      type: 'person',
      first_name,
      last_name,
      email,
      vat_id: null,
      created_at,
    },
    address,
    meter: {
      object: 'meter',
      id: makeId('mtr', seed, id),
      number: '1SBX0000000001',
      type: meterType,
      melo: null,
      malo: null,
      created_at,
    },
    payment_method: {
      object: 'payment_method',
      id: makeId('pm', seed, id),
      type: 'sepa_debit',
      sepa_debit: { iban: 'DE************0000', account_holder: `${first_name} ${last_name}` },
      created_at,
    },
    supplier: null,
    billing_address: address,
  };
}

function common(seed: number, subscription: Subscription): object {
  return {
    object: 'subscription',
    id: subscription.id,
    plan: makeId('pln', seed, subscription.type),
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
