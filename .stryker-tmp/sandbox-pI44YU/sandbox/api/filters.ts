// @ts-nocheck
import { badField } from './paging.js';

type Kind = 'string' | 'enum' | 'date';

/** The fields that a list can be filtered by. */
export type FilterFields = Readonly<Record<string, Kind>>;

type Test = (value: unknown, wanted: string) => boolean;

const isNull: Test = (value, wanted) => (value === null || value === undefined) === (wanted === 'true');
const words: Readonly<Record<string, Test>> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  in: (value, wanted) => wanted.split(',').includes(String(value)),
  is_null: isNull,
};
const operators: Readonly<Record<Kind, Readonly<Record<string, Test>>>> = {
  enum: words,
  string: {
    ...words,
    contains: (value, wanted) => String(value).includes(wanted),
    starts_with: (value, wanted) => String(value).startsWith(wanted),
    ends_with: (value, wanted) => String(value).endsWith(wanted),
  },
  date: {
    gte: (value, wanted) => Date.parse(String(value)) >= Date.parse(wanted),
    lte: (value, wanted) => Date.parse(String(value)) <= Date.parse(wanted),
    is_null: isNull,
  },
};

/**
 * The entries that pass every `filter[field][operator]=value` of a query. Unknown fields and operators are silently
 * ignored, as Nomos does; throws 400 for another form, and for a date that is none.
 */
export function filtered<Entry extends object>(
  entries: readonly Entry[],
  query: URLSearchParams,
  fields: FilterFields,
): readonly Entry[] {
  let left = entries;
  for (const [name, wanted] of query) {
    if (!name.startsWith('filter')) continue;
    const [, field, operator = ''] = /^filter\[([\w.]+)\]\[(\w+)\]$/.exec(name) ?? [];
    if (field === undefined) throw badField(name, 'custom', 'Expected filter[field][operator]');
    const kind = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const test = kind && operators[kind][operator];
    if (test === undefined) continue;
    if (kind === 'date' && operator !== 'is_null' && Number.isNaN(Date.parse(wanted))) {
      throw badField(name, 'invalid_date', 'Expected an ISO 8601 date');
    }
    left = left.filter((entry) => test(Object.entries(entry).find(([own]) => own === field)?.[1], wanted));
  }
  return left;
}
