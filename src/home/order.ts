import type { Entry } from './entry.js';

/**
 * The members in the order in which they are planned: those that were promoted, the last one first; then by priority, then
 * by the energy of their job (most first), then by id.
 */
export function inOrder(entries: Iterable<Entry>, promoted: readonly string[]): Entry[] {
  const rank = (entry: Entry) => promoted.indexOf(entry.member.id);
  return [...entries].sort(
    (a, b) =>
      rank(b) - rank(a) ||
      a.member.priority - b.member.priority ||
      b.wantedWh - a.wantedWh ||
      (a.member.id < b.member.id ? -1 : 1),
  );
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
