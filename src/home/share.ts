import type { HouseShare } from '../runs/index.js';
import { contains, type Interval, type Ms, msPerDay, united } from '../time/index.js';
import type { Entry } from './entry.js';
import { closedTimes, type LimitRules, limitAt } from './limits.js';
import { levels, type Use, watts } from './power.js';
import { type Surplus, sunFor } from './surplus.js';

/** What a house shares. */
export interface House extends LimitRules {
  /** What is left of the sun for all members together. */
  readonly surplus: readonly Surplus[];
}

/** What is looked at: whole days, so that closed times do not change with every moment. Longer than any window. */
function reachOf(now: Ms): Interval {
  const today = Math.floor(now / msPerDay) * msPerDay;
  return { start: today - msPerDay, end: today + 32 * msPerDay };
}

/** What a house leaves to one of its members: all are given in the order in which they are planned. */
export function shareOf(
  own: Entry,
  { ordered, house, now, paused }: { ordered: readonly Entry[]; house: House; now: Ms; paused: readonly string[] },
): HouseShare {
  const at = ordered.indexOf(own);
  const [earlier, later] = [ordered.slice(0, at), ordered.slice(at + 1)];
  const others = [...earlier, ...later];
  const room = { range: reachOf(now), ownW: own.w };
  // Who is frozen itself gives no way to a later one's frozen runs.
  const laterTakes = own.frozen.length > 0 ? onOnly : fixed;
  const entered = () => [...uses(earlier, certain), ...uses(later, laterTakes)];
  const besides = () => [...uses(earlier, all), ...uses(later, certain)];
  const canCollide = isNarrow(own.w, others, house);
  const closed = (taken: () => Use[]) => (canCollide ? closedTimes({ ...room, entered: levels(taken()) }, house) : []);
  return {
    closed: closed(entered),
    closedToExtra: own.member.settings.alwaysOnBelowCt === undefined ? [] : closed(besides),
    sun: sunOf(own, { earlier, later, house }),
    now: { othersKw: onBefore(own, others, now) / 1000, limitKw: limitAt(house, now) },
    pauses: paused.includes(own.member.id),
  };
}

/** False where there is room for all at once under every limit, so that nobody needs to look when. */
function isNarrow(ownW: number, others: readonly Entry[], { limitKw, told, oneAtATime }: LimitRules): boolean {
  if (oneAtATime) return true;
  const lowestKw = told.reduce((lowest, one) => Math.min(lowest, one.limitKw), limitKw ?? Number.POSITIVE_INFINITY);
  return others.reduce((sum, { w }) => sum + w, ownW) > watts(lowestKw);
}

/** Who is before in the order takes the sun before; so does who is on because somebody wants so. */
function sunOf(
  own: Entry,
  { earlier, later, house }: { earlier: readonly Entry[]; later: readonly Entry[]; house: House },
): HouseShare['sun'] {
  if (house.surplus.length === 0) return [];
  const byHand = later.filter(({ isByHand }) => isByHand);
  return sunFor(own.w, house.surplus, levels([...uses(earlier, alsoRan), ...uses(byHand, onOnly)]));
}

/** What those take now that have been on for longer, W. */
function onBefore(own: Entry, others: readonly Entry[], now: Ms): number {
  const since = own.on?.start ?? now;
  return others
    .filter((entry) => entry.on !== undefined && contains(entry.on, now))
    .filter(({ on: other, member }) => {
      const start = other?.start ?? now;
      return start < since || (start === since && member.id < own.member.id) || own.on === undefined;
    })
    .reduce((sum, { w }) => sum + w, 0);
}

type Times = (entry: Entry) => readonly Interval[];

const onOnly: Times = ({ on }) => (on === undefined ? [] : [on]);
const fixed: Times = (entry) => [...onOnly(entry), ...entry.frozen];
const certain: Times = (entry) => [...fixed(entry), ...entry.planned];
const all: Times = (entry) => [...certain(entry), ...entry.extra];
const alsoRan: Times = (entry) => [...entry.ran, ...certain(entry)];

/** A device takes its power once, however many reasons it has to be on. */
function uses(entries: readonly Entry[], of: Times): Use[] {
  return entries.flatMap((entry) => united(of(entry)).map(({ start, end }) => ({ start, end, w: entry.w })));
}
