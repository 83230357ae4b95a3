import { clockTimeOf } from '../../protocol/clock-time.js';
import { longestShortText, patterns } from '../../protocol/patterns.js';
import type { SettingsTable, When } from '../../protocol/setting.js';

const hour = '([01]\\d|2[0-3])';
const day = '(?<year>\\d{4})(?<dash>-?)(?<month>\\d\\d)\\k<dash>(?<day>\\d\\d)';
const clock = `${hour}((?<colon>:?)[0-5]\\d(\\k<colon>([0-5]\\d|60)([.,]\\d{1,9})?)?)?`;
const offset = `([Zz]|[+-]${hour}((?<gap>:?)[0-5]\\d(\\k<gap>[0-5]\\d([.,]\\d{1,9})?)?)?)`;
const instantPattern = new RegExp(`^${day}[Tt ]${clock}${offset}(\\[[^\\]]+\\])*$`);

/** What Node-RED's list of accounts or houses holds where there is none, or none is chosen. */
export const noChoice = '_ADD_';

/** True for what the runtime takes for "not there", so that the default applies: no property, null or an empty text. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** True for a reference such as `${NAME}`, in place of which Node-RED puts a value of the environment. */
export function isVariable(value: unknown): boolean {
  return typeof value === 'string' && /^\$(\{\S+\}|\(\S+\))$/.test(value);
}

/** A number that may stand as text, with a point or a comma, as the runtime reads it; NaN for all else. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  const digits = isShort(value) ? value.trim().replace(',', '.') : '';
  return patterns.number.test(digits) ? Number(digits) : Number.NaN;
}

/** True for a text that the runtime looks into. */
export function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestShortText;
}

/** True for a wall time as the runtime reads it: `07:00`, `7 Uhr`, `7 pm`. */
export function isClockTime(value: unknown): boolean {
  return clockTimeOf(value) !== undefined;
}

/** True for a day `YYYY-MM-DD` that the calendar has. */
export function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !patterns.day.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

/** True for an ISO 8601 instant: a day, a time and its offset from UTC, with or without separators and parts of a minute. */
export function isInstant(value: unknown): boolean {
  const found = isShort(value) ? instantPattern.exec(value)?.groups : undefined;
  return found !== undefined && isDay(`${found.year}-${found.month}-${found.day}`);
}

/** True for a list of ISO weekday numbers, empty or not. */
export function isWeekdayList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);
}

/** True for a list whose entries have named fields, whatever stands in them. */
export function isFieldsList(value: unknown): value is Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null);
}

/** All references in a value and what it consists of, each once, in order. */
export function variablesIn(value: unknown): string[] {
  if (isVariable(value)) return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(variablesIn))];
}

/** A value as the text of a field; what is no text, number or flag stands as JSON. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** True where the setting has an effect under the others. */
export function matters(table: SettingsTable, name: string, others: Readonly<Record<string, unknown>>): boolean {
  const { when = {}, orWhen } = table[name] ?? {};
  const fits = (all: When) =>
    Object.entries(all).every(([other, values]) => {
      return isVariable(others[other]) || values.includes(String(others[other]));
    });
  return fits(when) || (orWhen !== undefined && fits(orWhen));
}

/** The other setting that, set or not, takes the effect of this one away; undefined where there is none, or nobody can tell. */
export function idleBecauseOf(
  table: SettingsTable,
  name: string,
  others: Readonly<Record<string, unknown>>,
): string | undefined {
  const { with: given = [], without = [] } = table[name]?.row?.idle ?? {};
  const isSet = (other: string) => {
    const value = others[other];
    const isList = Array.isArray(value);
    const isEmpty =
      isAbsent(value) || value === noChoice || String(value) === 'false' || (isList && value.length === 0);
    return !isEmpty && matters(table, other, others);
  };
  const isSurelySet = (other: string) => isSet(other) && !isVariable(others[other]);
  return given.find(isSurelySet) ?? without.find((other) => !isSet(other));
}
