import { z } from 'zod';
import { type ConfigError, invalidValue } from '../errors.js';
import { checkTimeZone } from '../time/index.js';

/**
 * Building blocks for everything that comes from outside: node settings, message options, request bodies. Each block
 * names what it allows, in words that need no translation. Numbers may come as text, because dialogs store text.
 */

const shortText = 'text, at most 1000 characters';
const weekdayList = 'list of 1 (Monday) … 7 (Sunday)';
const wallTimeText = 'HH:MM, 00:00 … 23:59';
const wallTime = z.string(wallTimeText).regex(/^([01]\d|2[0-3]):[0-5]\d$/, wallTimeText);

/** A number within bounds, both included. */
export function numberField(min: number, max: number, fallback: number) {
  return z.preprocess(toNumber, boundedNumber(min, max).default(fallback));
}

/** A number within bounds, or absent (also as an empty text). */
export function optionalNumberField(min: number, max: number) {
  return z.preprocess(toNumber, boundedNumber(min, max).optional());
}

/** One of a fixed list of words. */
export function choiceField<const T extends readonly [string, ...string[]]>(choices: T, fallback: T[number]) {
  return z.preprocess(
    emptyToUndefined,
    z.enum(choices, { error: () => choices.join(' | ') }).default(fallback as never),
  ) as unknown as z.ZodType<T[number]>;
}

/** A local wall time `HH:MM`. */
export function timeField(fallback: string) {
  return z.preprocess(emptyToUndefined, wallTime.default(fallback));
}

/** A local wall time `HH:MM`, or absent. */
export function optionalTimeField() {
  return z.preprocess(emptyToUndefined, wallTime.optional());
}

/** A text of at most 1,000 characters. */
export function textField(fallback: string) {
  return z.preprocess((value) => value ?? undefined, z.string(shortText).max(1000, shortText).default(fallback));
}

/** Yes or no; a text `true` or `false` counts. */
export function flagField(fallback: boolean) {
  return z.preprocess(
    (value) => (value === 'true' ? true : value === 'false' ? false : emptyToUndefined(value)),
    z.boolean('true | false').default(fallback),
  );
}

/** ISO weekdays, Monday is 1; as a list or as text such as `1,2,3`. */
export const weekdaysField = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').filter(Boolean).map(Number) : (value ?? undefined)),
  z
    .array(z.number(weekdayList).int(weekdayList).min(1, weekdayList).max(7, weekdayList), weekdayList)
    .default([1, 2, 3, 4, 5, 6, 7]),
);

/** An IANA time zone that this machine knows. */
export function timeZoneField(fallback: string) {
  const allowed = 'IANA time zone, e.g. Europe/Berlin';
  return z.preprocess(emptyToUndefined, z.string(allowed).refine(isTimeZone, allowed).default(fallback));
}

/** Decodes with a schema made of these blocks; throws `invalid-value` naming the first wrong field, its value and what is allowed. */
export function decodeFields<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw fieldError(result.error, value);
}

function fieldError(error: z.ZodError, value: unknown): ConfigError {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const wrong = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
  return invalidValue(path.join('.') || 'value', wrong, issue?.message ?? '?');
}

function boundedNumber(min: number, max: number) {
  const allowed = `${min} … ${max}`;
  return z.number(allowed).min(min, allowed).max(max, allowed);
}

function toNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  const text = value.trim().replace(',', '.');
  if (text === '') return undefined;
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : value;
}

function emptyToUndefined(value: unknown): unknown {
  return value === '' || value === null ? undefined : value;
}

function isTimeZone(value: string): boolean {
  try {
    checkTimeZone(value);
    return true;
  } catch {
    return false;
  }
}
