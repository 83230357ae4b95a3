import * as z from 'zod';
import { choiceField, decodeFields, textField } from '../values/fields.js';
import { migrate } from '../values/migrations.js';

export const defaultBaseUrl = 'https://api.nomos.energy';

const schema = z.object({
  name: textField,
  baseUrl: textField,
  grant: choiceField(['consent', 'client-credentials']),
  subscription: textField,
});

/** What a `nomos-account` node stores, as far as the runtime needs it, without its credentials. */
export interface AccountNodeSettings {
  readonly name: string;
  readonly baseUrl: string;
  readonly grant: 'consent' | 'client-credentials';
  /** Empty = the only active one. */
  readonly subscription: string;
}

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeAccountSettings(stored: unknown): AccountNodeSettings {
  const {
    name = '',
    baseUrl = defaultBaseUrl,
    grant = 'consent',
    subscription = '',
  } = decodeFields(schema, migrate('nomos-account', stored));
  return { name, baseUrl, grant, subscription };
}
