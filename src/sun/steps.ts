import { type Ms, msPerHour } from '../time/index.js';

/** No forecast has wider steps; what is further apart has a night or a hole between. */
export const longestStepMs = 2 * msPerHour;

/** The most frequent distance of instants in order, at most two hours; an hour where there are none. */
export function usualStep(instants: readonly Ms[]): Ms {
  const counts = new Map<Ms, number>();
  for (const [index, at] of instants.slice(1).entries()) {
    const apart = at - (instants[index] ?? at);
    if (apart > 0 && apart <= longestStepMs) counts.set(apart, (counts.get(apart) ?? 0) + 1);
  }
  let [usual, most] = [msPerHour, 0];
  for (const [apart, count] of counts) if (count > most) [usual, most] = [apart, count];
  return usual;
}
