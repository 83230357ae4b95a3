import type { SettingsTable } from './setting.js';

const lists = { resource: ['subscriptions', 'invoices', 'meter-readings', 'grid-fee-reductions'] } as const;
const withStatus = { resource: ['subscriptions', 'invoices', 'grid-fee-reductions'] } as const;
const resources = [
  'subscriptions',
  'subscription',
  'invoices',
  'invoice-file',
  'meter-readings',
  'grid-fee-reductions',
  'plan',
  'customer',
] as const;

/** The settings of a `nomos-query` node. */
export const querySettings = {
  name: { kind: 'text', default: '', row: { place: 'top', icon: 'tag', placeholder: 'name' } },
  account: { kind: 'account', default: '', required: true, row: { place: 'top', icon: 'user' } },
  resource: {
    kind: 'choice',
    scope: 'message',
    choices: resources,
    default: 'subscriptions',
    row: { place: 'top', icon: 'search' },
  },
  /** Empty = the account's own. */
  subscription: {
    kind: 'subscription',
    scope: 'message',
    default: '',
    when: { resource: resources.filter((resource) => resource !== 'subscriptions') },
    row: { place: 'what', icon: 'file-text-o' },
  },
  /** Absent = the newest. */
  invoice: {
    kind: 'invoice',
    scope: 'message',
    when: { resource: ['invoice-file'] },
    row: { place: 'what', icon: 'file-pdf-o', placeholder: 'newest' },
  },
  topic: { kind: 'text', default: 'nomos/query', row: { place: 'what', icon: 'tasks' } },

  /** The `status` of the entries; a node has a status and a type of its own, so that the settings need other names. */
  entryStatus: {
    kind: 'word',
    scope: 'message',
    when: withStatus,
    row: { place: 'filter', icon: 'flag-o', placeholder: 'any', list: true },
  },
  /** The `type` of the entries. */
  kind: {
    kind: 'word',
    scope: 'message',
    when: lists,
    row: { place: 'filter', icon: 'filter', placeholder: 'any', list: true },
  },
  /** First and last local day, both included. */
  from: { kind: 'day', scope: 'message', when: lists, row: { place: 'filter', icon: 'step-forward' } },
  to: { kind: 'day', scope: 'message', when: lists, row: { place: 'filter', icon: 'step-backward' } },
  maxItems: {
    kind: 'number',
    scope: 'message',
    min: 1,
    max: 10_000,
    whole: true,
    default: 1000,
    unit: 'items',
    when: lists,
    row: { place: 'filter', icon: 'list-ol' },
  },

  /** Whether values that say who the customer is, and where and how they live or pay, are read at all. */
  personalData: {
    kind: 'flag',
    default: false,
    unit: 'personalData',
    row: { place: 'privacy', icon: 'user-secret' },
  },
} as const satisfies SettingsTable;
