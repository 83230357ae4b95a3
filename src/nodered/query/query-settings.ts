import * as z from 'zod';
import type { Resource, ResourceQuery } from '../../account/reading/resource-query.js';
import { ConfigError, invalidValue } from '../../errors.js';
import {
  choiceField,
  dayField,
  decodeFields,
  decodeOptions,
  flagField,
  numberField,
  optionsOf,
  ruled,
  textField,
} from '../values/fields.js';
import { migrate } from '../values/migrations.js';

const lists = ['subscriptions', 'invoices', 'meter-readings', 'grid-fee-reductions'] as const;
const resources = [...lists, 'subscription', 'plan', 'customer', 'invoice-file'] as const satisfies readonly Resource[];
const mostItems = 10_000;

/** For which resources a setting matters; it is left aside for all others. */
const matters: Readonly<Record<string, readonly Resource[]>> = {
  subscription: resources.filter((resource) => resource !== 'subscriptions'),
  from: lists,
  to: lists,
  entryStatus: lists.filter((list) => list !== 'meter-readings'),
  kind: lists,
  maxItems: lists,
  invoice: ['invoice-file'],
};

const wordText = ruled('word');
const wordField = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  z
    .string(wordText)
    .regex(/^[\w-]{1,60}$/, wordText)
    .optional(),
);
const invoiceField = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  z
    .string('inv_…')
    .regex(/^[\w-]{1,128}$/, 'inv_…')
    .optional(),
);

const queryShape = {
  resource: choiceField(resources),
  subscription: textField,
  from: dayField,
  to: dayField,
  entryStatus: wordField,
  kind: wordField,
  maxItems: numberField(1, mostItems),
  invoice: invoiceField,
};
const nodeSchema = z.object({
  ...queryShape,
  name: textField,
  account: textField,
  topic: textField,
  personalData: flagField,
});
const optionsSchema = optionsOf(queryShape);

/** What a `nomos-query` node stores. */
export interface QueryNodeSettings {
  readonly name: string;
  readonly account: string;
  readonly topic: string;
  readonly query: ResourceQuery;
}

/**
 * Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed, and
 * `personal-data-off` for a customer without personal data.
 */
export function decodeQuerySettings(stored: unknown): QueryNodeSettings {
  const fields = decodeFields(nodeSchema, migrate('nomos-query', stored));
  const { name = '', account = '', topic = 'nomos/query', ...asked } = fields;
  const { resource = 'subscriptions', subscription = '', maxItems = 1000, personalData = false } = asked;
  return { name, account, topic, query: checked({ ...asked, resource, subscription, maxItems, personalData }) };
}

/**
 * The question of a message: that of the node, changed by `msg.options`, where null takes a value back. With another
 * resource than the node's own, words and invoice of the node do not hold. Throws as above, also for an option that
 * the resource has no use for.
 */
export function queryOf(own: ResourceQuery, options: unknown): ResourceQuery {
  if (options === undefined) return own;
  const { given: decoded, asGiven } = decodeOptions(optionsSchema, options);
  const { resource = own.resource } = decoded;
  const kept =
    resource === own.resource ? own : { ...own, entryStatus: undefined, kind: undefined, invoice: undefined };
  const given = Object.entries(asGiven);
  for (const [name, value] of given) checkOption(name, value, resource);
  const takenBack = given.filter(([, value]) => value === null || value === '').map(([name]) => [name, undefined]);
  const { subscription = '', ...query } = { ...kept, ...Object.fromEntries(takenBack), ...decoded };
  return checked({ ...query, subscription });
}

function checkOption(name: string, value: unknown, resource: Resource): void {
  const uses = matters[name] ?? resources;
  const isTakenBack = value === null || value === '' || value === undefined;
  if (isTakenBack && (name === 'resource' || name === 'maxItems') && value !== undefined) {
    throw invalidValue(name, value, { rule: 'value' });
  }
  if (isTakenBack || uses.includes(resource)) return;
  throw invalidValue(name, value, { rule: 'only-with-resource', resources: uses.join(' | ') });
}

/** The question without what does not matter for its resource; throws where the rest is wrong. */
function checked(question: ResourceQuery): ResourceQuery {
  const { resource, maxItems } = question;
  const aside = ['from', 'to', 'entryStatus', 'kind', 'invoice'].filter((name) => !matters[name]?.includes(resource));
  const query: ResourceQuery = { ...question, ...Object.fromEntries(aside.map((name) => [name, undefined])) };
  const { from, to } = query;
  if (!Number.isInteger(maxItems)) {
    throw invalidValue('maxItems', maxItems, { rule: 'whole-number', least: 1, most: mostItems });
  }
  if (from !== undefined && to !== undefined && to < from) throw invalidValue('to', to, `${from} (from) …`);
  if (resource === 'customer' && !query.personalData) {
    throw new ConfigError('personal-data-off', 'a customer is personal data, which is not switched on');
  }
  return query;
}
