/** A number in [0, 1), as `Math.random` gives it; a port so that tests own chance. */
export type Random = () => number;

/** How a wait grows: `firstMs`, doubled each time, never above `longestMs`. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * The wait before try `attempt` (1 = the first repetition), in ms, with full jitter.
 *
 * Between a quarter of the ceiling and the ceiling, so that a jittered wait is never a tight loop.
 */
export function backOffMs(backOff: BackOff, attempt: number, random: Random = Math.random): number {
  const doublings = Math.min(30, Math.max(0, attempt - 1));
  const ceiling = Math.min(backOff.longestMs, backOff.firstMs * 2 ** doublings);
  return Math.round(ceiling * (0.25 + 0.75 * random()));
}
