import type * as z from 'zod';

/** How many values of a field are remembered at most; a name is another one for every node. */
const mostValues = 100;

/** Stands for every empty list. */
const emptyList = Symbol('[]');

/** Decodes fields one by one; undefined where one of them cannot be. Absent fields are left out. */
export type FieldsReader = (plain: unknown) => Record<string, unknown> | undefined;

/**
 * Remembers what short texts, numbers and flags decode to, for each field of a shape: hundreds of nodes that start at once
 * mostly have the same settings, and each field decodes by itself. What is decoded may be shared, so nobody may change it.
 */
export function rememberedFields(shape: z.ZodRawShape): FieldsReader {
  const readers = Object.entries(shape).map(([name, field]) => [name, rememberedField(field as z.ZodType)] as const);
  return (plain) => {
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return undefined;
    const decoded: Record<string, unknown> = {};
    for (const [name, read] of readers) {
      const field = read((plain as Readonly<Record<string, unknown>>)[name]);
      if (field === undefined) return undefined;
      if (field.value !== undefined) decoded[name] = field.value;
    }
    return decoded;
  };
}

interface DecodedField {
  readonly value: unknown;
}

function rememberedField(schema: z.ZodType): (raw: unknown) => DecodedField | undefined {
  const values = new Map<unknown, DecodedField>();
  return (raw) => {
    const key = keyOf(raw);
    const known = key === undefined ? undefined : values.get(key);
    if (known !== undefined) return known;
    const result = schema.safeParse(raw);
    if (!result.success) return undefined;
    const decoded = { value: result.data };
    if (key === undefined) return decoded;
    if (values.size >= mostValues) values.clear();
    values.set(key, decoded);
    return decoded;
  };
}

const longestKept = 100;
const absent = Symbol('absent');

/** What a raw value is remembered by; undefined = not at all. */
function keyOf(raw: unknown): unknown {
  if (raw === undefined) return absent;
  if (Array.isArray(raw) && raw.length === 0) return emptyList;
  if (typeof raw === 'string') return raw.length <= longestKept ? raw : undefined;
  return typeof raw === 'number' || typeof raw === 'boolean' || raw === null ? raw : undefined;
}
