import type { Ms } from '../time/index.js';
import type { SunForecast, SunStretch } from './forecast.js';

/** A stretch as it is stored, without names: start, end, kW at the start, kW at the end. */
export type StoredStretch = readonly [start: Ms, end: Ms, fromKw: number, toKw: number];

/** A forecast as it is stored; `readStoredSun` reads it again. */
export function storedSun(forecast: SunForecast): StoredStretch[] {
  return forecast.map(({ start, end, fromKw, toKw }) => [start, end, fromKw, toKw]);
}

/**
 * A stored forecast. Whatever cannot be right, or begins before the stretch before it has ended, is left out; empty for what
 * is no list.
 */
export function readStoredSun(stored: unknown): SunForecast {
  const found: SunStretch[] = [];
  for (const row of Array.isArray(stored) ? stored : []) {
    const stretch = readStretch(row);
    if (stretch !== undefined && stretch.start >= (found.at(-1)?.end ?? stretch.start)) found.push(stretch);
  }
  return found;
}

function readStretch(row: unknown): SunStretch | undefined {
  if (!Array.isArray(row)) return undefined;
  const [start, end, fromKw, toKw] = row as readonly unknown[];
  if (!isInstant(start) || !isInstant(end) || start >= end) return undefined;
  return isPower(fromKw) && isPower(toKw) ? { start, end, fromKw, toKw } : undefined;
}

function isInstant(value: unknown): value is Ms {
  return Number.isSafeInteger(value);
}

function isPower(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
