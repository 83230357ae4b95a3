import { invalidValue } from '../errors.js';
import type { Ms } from '../time/index.js';
import { intervalLengths, isIntervalLength } from './lengths.js';
import type { PriceInterval, PriceSeries } from './series.js';

/** One price as a source tells it: a start, perhaps an end (exclusive), and gross ct/kWh or null for unknown. */
export interface PricedStart {
  readonly start: Ms;
  readonly end?: Ms | undefined;
  readonly priceCt: number | null;
  readonly components?: Readonly<Record<string, number>> | undefined;
}

/** What a source says about all its prices. */
export interface BuildOptions {
  /** The length of its intervals in ms, as a hint: the starts themselves weigh more. */
  readonly resolutionMs?: number | undefined;
}

/**
 * The series of one answer, whose prices may come in any order, repeated, and with holes.
 *
 * Two different amounts for one instant make that price unknown; an amount beside a null counts. Without ends the
 * lengths come from the starts. A missing interval stays a gap; no points give an empty series. Minus zero becomes
 * zero. Throws `invalid-value` for a price or component that is not finite, a start that is not whole milliseconds,
 * or an end that is not after its start.
 */
export function buildSeries(points: readonly PricedStart[], options: BuildOptions = {}): PriceSeries {
  const { resolutionMs: hint = 0 } = options;
  const byStart = new Map<Ms, PricedStart[]>();
  for (const point of points) {
    checkPoint(point);
    const same = byStart.get(point.start);
    if (same === undefined) byStart.set(point.start, [point]);
    else same.push(point);
  }
  const starts = [...byStart].map(([start, same]) => joinSame(start, same)).sort((a, b) => a.start - b.start);
  const lengths = intervalLengths(
    starts.map(({ start, end }) => ({ start, lengthMs: end === undefined ? undefined : end - start })),
    isIntervalLength(hint) ? hint : undefined,
  );
  return starts.map(({ start, priceCt, components }, i) => ({
    start,
    end: start + (lengths[i] ?? 0),
    priceCt,
    components: components ?? {},
  }));
}

function checkPoint({ start, end, priceCt, components }: PricedStart): void {
  if (!Number.isSafeInteger(start)) throw invalidValue('start', start, 'an instant in whole milliseconds');
  if (end !== undefined && !(Number.isSafeInteger(end) && end > start))
    throw invalidValue('end', end, 'an instant in whole milliseconds after the start');
  if (priceCt !== null && !Number.isFinite(priceCt)) throw invalidValue('price', priceCt, 'a finite number or null');
  for (const [name, amount] of Object.entries(components ?? {}))
    if (!Number.isFinite(amount)) throw invalidValue(`components.${name}`, amount, 'a finite number');
}

/** One point out of all that a source said about one start; the order in which it said them does not matter. */
function joinSame(start: Ms, same: readonly PricedStart[]): PricedStart {
  const known = same.filter(({ priceCt }) => priceCt !== null);
  const amounts = new Set(known.map(({ priceCt }) => priceCt));
  const [amount] = amounts;
  const ends = same.flatMap(({ end }) => (end === undefined ? [] : [end]));
  return {
    start,
    end: ends.length === 0 ? undefined : Math.min(...ends),
    // A Set holds no minus zero.
    priceCt: amounts.size === 1 ? (amount ?? null) : null,
    components: amounts.size === 1 ? agreedComponents(known) : {},
  };
}

function agreedComponents(points: readonly PricedStart[]): PriceInterval['components'] {
  const amounts = new Map<string, Set<number>>();
  for (const { components } of points)
    for (const [name, amount] of Object.entries(components ?? {}))
      amounts.set(name, (amounts.get(name) ?? new Set()).add(amount));
  const agreed = [...amounts].flatMap(([name, values]) => (values.size === 1 ? [[name, [...values][0] ?? 0]] : []));
  return Object.fromEntries(agreed);
}
