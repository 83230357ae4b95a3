// @ts-nocheck
import { makeId } from './chance.js';
import type { GridFee } from './prices/grid-fee.js';

/** A contract of a customer, complete; a test may change its fields while the sandbox runs. */
export interface Subscription {
  id: string;
  type: 'consumption' | 'feed_in';
  status: 'pending' | 'active' | 'ended';
  /** ISO 8601, start of delivery, inclusive. */
  startAt: string;
  /** ISO 8601, end of delivery, exclusive. */
  endAt: string | null;
  createdAt: string;
  number: string;
  estimatedUsageKwh: number;
  meterType: 'smart' | 'analog';
  /** Length of a price interval: 15, or 60 as before October 2025. */
  resolutionMinutes: 15 | 60;
  gridFee: GridFee;
  reductions: Reduction[];
}

/** What was agreed by section 14a EnWG. */
export interface Reduction {
  readonly module: 1 | 2 | 3;
  readonly status: 'intended' | 'ordered' | 'rejected' | 'activated' | 'ended';
  /** ISO 8601; null until it holds. */
  readonly validFrom: string | null;
  readonly createdAt: string;
}

/** Where somebody lives. */
export interface Address {
  readonly street: string;
  readonly houseNumber: string;
  readonly zip: string;
  readonly city: string;
}

/** A person who can sign in with an e-mail address. */
export interface Customer {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  address: Address;
  /** Masked, as Nomos shows it. */
  iban: string;
  subscriptions: Subscription[];
}

/** What a caller says about a customer; everything else is made up from the seed. */
export interface CustomerOptions {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly address?: Address;
  readonly iban?: string;
  /** One active contract when absent. */
  readonly subscriptions?: readonly Partial<Subscription>[];
}

/**
 * Three households: Anna with a contract, a solar roof and an old contract; Ben with a time-variable grid fee; Carla with an
 * analog meter.
 */
export const defaultCustomers: readonly CustomerOptions[] = [
  {
    email: 'anna@example.com',
    firstName: 'Anna',
    lastName: 'Beispiel',
    address: { street: 'Fliederbuschgasse', houseNumber: '17a', zip: '99988', city: 'Musterhausen' },
    iban: 'DE************4711',
    subscriptions: [
      {
        createdAt: '2024-06-10T09:30:00Z',
        startAt: '2024-06-30T22:00:00Z',
        reductions: [
          { module: 1, status: 'activated', validFrom: '2024-12-31T23:00:00Z', createdAt: '2024-11-20T08:00:00Z' },
          { module: 3, status: 'ordered', validFrom: null, createdAt: '2026-09-30T08:00:00Z' },
        ],
      },
      { createdAt: '2025-03-02T16:05:00Z', startAt: '2025-03-31T22:00:00Z', type: 'feed_in', estimatedUsageKwh: 6200 },
      {
        createdAt: '2022-01-15T08:00:00Z',
        startAt: '2022-01-31T23:00:00Z',
        endAt: '2024-06-30T22:00:00Z',
        status: 'ended',
      },
    ],
  },
  {
    email: 'ben@example.com',
    firstName: 'Ben',
    lastName: 'Muster',
    subscriptions: [
      {
        gridFee: {
          standardCt: 8.75,
          levels: [
            { from: '16:45', to: '20:15', ct: 13.04 },
            { from: '23:15', to: '05:45', ct: 1.58 },
          ],
        },
        reductions: [
          { module: 1, status: 'activated', validFrom: '2024-12-31T23:00:00Z', createdAt: '2024-11-20T08:00:00Z' },
          { module: 2, status: 'rejected', validFrom: null, createdAt: '2024-11-22T08:00:00Z' },
          { module: 3, status: 'activated', validFrom: '2025-03-31T22:00:00Z', createdAt: '2025-02-01T08:00:00Z' },
        ],
      },
    ],
  },
  {
    email: 'carla@example.com',
    firstName: 'Carla',
    lastName: 'Vorbild',
    subscriptions: [
      {
        createdAt: '2025-02-11T10:15:00Z',
        startAt: '2025-03-31T22:00:00Z',
        meterType: 'analog',
        estimatedUsageKwh: 2400,
      },
    ],
  },
];

/** Fills in what `options` leave open; the same seed gives the same identifiers. */
export function makeCustomer(options: CustomerOptions, seed: number): Customer {
  const { email } = options;
  const wanted = options.subscriptions ?? [{}];
  return {
    id: makeId('cus', seed, email),
    email,
    firstName: options.firstName ?? 'Kim',
    lastName: options.lastName ?? 'Kunde',
    address: options.address ?? { street: 'Musterstraße', houseNumber: '1', zip: '10115', city: 'Berlin' },
    iban: options.iban ?? 'DE************0000',
    subscriptions: wanted.map((subscription, index) => makeSubscription(subscription, seed, `${email}/${index}`)),
  };
}

function makeSubscription(wanted: Partial<Subscription>, seed: number, key: string): Subscription {
  return {
    id: makeId('sub', seed, key),
    type: 'consumption',
    status: 'active',
    startAt: '2024-01-31T23:00:00Z',
    endAt: null,
    createdAt: '2024-01-10T12:00:00Z',
    number: makeId('n', seed, key).slice(2, 10).toUpperCase(),
    estimatedUsageKwh: 3500,
    meterType: 'smart',
    resolutionMinutes: 15,
    gridFee: { standardCt: 9 },
    reductions: [],
    ...wanted,
  };
}
