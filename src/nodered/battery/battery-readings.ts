import type { PowerName, Readings } from '../../battery/index.js';
import { patterns } from '../../protocol/patterns.js';
import { isAbsent } from '../values/absent.js';
import { propertyOf } from '../values/plain-value.js';

/** A reading that cannot be right, and is left out. */
export interface OddReading {
  readonly name: ReadingName;
  readonly value: unknown;
}

/** Readings of a message: what is right of them, and what is not. */
export interface ToldReadings {
  readonly readings: Readings;
  readonly odd: readonly OddReading[];
}

type ReadingName = PowerName | 'socPercent';

/** More than any house draws, W. */
const farW = 1_000_000;
/** What an inverter takes at night itself counts as no sun, W. */
const standbyW = 100;
const names = ['socPercent', 'gridW', 'batteryW', 'houseW', 'solarW'] as const;
const byTopic: Readonly<Record<string, ReadingName>> = {
  soc: 'socPercent',
  grid: 'gridW',
  battery: 'batteryW',
  house: 'houseW',
  solar: 'solarW',
};
/** The last word of a topic: after a slash, a dot, a space, a line. */
const lastWord = /(?:^|[^a-z])(soc|grid|battery|house|solar)$/i;
const longestTopic = 1_000;
const longestText = 60;

/**
 * The readings in a message: an object with any of `socPercent, gridW, batteryW, houseW, solarW`, or one number (also as text) under a topic
 * that ends in `soc`, `grid`, `battery`, `house` or `solar`. Undefined where it holds none; what says that a device is away
 * is none and no mistake.
 */
export function toldReadings(topic: unknown, payload: unknown): ToldReadings | undefined {
  if (typeof payload === 'object' && payload !== null && !Array.isArray(payload)) {
    const given = names.filter((name) => propertyOf(payload, name) !== undefined);
    if (given.length === 0) return undefined;
    return judged(given.map((name) => [name, propertyOf(payload, name)] as const));
  }
  const name = readingOf(topic);
  return name === undefined ? undefined : judged([[name, payload]]);
}

function readingOf(topic: unknown): ReadingName | undefined {
  if (typeof topic !== 'string' || topic.length > longestTopic) return undefined;
  return byTopic[lastWord.exec(topic.trim())?.[1]?.toLowerCase() ?? ''];
}

function judged(given: readonly (readonly [ReadingName, unknown])[]): ToldReadings {
  const right: Partial<Record<ReadingName, number>> = {};
  const odd: OddReading[] = [];
  for (const [name, value] of given) {
    if (isAbsent(value)) continue;
    const number = rightValue(name, numberOf(value));
    if (number === undefined) odd.push({ name, value });
    else right[name] = number;
  }
  const { socPercent, ...powers } = right;
  return { readings: { powers, ...(socPercent !== undefined && { socPercent }) }, odd };
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > longestText) return Number.NaN;
  const text = value.trim().replace(',', '.');
  return patterns.number.test(text) ? Number(text) : Number.NaN;
}

function rightValue(name: ReadingName, value: number): number | undefined {
  if (name === 'socPercent') return value >= 0 && value <= 100 ? value : undefined;
  if (!(Math.abs(value) <= farW)) return undefined;
  if (name === 'gridW' || name === 'batteryW' || value >= 0) return value;
  return value >= -standbyW ? 0 : undefined;
}
