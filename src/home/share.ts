import type { HouseShare } from '../runs/index.js';
import { contains, type Interval, type Ms, msPerHour } from '../time/index.js';
import type { Entry } from './entry.js';
import { closedTimes, type LimitRules, limitAt } from './limits.js';
import { levels, type Use } from './power.js';
import { type Surplus, sunFor } from './surplus.js';

/** What a house shares. */
export interface House extends LimitRules {
  /** What is left of the sun for all members together. */
  readonly surplus: readonly Surplus[];
}

const msPerDay = 24 * msPerHour;

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
  const others = ordered.filter((entry) => entry !== own);
  const earlier = ordered.slice(0, at);
  const range = reachOf(now);
  const fixed = [...on(others), ...frozen(own.frozen.length > 0 ? earlier : others)];
  const entered = [...fixed, ...planned(earlier)];
  const besides = [...on(others), ...frozen(others), ...planned(others), ...extra(earlier)];
  const hasExtra = own.member.settings.alwaysOnBelowCt !== undefined;
  return {
    closed: closedTimes({ range, ownW: own.w, entered: levels(entered) }, house),
    closedToExtra: hasExtra ? closedTimes({ range, ownW: own.w, entered: levels(besides) }, house) : [],
    sun: sunOf(own, { earlier, others, house }),
    now: { othersKw: onBefore(own, others, now) / 1000, limitKw: limitAt(house, now) },
    pauses: paused.includes(own.member.id),
  };
}

/** Who is before in the order takes the sun before; so does who is on because somebody wants so. */
function sunOf(
  own: Entry,
  { earlier, others, house }: { earlier: readonly Entry[]; others: readonly Entry[]; house: House },
): HouseShare['sun'] {
  if (house.surplus.length === 0) return [];
  const byHand = others.filter((entry) => entry.isByHand && !earlier.includes(entry));
  const entered = [...ran(earlier), ...on([...earlier, ...byHand]), ...frozen(earlier), ...planned(earlier)];
  return sunFor(own.w, house.surplus, levels(entered)).map(({ w, ...piece }) => ({ ...piece, kw: w / 1000 }));
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

function uses(entries: readonly Entry[], of: (entry: Entry) => readonly Interval[]): Use[] {
  return entries.flatMap((entry) => of(entry).map(({ start, end }) => ({ start, end, w: entry.w })));
}

const on = (entries: readonly Entry[]) => uses(entries, (entry) => (entry.on === undefined ? [] : [entry.on]));
const ran = (entries: readonly Entry[]) => uses(entries, (entry) => entry.ran);
const frozen = (entries: readonly Entry[]) => uses(entries, (entry) => entry.frozen);
const planned = (entries: readonly Entry[]) => uses(entries, (entry) => entry.planned);
const extra = (entries: readonly Entry[]) => uses(entries, (entry) => entry.extra);
