import { isBoxedPrimitive, isDate, isPromise } from 'node:util/types';
import { invalidValue, shownValue, unreadable } from '../../errors.js';

const deepest = 8;
/** More than the longest list of settings has. */
const longestList = 1_100;
const mostMembers = 5_000;
/** Stands for what is deeper, or beyond as many members. */
const tooMuch = Symbol('…');

/**
 * A copy of a value from outside that is safe to look at: texts, numbers, flags, lists and fields, as JSON has them. A date
 * becomes its ISO text and `new Number(5)` a 5. Everything else (promises, functions, maps, what throws when it is read, what
 * is nested or long beyond any setting) becomes a symbol that no schema accepts and that is shown as the original would be.
 */
export function plainValue(value: unknown): unknown {
  return plain(value, { depth: 0, ledger: { left: mostMembers } });
}

/** A property of a message as `plainValue` gives it; throws `invalid-value` naming it where reading it throws. */
export function plainProperty(message: object, name: string): unknown {
  return plainValue(propertyOf(message, name));
}

/** A property of a message as it is; throws `invalid-value` naming it where reading it throws. */
export function propertyOf(message: object, name: string): unknown {
  try {
    return (message as Readonly<Record<string, unknown>>)[name];
  } catch {
    throw invalidValue(name, Symbol(unreadable), { rule: 'readable' });
  }
}

/** Where in a value a part of it stands, and how many parts may still be copied of the whole. */
interface Place {
  readonly depth: number;
  readonly ledger: { left: number };
}

function plain(value: unknown, place: Place): unknown {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return standIn(value);
  if (typeof value !== 'object' || value === null) return value;
  try {
    return plainObject(value, place);
  } catch {
    return Symbol(unreadable);
  }
}

function plainObject(value: object, place: Place): unknown {
  if (isPromise(value)) return refusedPromise(value);
  if (isDate(value)) return Number.isNaN(value.getTime()) ? standIn(value) : value.toISOString();
  if (isBoxedPrimitive(value)) return plain(value.valueOf(), { ...place, depth: place.depth + 1 });
  if (place.depth > deepest) return tooMuch;
  if (Array.isArray(value)) return value.length > longestList ? standIn(value) : plainList(value, place);
  const isFields = Object.prototype.toString.call(value) === '[object Object]';
  return isFields ? plainFields(value as Readonly<Record<string, unknown>>, place) : standIn(value);
}

/** Nobody waits for it any more: when it fails later, that must not end Node-RED. */
function refusedPromise(promise: Promise<unknown>): symbol {
  Promise.prototype.then.call(promise, undefined, () => undefined);
  return standIn(promise);
}

function plainList(list: readonly unknown[], place: Place): unknown[] {
  return Array.from({ length: list.length }, (_, index) => plainMember(list, index, place));
}

function plainFields(fields: Readonly<Record<string, unknown>>, place: Place): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const name in fields) {
    entries.push([name, plainMember(fields, name, place)]);
    if (entries.length > longestList) break;
  }
  return Object.fromEntries(entries);
}

/** One that throws when it is read spoils none of its neighbours. */
function plainMember(whole: object, name: PropertyKey, { depth, ledger }: Place): unknown {
  ledger.left -= 1;
  if (ledger.left < 0) return tooMuch;
  try {
    return plain((whole as Readonly<Record<PropertyKey, unknown>>)[name], { depth: depth + 1, ledger });
  } catch {
    return Symbol(unreadable);
  }
}

function standIn(value: unknown): symbol {
  return Symbol(shownValue(value));
}
