import type { SettingsTable } from './setting.js';

const share = { kind: 'number', min: 0, max: 1, unit: 'share' } as const;

/** The settings of a `nomos-prices` node. */
export const pricesSettings = {
  name: { kind: 'text', default: '', row: { place: 'top', icon: 'tag', placeholder: 'name' } },
  account: { kind: 'account', default: '', required: true, row: { place: 'top', icon: 'user' } },
  /** Empty = the account's own. */
  subscription: { kind: 'subscription', default: '', row: { place: 'top', icon: 'file-text-o' } },
  topic: { kind: 'text', default: 'nomos/price', row: { place: 'top', icon: 'tasks' } },

  /** The unit of the amounts that the node sends. */
  unit: {
    kind: 'choice',
    choices: ['ct/kWh', 'EUR/kWh', 'EUR/MWh'],
    default: 'ct/kWh',
    row: { place: 'format', icon: 'money' },
  },
  /** The shape of the series on output 2: our own, or the one that power-saver's nodes read. */
  format: {
    kind: 'choice',
    choices: ['native', 'power-saver'],
    default: 'native',
    row: { place: 'format', icon: 'list' },
  },
  /** Local wall time `HH:MM` from which on it is news that tomorrow's prices are missing. */
  missingAt: { kind: 'time', default: '17:00', unit: 'missingAt', row: { place: 'format', icon: 'bell-o' } },

  /** Shares of the day that are cheaper; each at least the one before. */
  veryCheapBelow: { ...share, default: 0.1, row: { place: 'levels', icon: 'angle-double-down' } },
  cheapBelow: { ...share, default: 0.3, row: { place: 'levels', icon: 'angle-down' } },
  normalBelow: { ...share, default: 0.7, row: { place: 'levels', icon: 'minus' } },
  expensiveBelow: { ...share, default: 0.9, row: { place: 'levels', icon: 'angle-up' } },
  /** Between the lowest and the highest price of a day, ct/kWh. */
  minSpreadCt: {
    kind: 'number',
    min: 0,
    max: 1000,
    default: 2,
    unit: 'price',
    row: { place: 'levels', icon: 'arrows-v' },
  },
} as const satisfies SettingsTable;
