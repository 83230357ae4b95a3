import { invalidValue } from '../errors.js';
import { inOrder, isoWallTime, type Ms, type ReadTime } from '../time/index.js';

const longestNumber = 40;
const numberText = /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i;

/** What hubs send where they know nothing. */
const nothingWords = ['', 'null', 'unknown', 'unavailable'];

/** A number of a forecast, 0 or above; null = unknown. Throws `invalid-value` for anything else, naming the field. */
export function readAmount(field: string, value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  if (typeof value === 'string' && value.length <= longestNumber) {
    const text = value.trim();
    if (nothingWords.includes(text)) return null;
    if (numberText.test(text) && Number.isFinite(Number(text))) return Number(text);
  }
  throw invalidValue(field, value, { rule: 'sun-amount' });
}

/** A time of a forecast, and how to name it where it is wrong. */
export interface GivenTime {
  readonly field: string;
  readonly value: unknown;
}

/**
 * The instants of times in the order of their list; undefined for a local time that the spring leaves out. Throws
 * `invalid-value` for what is no time.
 */
export function readTimes(times: readonly GivenTime[], readTime: ReadTime): readonly (Ms | undefined)[] {
  const options = times.map(({ field, value }) => {
    const instants = readTime(value);
    if (instants.length === 0 && !isLeftOut(value)) throw invalidValue(field, value, { rule: 'row-time' });
    return instants;
  });
  return inOrder(options);
}

function isLeftOut(value: unknown): boolean {
  return typeof value === 'string' && isoWallTime(value) !== undefined;
}
