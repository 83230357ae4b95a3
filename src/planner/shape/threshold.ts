import type { Field } from '../problem/field.js';
import { at, infinite } from '../problem/numbers.js';

/** What it takes to run for some time at the lowest cost: everything below `cost`, and `restMs` of what costs just that. */
export interface Threshold {
  readonly cost: number;
  readonly restMs: number;
  /** The mean price of what is used, in ct/kWh. */
  readonly meanCt: number;
}

/**
 * The cost up to which a field has to be used for `amountMs`, above 0 and at most the open time.
 *
 * The prices are in order since they were prepared: a walk from the lowest price up (`step` 1) or the highest one down.
 */
export function findThreshold(field: Field, amountMs: number, step: 1 | -1): Threshold {
  const { edges, costs, first, count, prices } = field;
  let [cost, rest, restMs, money] = [Number.NaN, amountMs, amountMs, 0];
  for (let place = step === 1 ? 0 : prices.order.length - 1; rest > 0; place += step) {
    const i = at(prices.order, place) - first;
    if (i < 0 || i >= count || at(costs, i) === infinite) continue;
    if (at(costs, i) !== cost) {
      cost = at(costs, i);
      restMs = rest;
    }
    const length = Math.min(at(edges, i + 1) - at(edges, i), rest);
    money += length * at(prices.ct, first + i);
    rest -= length;
  }
  return { cost, restMs, meanCt: money / amountMs };
}
