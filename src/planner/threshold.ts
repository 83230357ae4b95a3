import type { Field } from './field.js';
import { at, scratch } from './numbers.js';

/** What it takes to run `amountMs` at the lowest cost: everything below `cost`, and `restMs` of what costs just that. */
export interface Threshold {
  readonly cost: number;
  readonly restMs: number;
}

/**
 * The cost up to which a field has to be used for `amountMs`, above 0 and at most the open time.
 *
 * Quickselect weighted by length: the stretches are parted around a pivot and only the side that holds the answer is
 * kept, so that the work is proportional to the number of stretches.
 */
export function findThreshold(field: Field, amountMs: number): Threshold {
  const costs = scratch('threshold costs', field.count);
  const lengths = scratch('threshold lengths', field.count);
  let [low, high, rest] = [0, 0, amountMs];
  for (let i = 0; i < field.count; i++) {
    if (at(field.open, i) === 0) continue;
    costs[high] = at(field.costs, i);
    lengths[high++] = at(field.edges, i + 1) - at(field.edges, i);
  }
  for (;;) {
    const pivot = at(costs, (low + high) >> 1);
    const parted = part({ costs, lengths, low, high }, pivot);
    if (rest <= parted.below) high = parted.equalFrom;
    else if (rest <= parted.below + parted.equal) return { cost: pivot, restMs: rest - parted.below };
    else {
      rest -= parted.below + parted.equal;
      low = parted.aboveFrom;
    }
  }
}

interface Slice {
  readonly costs: Float64Array;
  readonly lengths: Float64Array;
  readonly low: number;
  readonly high: number;
}

/** Puts what is below the pivot first, what equals it in the middle, and sums the lengths of both. */
function part({ costs, lengths, low, high }: Slice, pivot: number) {
  let [equalFrom, index, aboveFrom, below, equal] = [low, low, high, 0, 0];
  while (index < aboveFrom) {
    const cost = at(costs, index);
    const length = at(lengths, index);
    if (cost > pivot) {
      aboveFrom--;
      costs[index] = at(costs, aboveFrom);
      lengths[index] = at(lengths, aboveFrom);
      costs[aboveFrom] = cost;
      lengths[aboveFrom] = length;
    } else if (cost < pivot) {
      below += length;
      costs[index] = at(costs, equalFrom);
      lengths[index++] = at(lengths, equalFrom);
      costs[equalFrom] = cost;
      lengths[equalFrom++] = length;
    } else {
      equal += length;
      index++;
    }
  }
  return { equalFrom, aboveFrom, below, equal };
}
