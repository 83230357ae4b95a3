import * as z from 'zod/mini';
import { type Allowed, type ConfigError, invalidValue } from '../../errors.js';
import { clockTimeOf, localDeadlineOf } from '../../protocol/clock-time.js';
import { longestShortText, longestText, mostStretches, patterns, phaseBounds } from '../../protocol/patterns.js';
import type { Bounds } from '../../protocol/setting.js';
import { checkTimeZone } from '../../time/index.js';
import { nearestNames } from './nearest-names.js';
import { plainValue } from './plain-value.js';

/**
 * Building blocks for everything that comes from outside: node settings, message options, request bodies. Each block
 * names what it allows, in words that need no translation or by a rule. Every field may be absent (also as an empty text or null),
 * and numbers may come as text, because dialogs store text.
 */

/** Stands before the name of a rule (see `Allowed`) where zod wants a message. */
const ruleMark = 'rule ';
/** Stands between the names of options where zod wants a message. */
const nameMark = ' | ';
const shortText = ruled('short-text');
const weekdayList = ruled('weekdays');
const timeZoneText = ruled('time-zone');
const profileText = ruled('profile');
const stretchesText = ruled('stretches', { most: mostStretches });
/** Fields whose value is never repeated, because it is a secret or an address that may hold one. */
const mayBeSecret = new Set(['clientSecret', 'url', 'baseUrl']);
const wallTimeText = 'HH:MM, 00:00 … 23:59';
const dayText = 'YYYY-MM-DD';
const deadlineText = ruled('time-or-instant');

/** Schemas of fields by their names. */
export type FieldShapes = Readonly<Record<string, z.ZodMiniType>>;

/** A schema for what comes of a value once it is prepared. */
export function preprocessed<Schema extends z.ZodMiniType>(prepare: (value: unknown) => unknown, schema: Schema) {
  return z.pipe(z.transform(prepare), schema);
}

/** A number within bounds. */
export function numberField(bounds: Bounds) {
  return preprocessed(toNumber, z.optional(numberWithin(bounds)));
}

/** A number within bounds that must be there. */
export function requiredNumber(bounds: Bounds) {
  return preprocessed(toNumber, numberWithin(bounds));
}

/** One of some words, or a number within bounds, both included. */
export function numberOrWordField(words: readonly string[], { min, max }: Bounds) {
  const allowed = `${words.join(nameMark)} | ${min} … ${max}`;
  const number = z.number(allowed).check(z.minimum(min, allowed), z.maximum(max, allowed));
  return preprocessed(toNumber, z.optional(z.union([z.enum(words, allowed), number], allowed)));
}

/** One of a fixed list of words, or of numbers, which may come as text. */
export function choiceField<const Choice extends string | number>(choices: readonly Choice[]) {
  const areNumbers = choices.every((choice) => typeof choice === 'number');
  return preprocessed(areNumbers ? toNumber : toAbsent, z.optional(z.literal([...choices], choices.join(nameMark))));
}

/** A local wall time as people write it (`7`, `7 Uhr`, `7 pm`); decodes to `HH:MM`. */
export function timeField() {
  return preprocessed((value) => clockTimeOf(value) ?? toAbsent(value), z.optional(wallTime()));
}

/** A local day `YYYY-MM-DD` that the calendar has. */
export const dayField = preprocessed(toAbsent, z.optional(z.string(dayText).check(z.refine(isDay, dayText))));

/** A text of at most 1,000 characters. */
export const textField = preprocessed(
  toAbsent,
  z.optional(z.string(shortText).check(z.maxLength(longestText, shortText))),
);

/** A deadline: a wall time, alone or on a day of the week, or an instant, as text; the planner checks whether it is one. */
export function deadlineField() {
  return preprocessed(
    (value) => localDeadlineOf(value) ?? toAbsent(value),
    z.optional(z.string(deadlineText).check(z.maxLength(longestShortText, deadlineText))),
  );
}

/** Yes or no; a text `true` or `false` counts. */
export function flagField() {
  return preprocessed(
    (value) => (value === 'true' ? true : value === 'false' ? false : toAbsent(value)),
    z.optional(z.boolean('true | false')),
  );
}

/** ISO weekdays, Monday is 1; as a list or as text such as `1,2,3`. */
export function weekdaysField() {
  return preprocessed(
    (value) => (isShortText(value) && value !== '' ? value.split(',').map(Number) : toAbsent(value)),
    z.optional(z.custom<number[]>(isWeekdays, weekdayList)),
  );
}

/** An IANA time zone that this machine knows. */
export function timeZoneField() {
  return preprocessed(toAbsent, z.optional(z.string(timeZoneText).check(z.refine(isTimeZone, timeZoneText))));
}

/** An id or a word of Nomos, as the pattern has it; `allowed` is what is told of it. */
export function patternField(pattern: RegExp, allowed: string) {
  return preprocessed(toAbsent, z.optional(z.string(allowed).check(z.regex(pattern, allowed))));
}

/** Phases of a load, each with its minutes and kW. */
export function profileField() {
  const phase = { minutes: requiredNumber(phaseBounds.minutes), powerKw: requiredNumber(phaseBounds.powerKw) };
  const phases = z.array(z.object(phase, profileText), profileText);
  return preprocessed(toAbsent, z.optional(phases.check(z.maxLength(phaseBounds.most, profileText))));
}

