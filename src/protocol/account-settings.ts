import type { SettingsTable } from './setting.js';

/** The settings of a `nomos-account` node, without its credentials; the rows are steps of the sign-in and stand in its html. */
export const accountSettings = {
  name: { kind: 'text', default: '' },
  baseUrl: { kind: 'base-url', default: 'https://api.nomos.energy' },
  grant: { kind: 'choice', choices: ['consent', 'client-credentials'], default: 'consent' },
  redirectUri: { kind: 'redirect-uri', default: '' },
  /** Empty = the only active one. */
  subscription: { kind: 'subscription', default: '' },
} as const satisfies SettingsTable;
