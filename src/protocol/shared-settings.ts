/** Settings that are the same in each node that plans by prices, each an entry of its table. */

/** For what is about the prices of an account. */
export const ofAccount = { priceSource: ['account'] } as const;

export const account = { kind: 'account', default: '', when: ofAccount, row: { place: 'top', icon: 'user' } } as const;

/** Where prices come from. */
export const priceSource = {
  kind: 'choice',
  scope: 'node',
  choices: ['account', 'message'],
  default: 'account',
  row: { place: 'prices', icon: 'line-chart' },
} as const;

/** For prices that come by message without a unit. */
export const priceUnit = {
  kind: 'choice',
  choices: ['automatic', 'ct/kWh', 'EUR/kWh', 'EUR/MWh'],
  default: 'automatic',
  when: { priceSource: ['message'] },
  row: { place: 'prices', icon: 'eur' },
} as const;

/** The contract whose prices count; empty = the account's own choice. */
export const subscription = {
  kind: 'subscription',
  default: '',
  when: ofAccount,
  row: { place: 'prices', icon: 'file-text-o' },
} as const;

/** When output 1 is sent again: on a change only, with every plan, or also every so many minutes. */
export const resend = {
  kind: 'number-or-word',
  scope: 'message',
  words: ['change', 'replan'],
  min: 1,
  max: 10_080,
  default: 'change',
  unit: 'minutes',
  row: { place: 'output', icon: 'share' },
} as const;

/** Whether output 1 is sent after a deploy and a restart. */
export const sendOnStart = {
  kind: 'flag',
  scope: 'node',
  default: true,
  unit: 'sendOnStart',
  row: { place: 'output', icon: 'power-off' },
} as const;
