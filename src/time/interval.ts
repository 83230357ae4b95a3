/** An instant: whole milliseconds since 1970-01-01T00:00Z. */
export type Ms = number;

/** The instant so many ms after another; a part of a millisecond counts as a whole one, because instants have none. */
export function later(instant: Ms, durationMs: number): Ms {
  return instant + Math.ceil(durationMs);
}

export const msPerMinute = 60_000;
export const msPerQuarterHour = 15 * msPerMinute;
export const msPerHour = 3_600_000;
/** Of a day of UTC; one of a time zone may be an hour shorter or longer. */
export const msPerDay = 24 * msPerHour;

/** A stretch of time [start, end): the start belongs to it, the end does not. */
export interface Interval {
  readonly start: Ms;
  readonly end: Ms;
}

/** True when the instant lies in [start, end). */
export function contains(interval: Interval, instant: Ms): boolean {
  return interval.start <= instant && instant < interval.end;
}

/** True when the two intervals share at least one instant; touching ends do not count, and one that is empty has none. */
export function overlaps(a: Interval, b: Interval): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** The common part of two intervals, or undefined when they share no instant. */
export function intersection(a: Interval, b: Interval): Interval | undefined {
  return overlaps(a, b) ? { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) } : undefined;
}

/** Stretches in order, those that touch joined. */
export function joined(stretches: readonly Interval[]): Interval[] {
  const together: Interval[] = [];
  for (const { start, end } of stretches) {
    const last = together.at(-1);
    if (last?.end === start) together[together.length - 1] = { start: last.start, end };
    else together.push({ start, end });
  }
  return together;
}

/** Stretches that may overlap and stand in any order, as stretches in order and apart. */
export function united(stretches: readonly Interval[]): Interval[] {
  const together: { start: Ms; end: Ms }[] = [];
  for (const { start, end } of [...stretches].sort((one, other) => one.start - other.start)) {
    const last = together.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else together.push({ start, end });
  }
  return together;
}

/** What is left of `range` [start, end) beside the stretches, which lie inside it, in order. */
export function uncovered(range: Interval, stretches: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  let { start } = range;
  for (const stretch of stretches) {
    if (start < stretch.start) found.push({ start, end: stretch.start });
    start = stretch.end;
  }
  if (start < range.end) found.push({ start, end: range.end });
  return found;
}

/** The beginning of the quarter-hour that an instant lies in; every time zone in use begins its quarters there. */
export function quarterStart(instant: Ms): Ms {
  return Math.floor(instant / msPerQuarterHour) * msPerQuarterHour;
}

/** A stretch cut at full quarter-hours, in order; its first and last piece may be shorter. Empty for an empty stretch. */
export function quartersIn({ start, end }: Interval): Interval[] {
  const pieces: Interval[] = [];
  for (let from = start; from < end; ) {
    const to = Math.min(end, quarterStart(from) + msPerQuarterHour);
    pieces.push({ start: from, end: to });
    from = to;
  }
  return pieces;
}
