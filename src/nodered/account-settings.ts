import { z } from 'zod';
import { choiceField, decodeFields, textField } from './fields.js';
import { migrate } from './migrations.js';

export const defaultBaseUrl = 'https://api.nomos.energy';

const schema = z.object({
  name: textField(''),
  baseUrl: textField(defaultBaseUrl),
  grant: choiceField(['consent', 'client-credentials'], 'consent'),
  redirectUri: textField(''),
  subscription: textField(''),
});

/** What a `nomos-account` node stores, without its credentials. */
export type AccountNodeSettings = z.infer<typeof schema>;

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodeAccountSettings(stored: unknown): AccountNodeSettings {
  const settings = decodeFields(schema, migrate('nomos-account', stored));
  return { ...settings, baseUrl: settings.baseUrl === '' ? defaultBaseUrl : settings.baseUrl.replace(/\/+$/, '') };
}
