import { type Interval, joined, msPerHour, uncovered } from '../time/index.js';
import type { Piece } from './pieces.js';
import { Sum } from './sum.js';

/** What was counted in some time; all of it can be added up. */
export interface Tally {
  /** Whether there was any value at all, also one of 0 kWh. */
  readonly isMetered: boolean;
  readonly usageKwh: number;
  readonly pricedKwh: number;
  readonly preliminaryKwh: number;
  readonly isPreliminary: boolean;
  readonly costCt: number;
  /** How much time is metered and priced, and the sum of its prices, each times how long it held. */
  readonly pricedMs: number;
  readonly priceCtMs: number;
  /** kWh in the best quarter of each day's time, and all kWh that could have been in it. */
  readonly quarterKwh: number;
  readonly quarterOfKwh: number;
  readonly usageGaps: readonly Interval[];
  readonly priceGaps: readonly Interval[];
}

/** What the pieces of one day, or of the part [start, end) of one, come to. */
export function tallyDay(pieces: readonly Piece[], day: Interval, isFeedIn: boolean): Tally {
  const [usage, priced, preliminary, cost, priceMs] = [new Sum(), new Sum(), new Sum(), new Sum(), new Sum()];
  let pricedMs = 0;
  for (const { start, end, usageKwh, priceCt, isPreliminary } of pieces) {
    usage.add(usageKwh);
    if (isPreliminary) preliminary.add(usageKwh);
    if (priceCt === undefined) continue;
    pricedMs += end - start;
    priced.add(usageKwh);
    cost.add(usageKwh * priceCt);
    priceMs.add(priceCt * (end - start));
  }
  const canTellQuarter = pieces.every(({ meteredMs }) => meteredMs <= msPerHour);
  return {
    isMetered: pieces.length > 0,
    usageKwh: usage.value,
    pricedKwh: priced.value,
    preliminaryKwh: preliminary.value,
    isPreliminary: pieces.some((piece) => piece.isPreliminary),
    costCt: cost.value,
    pricedMs,
    priceCtMs: priceMs.value,
    quarterKwh: canTellQuarter ? bestQuarterKwh(pieces, pricedMs / 4, isFeedIn) : 0,
    quarterOfKwh: canTellQuarter ? priced.value : 0,
    usageGaps: uncovered(day, pieces),
    priceGaps: joined(pieces.filter(({ priceCt }) => priceCt === undefined)),
  };
}

/** What several days, which follow one another, come to; gaps that touch become one. */
export function addTallies(days: readonly Tally[]): Tally {
  const sumOf = (pick: (day: Tally) => number) => {
    const sum = new Sum();
    for (const day of days) sum.add(pick(day));
    return sum.value;
  };
  return {
    isMetered: days.some((day) => day.isMetered),
    usageKwh: sumOf((day) => day.usageKwh),
    pricedKwh: sumOf((day) => day.pricedKwh),
    preliminaryKwh: sumOf((day) => day.preliminaryKwh),
    isPreliminary: days.some((day) => day.isPreliminary),
    costCt: sumOf((day) => day.costCt),
    pricedMs: sumOf((day) => day.pricedMs),
    priceCtMs: sumOf((day) => day.priceCtMs),
    quarterKwh: sumOf((day) => day.quarterKwh),
    quarterOfKwh: sumOf((day) => day.quarterOfKwh),
    usageGaps: joined(days.flatMap((day) => day.usageGaps)),
    priceGaps: joined(days.flatMap((day) => day.priceGaps)),
  };
}

/**
 * How much energy fell into the `quarterMs` in which it was cheapest (dearest with feed-in).
 *
 * Where several pieces of one price stand at the edge of that quarter, each is in it for the same part of its time, so
 * that nothing depends on their order.
 */
function bestQuarterKwh(pieces: readonly Piece[], quarterMs: number, isFeedIn: boolean): number {
  const byPrice = new Map<number, { ms: number; kwh: number }>();
  for (const { start, end, usageKwh, priceCt } of pieces) {
    if (priceCt === undefined) continue;
    const same = byPrice.get(priceCt) ?? { ms: 0, kwh: 0 };
    same.ms += end - start;
    same.kwh += usageKwh;
    byPrice.set(priceCt, same);
  }
  const best = new Sum();
  let leftMs = quarterMs;
  for (const [, { ms, kwh }] of [...byPrice].sort(([a], [b]) => (isFeedIn ? b - a : a - b))) {
    if (leftMs <= 0) break;
    best.add(kwh * Math.min(1, leftMs / ms));
    leftMs -= ms;
  }
  return best.value;
}
