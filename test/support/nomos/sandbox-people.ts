import { embeddedSubscription } from '../../../sandbox/api/resources.js';
import { makeId } from '../../../sandbox/chance.js';
import type { Sandbox } from '../../../sandbox/index.js';

/**
 * Every text that says who the customers of a sandbox are, or where and how they live or pay. First names and house
 * numbers are left out: too short to be told from other texts.
 */
export function personalValuesOf({ customers, seed }: Sandbox): string[] {
  return customers.flatMap((customer) => {
    const { id, email, lastName, iban, address, subscriptions } = customer;
    const ofContracts = subscriptions.flatMap((subscription) => {
      const { meter } = embeddedSubscription(seed, customer, subscription);
      const { number, melo, malo } = meter as Record<'number' | 'melo' | 'malo', string>;
      return [number, melo, malo, ...['adr', 'pm'].map((prefix) => makeId(prefix, seed, subscription.id))];
    });
    const place = address.city === 'Berlin' ? [] : [address.city, address.zip];
    return [id, email, lastName, iban, address.street, ...place, ...ofContracts];
  });
}
