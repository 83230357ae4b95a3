import type { Entry } from './entry.js';

/** What moves members from their usual place. */
export interface Moves {
  /** Those that were moved to the front, the last one first. */
  readonly promoted: readonly string[];
  /** True where all others stand the other way round. */
  readonly isReversed: boolean;
}

/** Where nobody has moved. */
export const usualOrder: Moves = { promoted: [], isReversed: false };

/**
 * The members in the order in which they are planned: those that were moved to the front, then by priority, then by the
 * energy of their job (most first), then by id.
 */
export function inOrder(entries: Iterable<Entry>, { promoted, isReversed }: Moves): Entry[] {
  const rank = (entry: Entry) => promoted.indexOf(entry.member.id);
  return [...entries].sort((a, b) => rank(b) - rank(a) || (isReversed ? usually(b, a) : usually(a, b)));
}

function usually(a: Entry, b: Entry): number {
  return a.member.priority - b.member.priority || b.wantedWh - a.wantedWh || (a.member.id < b.member.id ? -1 : 1);
}

/**
 * The members that have to pause so that the others keep a limit in watts: of those that are on, in order, each that has no
 * room beside those before it that stay on. Whoever is held on by hand stays. None where the limit is kept.
 */
export function pausing(ordered: readonly Entry[], limitW: number): readonly string[] {
  const on = ordered.filter((entry) => entry.on !== undefined);
  let total = on.reduce((sum, { w, isHeld }) => sum + (isHeld ? w : 0), 0);
  return on.flatMap(({ w, member, isHeld }) => {
    if (isHeld) return [];
    if (total + w > limitW) return [member.id];
    total += w;
    return [];
  });
}
