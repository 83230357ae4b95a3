import type { Ms } from './interval.js';

/**
 * The instants of the rows of a list whose times may each mean several (autumn repeats an hour) or none: the order of the
 * list, ascending or descending, tells the two hours apart. Undefined for a row without an instant.
 */
export function inOrder(instants: readonly (readonly Ms[])[]): readonly (Ms | undefined)[] {
  const known = instants.flatMap(([earlier]) => earlier ?? []);
  const [first = 0, last = 0] = [known[0], known.at(-1)];
  if (first <= last) return ascending(instants);
  return ascending(instants.map(mirrored)).map((instant) => instant && 0 - instant);
}

/** Time the other way round: what descends ascends, and the later one of two is the earlier. */
function mirrored(options: readonly Ms[]): readonly Ms[] {
  return options.map((instant) => 0 - instant).toReversed();
}

function ascending(instants: readonly (readonly Ms[])[]): readonly (Ms | undefined)[] {
  let before = beforeFirst(instants);
  return instants.map((options) => {
    const instant = next(options, before);
    before = instant ?? before;
    return instant;
  });
}

/**
 * What stands for a row before the first, where a list begins in the second of two hours that autumn has of one: its rows
 * there go on without a hole into what follows only when they are of the second.
 */
function beforeFirst(instants: readonly (readonly Ms[])[]): Ms {
  const [[earliest, second] = []] = instants;
  const next = instants.findIndex((options) => options.length === 1);
  if (earliest === undefined || second === undefined) return Number.NEGATIVE_INFINITY;
  const doubtful = instants.slice(0, next).map(([earlier = 0]) => earlier);
  const isOneHour = doubtful.slice(1).every((instant, index) => instant > (doubtful[index] ?? instant));
  const [from = Number.NaN, after = Number.NaN] = [instants[next - 1]?.[1], instants[next]?.[0]];
  const stepMs = (instants[next + 1]?.[0] ?? Number.NaN) - after;
  return isOneHour && from + stepMs === after ? earliest : Number.NEGATIVE_INFINITY;
}

/** Of the two instants that a repeated hour has, the one that goes on from the row before. */
function next([earlier, later]: readonly Ms[], before: Ms): Ms | undefined {
  const isOver = earlier !== undefined && earlier <= before;
  return isOver ? (later ?? earlier) : earlier;
}
