import { invalidValue } from '../../errors.js';
import type { Ms } from '../../time/index.js';
import { at, infinite, integerScale } from './numbers.js';

/** One priced stretch [start, end); null = unknown, never zero. */
export interface PricePoint {
  readonly start: Ms;
  readonly end: Ms;
  /** ct/kWh. */
  readonly price: number | null;
}

/**
 * A series of prices made ready for planning; immutable, made by `prepare`, reusable for any number of plans.
 *
 * Interval i is [edges[i], edges[i + 1]); gaps are intervals of their own.
 */
export interface Prepared {
  readonly count: number;
  readonly edges: Float64Array;
  /** ct/kWh as given; 0 where unknown. */
  readonly ct: Float64Array;
  /** The same as whole numbers: ct times `scale`; Infinity where unknown. */
  readonly whole: Float64Array;
  /** 1 where the price is known. */
  readonly known: Float64Array;
  /** Known time before each edge in ms, and the money per kW in it, in ct/kWh x ms. */
  readonly knownMs: Float64Array;
  readonly knownCt: Float64Array;
  readonly scale: number;
  /** The intervals with a known price, the cheapest first. */
  readonly order: Float64Array;
  /** 1 where nothing may run, which is also where no price counts as known; absent = nowhere. */
  readonly closed?: Float64Array;
}

/**
 * Makes a series of prices ready for planning.
 *
 * Points must be in order and must not overlap, else `invalid-value` names the point; gaps become unknown intervals, and
 * an empty series is one in which nothing is known. The points are copied.
 */
export function prepare(points: readonly PricePoint[]): Prepared {
  const [edges, ct, known] = [[] as number[], [] as number[], [] as number[]];
  for (const [index, point] of points.entries()) {
    const { start, end } = checkPoint(point, index);
    const previous = edges.at(-1);
    if (previous !== undefined && start < previous)
      throw invalidValue(`points.${index}.start`, point.start, `at or after the end of the point before (${previous})`);
    if (previous === undefined) edges.push(start);
    else if (start > previous) {
      edges.push(start);
      ct.push(0);
      known.push(0);
    }
    edges.push(end);
    ct.push(point.price ?? 0);
    known.push(point.price === null ? 0 : 1);
  }
  return index(Float64Array.from(edges), Float64Array.from(ct), Float64Array.from(known));
}

/** Index of the interval that holds an instant: -1 before the series, `count` from its end on. */
export function indexAt(prices: Prepared, instant: Ms): number {
  let [low, high] = [0, prices.edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(prices.edges, middle) <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Known time in ms and money per kW, in ct/kWh x ms, before an instant. */
export function knownBefore(prices: Prepared, instant: Ms): { ms: number; ct: number } {
  const i = indexAt(prices, instant);
  if (i < 0 || prices.count === 0) return { ms: 0, ct: 0 };
  if (i >= prices.count) return { ms: at(prices.knownMs, prices.count), ct: at(prices.knownCt, prices.count) };
  const ms = at(prices.known, i) * (instant - at(prices.edges, i));
  return { ms: at(prices.knownMs, i) + ms, ct: at(prices.knownCt, i) + ms * at(prices.ct, i) };
}

function checkPoint(point: PricePoint, index: number): { start: Ms; end: Ms } {
  for (const field of ['start', 'end'] as const)
    if (!Number.isFinite(point[field]))
      throw invalidValue(`points.${index}.${field}`, point[field], 'an instant in ms');
  if (point.price !== null && !Number.isFinite(point.price))
    throw invalidValue(`points.${index}.price`, point.price, 'a number of ct/kWh, or null when unknown');
  const [start, end] = [Math.round(point.start), Math.round(point.end)];
  if (start >= end) throw invalidValue(`points.${index}.end`, point.end, `after its start (${point.start})`);
  return { start, end };
}

function index(edges: Float64Array, ct: Float64Array, known: Float64Array): Prepared {
  const scale = integerScale(ct);
  const whole = ct.map((amount, i) => (at(known, i) === 1 ? Math.round(amount * scale) : infinite));
  const knownMs = new Float64Array(ct.length + 1);
  const knownCt = new Float64Array(ct.length + 1);
  for (let i = 0; i < ct.length; i++) {
    const length = at(known, i) * (at(edges, i + 1) - at(edges, i));
    knownMs[i + 1] = at(knownMs, i) + length;
    knownCt[i + 1] = at(knownCt, i) + length * at(ct, i);
  }
  return { count: ct.length, edges, ct, whole, known, knownMs, knownCt, scale, order: orderOf(whole, known) };
}

/** Sorts numbers that hold a price and its place, which is much faster than sorting places by their price. */
function orderOf(whole: Float64Array, known: Float64Array): Float64Array {
  const places = whole.length;
  const keys = whole.map((price, place) => price * places + place).sort();
  return keys
    .subarray(0, known.filter((one) => one === 1).length)
    .map((key) => key - Math.floor(key / places) * places);
}