function wallTime() {
  return z.string(wallTimeText).check(z.regex(patterns.time, wallTimeText));
}

function requiredTime() {
  return preprocessed((value) => clockTimeOf(value) ?? value, wallTime());
}

/** Stretches of every day, each between two wall times as `timeField` takes them. */
export function stretchesField() {
  const stretch = z.object({ from: requiredTime(), to: requiredTime() }, stretchesText);
  const stretches = z.array(stretch, stretchesText).check(z.maxLength(mostStretches, stretchesText));
  return preprocessed(toAbsent, z.optional(stretches));
}

/** The message of a zod check whose text is the locale key `allowed.<rule>`, with its placeholders. */
export function ruled(rule: string, params: Readonly<Record<string, number>> = {}): string {
  return ruleMark + JSON.stringify({ ...params, rule });
}

/**
 * Decodes with a schema made of these blocks; throws `invalid-value` naming the first wrong field (`whole` when it is the
 * value itself), its value and what is allowed. Whatever the value is, it is read as `plainValue` does.
 */
export function decodeFields<T>(schema: z.ZodMiniType<T>, value: unknown, whole = 'value'): T {
  const plain = plainValue(value);
  const result = schema.safeParse(plain, { error: ownSentence });
  if (result.success) return result.data;
  throw fieldError(result.error, plain, whole);
}

/** Options of a message, decoded, without those that are absent. */
export interface DecodedOptions<T extends object> {
  readonly given: { [Name in keyof T]?: Exclude<T[Name], undefined> };
  /** As they came, safe to look at: null and an empty text take a value back. */
  readonly asGiven: Readonly<Record<string, unknown>>;
}

/** Decodes `msg.options` with a schema made by `optionsOf`; throws as above. */
export function decodeOptions<T extends object>(schema: z.ZodMiniType<T>, options: unknown): DecodedOptions<T> {
  const plain = plainValue(options);
  const given = presentFields(decodeFields(schema, plain, 'options'));
  return { given, asGiven: plain as Readonly<Record<string, unknown>> };
}

/** The schema of `msg.options` that may have these fields and no others. */
export function optionsOf<Shape extends FieldShapes>(shape: Shape) {
  return z.strictObject(shape, Object.keys(shape).join(nameMark));
}

/** The fields that are there, so that they can be laid over defaults. */
export function presentFields<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}

/** Where a schema says nothing itself, zod would, in English and in its own words. */
function ownSentence({ code, expected }: { readonly code?: string; readonly expected?: string }): string {
  return ruled(code === 'invalid_type' && expected === 'object' ? 'fields' : 'other-value');
}

function fieldError(error: z.core.$ZodError, value: unknown, whole: string): ConfigError {
  const [issue] = error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown];
  const wrong = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
  const { message = '?' } = issue ?? {};
  const shown = mayBeSecret.has(String(path.at(-1))) ? Symbol('…') : wrong;
  const allowed = unknown[0] === undefined ? allowedBy(message, path.length === 0) : knownNames(unknown[0], message);
  return invalidValue(path.map(String).join('.') || whole, shown, allowed);
}

function allowedBy(message: string, isWhole: boolean): Allowed {
  if (message.startsWith(ruleMark)) return JSON.parse(message.slice(ruleMark.length));
  return isWhole && message.includes(nameMark) ? { rule: 'options', names: message } : message;
}

function knownNames(unknown: string, names: string): Allowed {
  const nearest = nearestNames(unknown, names.split(nameMark)).join(nameMark);
  return nearest === '' ? names : { rule: 'option-name', names, nearest };
}

function numberWithin({ min, max, above, whole, orZero }: Bounds) {
  const allowed = orZero ? ruled('zero-or-whole', { least: min, most: max }) : `${min} … ${max}`;
  return z.number(allowed).check(
    z.minimum(orZero ? 0 : min, allowed),
    z.maximum(max, allowed),
    z.refine((number) => !orZero || number === 0 || number >= min, allowed),
    z.refine((number) => !above || number > min, ruled('number-above-zero')),
    z.refine((number) => !whole || Number.isInteger(number), ruled('whole-number', { least: min, most: max })),
  );
}

/** A number that may stand as text, with a point or a comma; an empty text and null are absent, all else stays as it is. */
function toNumber(value: unknown): unknown {
  if (!isShortText(value)) return value ?? undefined;
  const text = value.trim().replace(',', '.');
  if (text === '') return undefined;
  return patterns.number.test(text) ? Number(text) : value;
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestShortText;
}

function toAbsent(value: unknown): unknown {
  return value === '' || value === null ? undefined : value;
}

function isWeekdays(value: unknown): boolean {
  return Array.isArray(value) && value.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
}

function isDay(value: string): boolean {
  const midnight = new Date(patterns.day.test(value) ? `${value}T00:00:00Z` : Number.NaN);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

function isTimeZone(value: string): boolean {
  try {
    checkTimeZone(value);
    return true;
  } catch {
    return false;
  }
}
