import type { Interval, Ms } from '../../time/index.js';
import type { Field } from '../problem/field.js';
import { at, infinite } from '../problem/numbers.js';
import type { Segment } from '../problem/request.js';
import type { Steps } from '../problem/steps.js';

/** What a start is judged by: what a W (or a moment with power) costs in each stretch, and what every step of the shape adds. */
export interface Measure {
  /** Whole numbers, one for each stretch of the field. */
  readonly costs: Float64Array;
  /** Whole numbers, one for each change of power: the beginning of each segment, and the end of the last one. */
  readonly added: Float64Array;
}

/** How a start is judged, the first measure before the second. */
export type Judged = [value: number, tie: number];

/** What a kink takes, in states of a programme. */
const workPerKink = 16;

/** Where every step of a shape is, and which of them meets a price edge next: a heap by that instant. */
interface Sweep {
  readonly field: Field;
  readonly measures: readonly [Measure, Measure];
  readonly offsets: Float64Array;
  /** The stretch in which each step is; the number of stretches where it is behind them. */
  readonly places: Float64Array;
  /** The start at which each step meets the next price edge. */
  readonly kinks: Float64Array;
  readonly heap: Float64Array;
  readonly slopes: Judged;
}

/**
 * Goes through all starts in `ranges`, in order, and offers those at which a measure may be lowest: the ends of each piece
 * in which both are straight.
 *
 * Between two instants at which a step of the shape meets a price edge they are; a heap tells which step is the next, so
 * that such an instant takes the logarithm of the number of steps.
 */
export function* sweepStarts(
  field: Field,
  shape: readonly Segment[],
  { ranges, measures }: { readonly ranges: readonly Interval[]; readonly measures: readonly [Measure, Measure] },
  offer: (from: Ms, to: Ms, judged: Judged, slopes: Judged) => void,
): Steps<void> {
  const { space } = field;
  const numbers = () => space.numbers(shape.length + 1);
  const room = { offsets: numbers(), places: numbers(), kinks: numbers(), heap: numbers() };
  const sweep: Sweep = { field, measures, ...room, slopes: [0, 0] };
  for (const [index, { start }] of shape.entries()) sweep.offsets[index] = start;
  sweep.offsets[shape.length] = shape.at(-1)?.end ?? 0;
  for (const { start, end } of ranges) {
    const judged = begin(sweep, shape.length + 1, start);
    if (space.settle(workPerKink * shape.length)) yield;
    for (let from = start; ; ) {
      const to = Math.min(at(sweep.kinks, at(sweep.heap, 0)), end);
      offer(from, to, judged, sweep.slopes);
      if (to === end) break;
      for (const index of [0, 1] as const) judged[index] += sweep.slopes[index] * (to - from);
      from = to;
      let kinks = 1;
      for (; at(sweep.kinks, at(sweep.heap, 0)) <= from; kinks++) passEdge(sweep, shape.length + 1);
      if (space.settle(workPerKink * kinks)) yield;
    }
  }
}

/** Puts the shape at a start; returns what it costs there. */
function begin(sweep: Sweep, count: number, start: Ms): Judged {
  const { field, measures, offsets, places, kinks, heap, slopes } = sweep;
  const judged: Judged = [0, 0];
  slopes.fill(0);
  let [place, power, active] = [indexAt(field, start), 0, 0];
  for (let step = 0; step < count; step++) {
    const position = start + at(offsets, step);
    for (let from = step === 0 ? position : start + at(offsets, step - 1); from < position; ) {
      // No step lies behind the field, so that there is a stretch to go through.
      const edge = at(field.edges, place + 1);
      const to = Math.min(position, edge);
      judged[0] += power * costOf(measures[0], place, field.count) * (to - from);
      judged[1] += active * costOf(measures[1], place, field.count) * (to - from);
      if (to === edge) place++;
      from = to;
    }
    places[step] = place;
    kinks[step] = kinkOf(field, place, at(offsets, step));
    power += at(measures[0].added, step);
    active += at(measures[1].added, step);
    slopes[0] -= at(measures[0].added, step) * costOf(measures[0], place, field.count);
    slopes[1] -= at(measures[1].added, step) * costOf(measures[1], place, field.count);
    heap[step] = step;
  }
  for (let i = (count >> 1) - 1; i >= 0; i--) sink(sweep, count, i);
  return judged;
}

/** Takes the step that meets an edge first over that edge. */
function passEdge(sweep: Sweep, count: number): void {
  const { field, measures, offsets, places, kinks, heap, slopes } = sweep;
  const step = at(heap, 0);
  const place = at(places, step);
  for (const index of [0, 1] as const) {
    const measure = measures[index];
    const more = costOf(measure, place + 1, field.count) - costOf(measure, place, field.count);
    slopes[index] -= at(measure.added, step) * more;
  }
  places[step] = place + 1;
  kinks[step] = kinkOf(field, place + 1, at(offsets, step));
  sink(sweep, count, 0);
}

function kinkOf({ edges, count }: Field, place: number, offsetMs: number): number {
  return place < count ? at(edges, place + 1) - offsetMs : infinite;
}

function costOf({ costs }: Measure, place: number, count: number): number {
  return place < count ? at(costs, place) : 0;
}

/** Puts what stands at a place of the heap where it belongs. */
function sink({ heap, kinks }: Sweep, count: number, from: number): void {
  const moved = at(heap, from);
  let place = from;
  for (let child = 2 * place + 1; child < count; child = 2 * place + 1) {
    if (child + 1 < count && at(kinks, at(heap, child + 1)) < at(kinks, at(heap, child))) child++;
    if (at(kinks, at(heap, child)) >= at(kinks, moved)) break;
    heap[place] = at(heap, child);
    place = child;
  }
  heap[place] = moved;
}

/** The stretch that holds an instant; the number of stretches where it is behind them. */
function indexAt({ edges, count }: Field, instant: Ms): number {
  let [low, past] = [0, count];
  while (low < past) {
    const middle = (low + past) >> 1;
    if (at(edges, middle + 1) <= instant) low = middle + 1;
    else past = middle;
  }
  return low;
}
