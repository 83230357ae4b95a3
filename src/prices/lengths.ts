import { type Ms, msPerHour, msPerMinute } from '../time/index.js';

const defaultLengthMs = 15 * msPerMinute;

/**
 * So many equal distances in a row are a resolution of their own, even beside finer intervals. Fewer may as well be
 * single prices missing from a finer series, and a missing price must never be filled with its neighbour's.
 */
const resolutionRun = 16;

/** A start whose length is asked for; `lengthMs` where the source told it. */
export interface LengthQuery {
  readonly start: Ms;
  readonly lengthMs?: number | undefined;
}

/** True for a length that prices come in: whole minutes up to one hour that divide the hour. */
export function isIntervalLength(lengthMs: number): boolean {
  return lengthMs >= msPerMinute && lengthMs % msPerMinute === 0 && msPerHour % lengthMs === 0;
}

/**
 * Lengths in ms of intervals of which mostly the starts are known, `starts` ascending and distinct.
 *
 * A distance to the next start is a length when nothing finer is around (neither in the starts nor by the hint) or
 * when it repeats often enough; any other start takes the length of its nearest neighbour (the earlier one of two),
 * else the hint, else 15 minutes. No length reaches over the next start, so a gap stays a gap.
 */
export function intervalLengths(starts: readonly LengthQuery[], hintMs?: number): number[] {
  const distances = starts.map(({ start }, i) => (starts[i + 1]?.start ?? Number.POSITIVE_INFINITY) - start);
  const finest = Math.min(hintMs ?? Number.POSITIVE_INFINITY, ...distances);
  const repeats = equalNeighbours(distances);
  const certain = starts.map(({ lengthMs }, i) => {
    const distance = distances[i] ?? 0;
    if (lengthMs !== undefined) return lengthMs;
    const isCertain = isIntervalLength(distance) && (distance <= finest || (repeats[i] ?? 0) >= resolutionRun);
    return isCertain ? distance : undefined;
  });
  return nearestCertain(certain, hintMs ?? defaultLengthMs).map((length, i) =>
    Math.min(length, distances[i] ?? length),
  );
}

/** For each distance, how many equal ones stand in an unbroken row with it. */
function equalNeighbours(distances: readonly number[]): number[] {
  const counts = new Array<number>(distances.length).fill(0);
  for (let first = 0; first < distances.length; ) {
    let end = first;
    while (distances[end] === distances[first]) end += 1;
    counts.fill(end - first, first, end);
    first = end;
  }
  return counts;
}

/** Whose own length is certain keeps it: nobody is nearer. */
function nearestCertain(lengths: readonly (number | undefined)[], fallback: number): number[] {
  const before = nearestBefore(lengths);
  const after = nearestBefore(lengths.toReversed()).toReversed();
  return lengths.map((_, i) => {
    const earlier = before[i];
    const later = after[i];
    if (earlier === undefined || later === undefined) return (earlier ?? later)?.length ?? fallback;
    return earlier.steps <= later.steps ? earlier.length : later.length;
  });
}

interface Nearest {
  readonly length: number;
  readonly steps: number;
}

function nearestBefore(lengths: readonly (number | undefined)[]): (Nearest | undefined)[] {
  let nearest: Nearest | undefined;
  return lengths.map((length) => {
    if (length !== undefined) nearest = { length, steps: 0 };
    else if (nearest !== undefined) nearest = { length: nearest.length, steps: nearest.steps + 1 };
    return nearest;
  });
}
