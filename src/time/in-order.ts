import type { Ms } from './interval.js';

/**
 * The instants of the rows of a list whose times may each mean several (autumn repeats an hour) or none: the order of the
 * list, ascending or descending, tells the two hours apart. Undefined for a row without an instant.
 */
export function inOrder(instants: readonly (readonly Ms[])[]): readonly (Ms | undefined)[] {
  const isDescending = (instants[0]?.[0] ?? 0) > (instants.at(-1)?.[0] ?? 0);
  let before = isDescending ? undefined : beforeFirst(instants);
  return instants.map((options) => {
    const instant = next(options, before, isDescending);
    before = instant ?? before;
    return instant;
  });
}

/**
 * What stands for a row before the first, where a list begins in the second of two hours that autumn has of one: its rows
 * there go on without a hole into what follows only when they are of the second.
 */
function beforeFirst(instants: readonly (readonly Ms[])[]): Ms | undefined {
  const [first] = instants;
  const next = instants.findIndex((options) => options.length === 1);
  if (first?.[1] === undefined || next < 1) return undefined;
  const doubtful = instants.slice(0, next).map(([earlier = 0]) => earlier);
  const isOneHour = doubtful.every((instant, index) => index === 0 || instant > (doubtful[index - 1] ?? instant));
  const [from, after] = [instants[next - 1]?.[1], instants[next]?.[0]];
  const stepMs = (instants[next + 1]?.[0] ?? Number.NaN) - (after ?? Number.NaN);
  return isOneHour && from !== undefined && from + stepMs === after ? first[0] : undefined;
}

/** Of the two instants that a repeated hour has, the one that goes on from the row before. */
function next(options: readonly Ms[], before: Ms | undefined, isDescending: boolean): Ms | undefined {
  const [earlier, later] = options;
  if (earlier === undefined || later === undefined) return earlier;
  if (isDescending) return before !== undefined && later >= before ? earlier : later;
  return before !== undefined && earlier <= before ? later : earlier;
}
