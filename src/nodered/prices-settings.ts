import { z } from 'zod';
import { decodeFields, textField } from './fields.js';
import { migrate } from './migrations.js';

const schema = z.object({
  name: textField(''),
  account: textField(''),
  subscription: textField(''),
  topic: textField('nomos/price'),
});

/** What a `nomos-prices` node stores. */
export type PricesNodeSettings = z.infer<typeof schema>;

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodePricesSettings(stored: unknown): PricesNodeSettings {
  return decodeFields(schema, migrate('nomos-prices', stored));
}
