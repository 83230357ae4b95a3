// @ts-nocheck
import { decodeTariff, type Tariff, type UnitChoice } from '#src/tariffs/index.js';
import { firstStart } from './payloads.js';

/** What a test may say beside the payload. */
export interface Beside {
  readonly unit?: unknown;
  readonly choice?: UnitChoice;
  readonly timeZone?: string;
  readonly now?: number;
}

/** The tariff in a payload, asked at 14:07 on the day of the payloads, in Berlin. */
export function tariffOf(payload: unknown, beside: Beside = {}): Tariff {
  const usual = { unit: undefined, choice: 'automatic' as const, timeZone: 'Europe/Berlin' };
  return decodeTariff({ ...usual, now: firstStart + 7 * 60_000, payload, ...beside });
}

/** Each interval as start and length in minutes after the first hour of the payloads, and ct. */
export function drawn({ series }: Pick<Tariff, 'series'>, from = firstStart): (number | null)[][] {
  return series.map(({ start, end, priceCt }) => [(start - from) / 60_000, (end - start) / 60_000, priceCt]);
}
