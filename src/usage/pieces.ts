import type { PriceSeries } from '../prices/index.js';
import type { Interval, Ms } from '../time/index.js';
import type { MeteredInterval, MeteredSeries } from './metered.js';

/** A stretch [start, end) of one metered value at one price. */
export interface Piece extends Interval {
  /** The part of the metered value that falls into the piece. */
  readonly usageKwh: number;
  /** Undefined where no price is known. */
  readonly priceCt: number | undefined;
  readonly isPreliminary: boolean;
  /** How long the metered value is that the piece was cut from, ms. */
  readonly meteredMs: number;
}

/** How far a walk along both series has come: everything before has ended. */
interface Place {
  value: number;
  price: number;
}

/**
 * Cuts metered values where the price changes: called with one day after the other, it gives the pieces of that day, in
 * order. Days must not overlap and come in order.
 *
 * A value that is longer than the prices, or reaches over a midnight, is spread evenly over its time. Time without a
 * metered value gives no piece, time without a known price pieces without one.
 */
export function pieceCutter(metered: MeteredSeries, prices: PriceSeries): (day: Interval) => Piece[] {
  const place = { value: 0, price: 0 };
  return (day) => {
    const pieces: Piece[] = [];
    for (let value = metered[place.value]; value !== undefined; value = metered[place.value]) {
      cutValue(value, { prices, day, place, pieces });
      if (value.end > day.end) break;
      place.value += 1;
    }
    return pieces;
  };
}

function cutValue(
  value: MeteredInterval,
  { prices, day, place, pieces }: { prices: PriceSeries; day: Interval; place: Place; pieces: Piece[] },
): void {
  const until = Math.min(value.end, day.end);
  let start = Math.max(value.start, day.start);
  while ((prices[place.price]?.end ?? Number.POSITIVE_INFINITY) <= start) place.price += 1;
  while (start < until) {
    const price = prices[place.price];
    const isPriced = price !== undefined && price.start <= start;
    const end = Math.min(isPriced ? price.end : (price?.start ?? until), until);
    pieces.push(pieceOf(value, start, end, (isPriced ? price.priceCt : undefined) ?? undefined));
    if (price !== undefined && end === price.end) place.price += 1;
    start = end;
  }
}

function pieceOf(value: MeteredInterval, start: Ms, end: Ms, priceCt: number | undefined): Piece {
  const meteredMs = value.end - value.start;
  const isWhole = end - start === meteredMs;
  const usageKwh = isWhole ? value.usageKwh : (value.usageKwh * (end - start)) / meteredMs;
  return { start, end, usageKwh, priceCt, isPreliminary: value.isPreliminary, meteredMs };
}
