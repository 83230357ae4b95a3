import type { SettingsTable } from './setting.js';

/** The settings of a `nomos-usage` node. */
export const usageSettings = {
  name: { kind: 'text', default: '', row: { place: 'top', icon: 'tag', placeholder: 'name' } },
  account: { kind: 'account', default: '', required: true, row: { place: 'top', icon: 'user' } },
  /** Empty = the account's own. */
  subscription: { kind: 'subscription', default: '', row: { place: 'top', icon: 'file-text-o' } },
  /** What is reported: the last whole one of these. */
  period: {
    kind: 'choice',
    choices: ['day', 'week', 'month'],
    default: 'day',
    row: { place: 'top', icon: 'calendar' },
  },
  /** Whether every new period is reported without a message. */
  automatic: { kind: 'flag', default: true, unit: 'automatic', row: { place: 'top', icon: 'clock-o' } },
  /** A tariff to compare with, gross ct/kWh. */
  fixedPriceCt: {
    kind: 'number',
    min: 0,
    max: 10_000,
    unit: 'price',
    row: { place: 'compare', icon: 'balance-scale', placeholder: 'none' },
  },
  topic: { kind: 'text', default: 'nomos/usage', row: { place: 'compare', icon: 'tasks' } },
} as const satisfies SettingsTable;
