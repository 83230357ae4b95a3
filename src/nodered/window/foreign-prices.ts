import { decodeTariff, looksLikePrices, type Tariff, type UnitChoice } from '../../tariffs/index.js';
import type { Ms } from '../../time/index.js';
import { longestPayload, unpacked } from '../values/unpacked.js';

/** How a node reads prices that come by message. */
export interface PriceReader {
  /** For prices of which nobody says the unit. */
  readonly priceUnit: UnitChoice;
  readonly timeZone: string;
  readonly now: Ms;
}

/** What a person or a switch sends is shorter than this and stands in one line. */
const longestWord = 60;

/**
 * The prices in a message of any tariff, and how they were read; `msg.unit` may name their unit. A payload may be JSON as
 * text or as bytes.
 *
 * Throws what `decodeTariff` throws, and `invalid-value` for a text that is too long.
 */
export function decodeForeignPrices(
  message: { readonly payload?: unknown; readonly unit?: unknown },
  { priceUnit, timeZone, now }: PriceReader,
): Tariff {
  const payload = unpacked(message.payload);
  return decodeTariff({ payload, unit: message.unit, choice: priceUnit, timeZone, now });
}

/** True for a payload that holds prices in any of the shapes that we read, whatever their unit and time. */
export function isPrices(payload: unknown): boolean {
  const text = typeof payload === 'string' && payload.length > longestPayload;
  return !text && looksLikePrices(unpacked(payload));
}

/**
 * True for a payload by which nobody means a command: an object, a page, a long or empty text, or a single price. Where
 * prices come by message it is prices or a mistake.
 */
export function isMeantAsPrices(payload: unknown): boolean {
  if (typeof payload === 'object') return payload !== null;
  if (typeof payload === 'number') return !(payload === 0 || payload === 1 || payload >= leastTimestamp);
  if (typeof payload !== 'string') return false;
  const isLong = payload.length > longestWord;
  return isLong || payload.trim() === '' || /^\s*[<[{]/.test(payload) || payload.includes('\n');
}

/** An inject sends ms since 1970. */
const leastTimestamp = 1e9;
