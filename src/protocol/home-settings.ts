import type { SettingsTable } from './setting.js';

const fixed = { feedIn: ['fixed'] };
const contract = { feedIn: ['contract'] };
const paid = { feedIn: ['fixed', 'contract'] };

/** The settings of a `nomos-home` node: what the devices of one house share. */
export const homeSettings = {
  name: { kind: 'text', default: '', row: { place: 'top', icon: 'tag', placeholder: 'name' } },
  /** What all devices together may take, kW; absent = no limit. */
  limitKw: {
    kind: 'number',
    min: 0,
    above: true,
    max: 1000,
    unit: 'kilowatts',
    row: { place: 'limit', icon: 'bolt', placeholder: 'noLimit' },
  },
  oneAtATime: { kind: 'flag', default: false, unit: 'oneAtATime', row: { place: 'limit', icon: 'exchange' } },
  /** What a kWh earns that is fed in; `none` = the sun is not minded. */
  feedIn: {
    kind: 'choice',
    choices: ['none', 'fixed', 'contract'],
    default: 'none',
    row: { place: 'sun', icon: 'sun-o' },
  },
  feedInCt: {
    kind: 'number',
    min: -10_000,
    max: 10_000,
    default: 0,
    unit: 'price',
    when: fixed,
    row: { place: 'sun', icon: 'eur' },
  },
  account: { kind: 'account', default: '', when: contract, row: { place: 'sun', icon: 'user' } },
  /** Empty = the account's only contract for feeding in. */
  subscription: {
    kind: 'subscription',
    default: '',
    when: contract,
    row: { place: 'sun', icon: 'file-text-o' },
  },
  /** What the rest of the house takes all the time, kW: the sun serves it first. */
  baseLoadKw: {
    kind: 'number',
    min: 0,
    max: 1000,
    default: 0.3,
    unit: 'kilowatts',
    when: paid,
    row: { place: 'sun', icon: 'home' },
  },
} as const satisfies SettingsTable;
