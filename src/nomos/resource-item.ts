import * as z from 'zod/mini';
import { isoLocal, marketTimeZone, parseInstant } from '../time/index.js';

/** A value of an item: a text, a number in the unit of its name, or a part with values of its own. */
export type ItemValue = string | number | ResourceItem;

/**
 * Something that Nomos keeps, by our names: units in the names of numbers, instants in ISO 8601 with the local offset, words
 * with hyphens. What Nomos does not say is absent.
 */
export interface ResourceItem {
  readonly [name: string]: ItemValue;
}

/** How one value is read from the wire. */
export interface Field {
  /** The name on the wire. */
  readonly wire: string;
  readonly shape: z.ZodMiniType<ItemValue | undefined> | FieldTable;
  /** Says who the customer is, or where and how they live or pay: given only where that is asked for. */
  readonly isPersonal?: true;
}

/** The values of an item by our names, in the order in which they are shown. */
export interface FieldTable {
  readonly [name: string]: Field;
}

/** Whether personal values are read at all. */
export type Privacy = 'personal-data' | 'no-personal-data';

const instantShape = z.pipe(
  z.string(),
  z.transform((text: string) => {
    const at = parseInstant(text);
    return at === undefined ? undefined : isoLocal(marketTimeZone, at);
  }),
);

/** A text as it is. */
export const text = (wire: string): Field => ({ wire, shape: z.string() });
/** A word out of a list that may grow; `feed_in` on the wire is `feed-in` with us. */
export const word = (wire: string): Field => ({ wire, shape: z.pipe(z.string(), z.transform(hyphenated)) });
/** A number in the unit that our name says. */
export const number = (wire: string): Field => ({ wire, shape: z.number() });
/** A date and time. */
export const instant = (wire: string): Field => ({ wire, shape: instantShape });
/** A part with values of its own; left out when none of them is there. */
export const part = (wire: string, fields: FieldTable): Field => ({ wire, shape: fields });
/** The same, but only where personal data is asked for. */
export const personal = (field: Field): Field => ({ ...field, isPersonal: true });

/** A word as we write it. */
export function hyphenated(wireWord: string): string {
  return wireWord.replaceAll('_', '-');
}

/**
 * The wire shape of an item, which turns it into ours. Only the fields of the table are read: what Nomos adds is left out,
 * because nobody knows whether it is personal. An `id` must be there; everything else may be missing or null.
 */
export function itemShape(fields: FieldTable, privacy: Privacy): z.ZodMiniType<ResourceItem> {
  const shown = Object.entries(fields).filter(([, { isPersonal }]) => privacy === 'personal-data' || !isPersonal);
  const members = shown.map(([name, { wire, shape }]) => {
    const inner = shape instanceof z.ZodMiniType ? shape : itemShape(shape as FieldTable, privacy);
    return [wire, name === 'id' ? inner : z.nullish(inner)] as const;
  });
  const ours = z.transform((wire: Readonly<Record<string, ItemValue | null | undefined>>) => {
    const values = shown.map(([name, field]) => [name, wire[field.wire]] as const);
    return Object.fromEntries(values.filter((entry): entry is [string, ItemValue] => isSaid(entry[1])));
  });
  return z.pipe(z.object(Object.fromEntries(members)), ours);
}

function isSaid(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
