import { z } from 'zod';
import { decodeFields, textField } from './fields.js';
import { migrate } from './migrations.js';

const schema = z.object({ name: textField, account: textField, subscription: textField, topic: textField });

/** What a `nomos-prices` node stores. */
export interface PricesNodeSettings {
  readonly name: string;
  readonly account: string;
  /** Empty = the account's own. */
  readonly subscription: string;
  readonly topic: string;
}

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodePricesSettings(stored: unknown): PricesNodeSettings {
  const {
    name = '',
    account = '',
    subscription = '',
    topic = 'nomos/price',
  } = decodeFields(schema, migrate('nomos-prices', stored));
  return { name, account, subscription, topic };
}
