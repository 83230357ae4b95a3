import type * as z from 'zod/mini';
import type { FieldShapes } from './fields.js';

/** How many values of a field are remembered at most; a name is another one for every node. */
const mostValues = 100;

/** Stands for every empty list. */
const emptyList = Symbol('[]');

/** A field that may be absent, and what stays as it is, so that no schema has to be made for it. */
export interface LazyField {
  readonly schema: () => z.ZodMiniType;
  /** Values that decode to themselves. */
  readonly choices?: readonly unknown[];
}

/** What fields decode to, without the absent ones, or the schema of the first one that cannot be: empty where that is the whole. */
export type FieldsRead =
  | { readonly decoded: Readonly<Record<string, unknown>> }
  | { readonly decoded?: undefined; readonly wrong: FieldShapes };

/** Decodes fields one by one. */
export type FieldsReader = (plain: unknown) => FieldsRead;

/**
 * Remembers what short texts, numbers and flags decode to, for each field: hundreds of nodes that start at once mostly have
 * the same settings, and each field decodes by itself. What is decoded may be shared, so nobody may change it.
 *
 * A schema takes kilobytes, and most settings are as in a new node: it is made for the first value that needs it.
 */
export function rememberedFields(fields: Readonly<Record<string, LazyField>>): FieldsReader {
  const readers = Object.entries(fields).map(([name, field]) => [name, rememberedField(field)] as const);
  return (plain) => {
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return { wrong: {} };
    const decoded: Record<string, unknown> = {};
    for (const [name, read] of readers) {
      const raw = (plain as Readonly<Record<string, unknown>>)[name];
      if (raw === undefined || raw === null || raw === '') continue;
      const field = read(raw);
      if (field.wrong !== undefined) return { wrong: { [name]: field.wrong } };
      if (field.value !== undefined) decoded[name] = field.value;
    }
    return { decoded };
  };
}

interface DecodedField {
  readonly value?: unknown;
  /** The schema that the value does not fit. */
  readonly wrong?: z.ZodMiniType;
}

function rememberedField({ schema, choices = [] }: LazyField): (raw: unknown) => DecodedField {
  const values = new Map<unknown, DecodedField>(choices.map((value) => [value, { value }]));
  let made: z.ZodMiniType | undefined;
  return (raw) => {
    const key = keyOf(raw);
    const known = key === undefined ? undefined : values.get(key);
    if (known !== undefined) return known;
    made ??= schema();
    const result = made.safeParse(raw);
    if (!result.success) return { wrong: made };
    const decoded = { value: result.data };
    if (key === undefined) return decoded;
    if (values.size >= mostValues) values.clear();
    values.set(key, decoded);
    return decoded;
  };
}

const longestKept = 100;

/** What a raw value is remembered by; undefined = not at all. */
function keyOf(raw: unknown): unknown {
  if (Array.isArray(raw) && raw.length === 0) return emptyList;
  if (typeof raw === 'string') return raw.length <= longestKept ? raw : undefined;
  return typeof raw === 'number' || typeof raw === 'boolean' ? raw : undefined;
}
