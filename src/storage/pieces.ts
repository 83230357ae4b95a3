import { msPerHour } from '../time/index.js';
import { type Battery, isUsable, type Step } from './battery.js';

/** The places of the pieces, from most discharge to most charge. */
export const sell = 0;
export const serve = 1;
export const absorb = 2;
export const buy = 3;
/** A drain that nothing covers: it costs so much that it is the last resort. */
export const lack = 4;
/** How many there are. */
export const kinds = 5;

/** What a kWh of drain costs that nothing covers, ct: more than any price. */
const lackCt = 100_000;

/**
 * The cost of one step as a function of the change of what is stored: straight pieces, each with its length in stored kWh and
 * its slope in ct per stored kWh. Slopes rise from place to place: pieces that would fall are pooled and share their average.
 */
export interface Pieces {
  readonly length: Float64Array;
  readonly slope: Float64Array;
  /** For each place the first place of its pool; itself where it is alone. */
  readonly pool: Uint8Array;
  /** The cost of the step when nothing is charged or discharged. */
  idleCt: number;
  /** Its cost when as much is charged as can be, drain covered at the last resort. */
  fullCt: number;
  drainKwh: number;
  isIdle: boolean;
}

/** Room for the pieces of a step. */
export function createPieces(): Pieces {
  const numbers = () => new Float64Array(kinds);
  return {
    length: numbers(),
    slope: numbers(),
    pool: new Uint8Array(kinds),
    idleCt: 0,
    fullCt: 0,
    drainKwh: 0,
    isIdle: true,
  };
}

/** Lays the pieces of a step of a sound battery; an idle step has none but that of its drain. */
export function layPieces(pieces: Pieces, battery: Battery, step: Step): void {
  const { length, slope } = pieces;
  const { buyCt, feedInCt, netKwh, drainKwh = 0 } = step;
  for (let place = 0; place < kinds; place += 1) length[place] = slope[place] = 0;
  pieces.drainKwh = isUsable(drainKwh) ? Math.max(0, drainKwh) : 0;
  pieces.isIdle = !(isUsable(buyCt) && isUsable(feedInCt) && isUsable(netKwh));
  pieces.idleCt = pieces.isIdle ? 0 : netKwh * (netKwh < 0 ? feedInCt : buyCt);
  if (!pieces.isIdle) {
    layLengths(length, battery, step);
    laySlopes(slope, battery, step);
  }
  length[lack] = pieces.drainKwh;
  slope[lack] = lackCt;
  pieces.fullCt = pieces.idleCt;
  for (let place = absorb; place < kinds; place += 1)
    pieces.fullCt += (length[place] as number) * (slope[place] as number);
  poolFalling(pieces);
}

function laySlopes(slope: Float64Array, battery: Battery, { buyCt, feedInCt }: Step): void {
  slope[sell] = (feedInCt - battery.wearCt) * battery.dischargeEfficiency;
  slope[serve] = (buyCt - battery.wearCt) * battery.dischargeEfficiency;
  slope[absorb] = feedInCt / battery.chargeEfficiency;
  slope[buy] = buyCt / battery.chargeEfficiency;
}

function layLengths(length: Float64Array, battery: Battery, { start, end, netKwh }: Step): void {
  const { chargeEfficiency, dischargeEfficiency, gridLimitKw = Number.POSITIVE_INFINITY } = battery;
  const hours = Math.max(0, end - start) / msPerHour;
  const need = Math.max(0, netKwh);
  const surplus = Math.max(0, -netKwh);
  const mostOut = battery.dischargeKw * hours;
  const mostIn = battery.chargeKw * hours;
  const limit = hours > 0 ? Math.max(0, gridLimitKw * hours - need) : 0;
  length[serve] = Math.min(need, mostOut) / dischargeEfficiency;
  length[absorb] = Math.min(surplus, mostIn) * chargeEfficiency;
  if (battery.feedFromBattery) length[sell] = Math.max(0, mostOut - need) / dischargeEfficiency;
  if (battery.chargeFromGrid) length[buy] = Math.min(Math.max(0, mostIn - surplus), limit) * chargeEfficiency;
}

/** Pools neighbours until slopes rise: what a pool costs can be reached by switching between its ends inside the step. */
function poolFalling({ length, slope, pool }: Pieces): void {
  for (let place = 0; place < kinds; place += 1) {
    pool[place] = place;
    if (length[place] === 0) continue;
    let first = place;
    for (let before = firstBefore(first, length, pool); before >= 0; before = firstBefore(first, length, pool)) {
      if ((slope[before] as number) <= (slope[place] as number)) break;
      join({ length, slope, pool }, { first: before, middle: first, last: place });
      first = before;
    }
  }
}

/** The first place of the pool before a place that has a piece, or -1. */
function firstBefore(place: number, length: Float64Array, pool: Uint8Array): number {
  let before = place - 1;
  while (length[before] === 0) before -= 1;
  return pool[before] ?? -1;
}

interface Joint {
  readonly first: number;
  readonly middle: number;
  readonly last: number;
}

function join(
  { length, slope, pool }: Pick<Pieces, 'length' | 'slope' | 'pool'>,
  { first, middle, last }: Joint,
): void {
  let [left, right] = [0, 0];
  for (let place = first; place < middle; place += 1) left += length[place] as number;
  for (let place = middle; place <= last; place += 1) right += length[place] as number;
  const average = ((slope[first] as number) * left + (slope[last] as number) * right) / (left + right);
  for (let place = first; place <= last; place += 1) {
    if (length[place] === 0) continue;
    slope[place] = average;
    pool[place] = first;
  }
}
