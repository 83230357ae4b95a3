import type { Interval, Ms } from '../time/index.js';

/** A stretch [start, end) in which something takes so much power, in whole watts. */
export interface Use extends Interval {
  readonly w: number;
}

/** A stretch in which the power that is taken stays the same, and by how many. */
export interface Level extends Use {
  readonly count: number;
}

/** Whole watts, so that sums have no rounding error. */
export function watts(kw: number): number {
  return Math.round(kw * 1000);
}

/** The power of all uses together, in order, without stretches in which there is none. Uses overlap as they like. */
export function levels(uses: readonly Use[]): Level[] {
  const steps = uses
    .flatMap(({ start, end, w }) =>
      start < end
        ? [
            { at: start, w, count: 1 },
            { at: end, w: -w, count: -1 },
          ]
        : [],
    )
    .sort((a, b) => a.at - b.at);
  const found: Level[] = [];
  let [w, count, since] = [0, 0, 0];
  for (const step of steps) {
    if (step.at > since && count > 0) push(found, { start: since, end: step.at, w, count });
    [w, count, since] = [w + step.w, count + step.count, step.at];
  }
  return found;
}

/** The edges of stretches inside a range, with its own two, in order and each once. */
export function edgesIn({ start, end }: Interval, stretches: readonly Interval[]): Ms[] {
  const edges = new Set([start, end]);
  for (const stretch of stretches)
    for (const edge of [stretch.start, stretch.end]) if (edge > start && edge < end) edges.add(edge);
  return [...edges].sort((a, b) => a - b);
}

/** Reads stretches in order, asked for instants that never go back; undefined between them. */
export function reader<Stretch extends Interval>(stretches: readonly Stretch[]): (instant: Ms) => Stretch | undefined {
  let next = 0;
  return (instant) => {
    while ((stretches[next]?.end ?? Number.POSITIVE_INFINITY) <= instant) next += 1;
    const stretch = stretches[next];
    return stretch !== undefined && stretch.start <= instant ? stretch : undefined;
  };
}

function push(found: Level[], level: Level): void {
  const last = found.at(-1);
  if (last?.end === level.start && last.w === level.w && last.count === level.count)
    found[found.length - 1] = { ...last, end: level.end };
  else found.push(level);
}
