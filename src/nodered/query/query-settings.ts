import type { Resource, ResourceQuery } from '../../account/reading/resource-query.js';
import { ConfigError, invalidValue } from '../../errors.js';
import { querySettings } from '../../protocol/query-settings.js';
import { type SettingsTable, scoped } from '../../protocol/setting.js';
import { migrate } from '../values/migrations.js';
import { decoderOf, optionsDecoderOf } from '../values/settings.js';

const table: SettingsTable = querySettings;
const resources: readonly string[] = querySettings.resource.choices;
const decodeNode = decoderOf(querySettings);
const decodeResource = decoderOf({ resource: querySettings.resource });
const decodeOptions = optionsDecoderOf(scoped(querySettings, 'message'));

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
  const lifted = migrate('nomos-query', stored);
  const { resource } = decodeResource(lifted);
  const mattering = Object.entries(lifted).filter(([name]) => usesOf(name).includes(resource));
  const { name, account, topic, ...asked } = decodeNode(Object.fromEntries(mattering));
  return { name, account, topic, query: checked(asked) };
}

/**
 * The question of a message: that of the node, changed by `msg.options`, where null takes a value back. With another
 * resource than the node's own, words and invoice of the node do not hold. Throws as above, also for an option that
 * the resource has no use for.
 */
export function queryOf(own: ResourceQuery, options: unknown): ResourceQuery {
  if (options === undefined) return own;
  const { given: decoded, asGiven } = decodeOptions(options);
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
  const uses = usesOf(name);
  const isTakenBack = value === null || value === '' || value === undefined;
  if (isTakenBack && (name === 'resource' || name === 'maxItems') && value !== undefined) {
    throw invalidValue(name, value, { rule: 'value' });
  }
  if (isTakenBack || uses.includes(resource)) return;
  throw invalidValue(name, value, { rule: 'only-with-resource', resources: uses.join(' | ') });
}

/** The question without what does not matter for its resource; throws where the rest does not fit together. */
function checked(question: ResourceQuery): ResourceQuery {
  const { resource } = question;
  const aside = ['from', 'to', 'entryStatus', 'kind', 'invoice'].filter((name) => !usesOf(name).includes(resource));
  const query: ResourceQuery = { ...question, ...Object.fromEntries(aside.map((name) => [name, undefined])) };
  const { from, to } = query;
  if (from !== undefined && to !== undefined && to < from) throw invalidValue('to', to, `${from} (from) …`);
  if (resource === 'customer' && !query.personalData) {
    throw new ConfigError('personal-data-off', 'a customer is personal data, which is not switched on');
  }
  return query;
}

/** The resources for which a setting matters; it is left aside for all others. */
function usesOf(name: string): readonly string[] {
  return table[name]?.when?.resource ?? resources;
}
