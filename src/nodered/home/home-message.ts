import { type Entry, levels, type Use } from '../../home/index.js';
import {
  type Interval,
  isoLocal,
  type Ms,
  msPerHour,
  msPerQuarterHour,
  quarterStart,
  united,
} from '../../time/index.js';
import { amount } from '../values/amount.js';
import type { SharedHouse } from './shared-house.js';

/** What output 2 of a member says of its house. */
export interface HomePart {
  readonly name: string;
  /** Now; null = none. */
  readonly limitKw: number | null;
  /** Names of all members in the order in which they were planned, each with its id behind it where several are called the same. */
  readonly order: readonly string[];
}

/** The house as a plan shows it. */
export function homePart(house: SharedHouse, now: Ms): HomePart {
  return {
    name: house.name,
    limitKw: amount(house.limitAt(now)),
    order: namesApart(house.order.map(({ member }) => member)),
  };
}

/** Names of members, each with its id behind it where several are called the same; the id alone where it has no name. */
export function namesApart(members: readonly { readonly id: string; readonly name: string }[]): string[] {
  return members.map(({ id, name }) => {
    if (name === '') return id;
    return members.filter((other) => other.name === name).length === 1 ? name : `${name} (${id})`;
  });
}

/** What all members together take in one quarter-hour. */
export interface HomeStep extends Interval {
  /** The mean. */
  readonly kw: number;
  /** The highest in it. */
  readonly highestKw: number;
  readonly limitKw: number | undefined;
  /** What the sun leaves for members. */
  readonly sunKw: number;
}

const shownMs = 48 * msPerHour;

/** What is taken by quarter-hours, from the one of now up to the last run or sun, two days at most. */
export function homeSteps(house: SharedHouse, now: Ms): HomeStep[] {
  const first = quarterStart(now);
  const taken = levels(house.order.flatMap((entry) => memberRuns(entry, first)));
  const sun = house.rules(now).surplus.filter(({ end }) => end > first);
  const last = Math.min(first + shownMs, Math.max(taken.at(-1)?.end ?? first, sun.at(-1)?.end ?? first));
  const steps: HomeStep[] = [];
  for (let start = first; start < last; start += msPerQuarterHour) {
    const quarter = { start, end: start + msPerQuarterHour };
    const inside = taken.filter((level) => level.start < quarter.end && level.end > start);
    steps.push({
      ...quarter,
      kw: meanW(quarter, inside) / 1000,
      highestKw: Math.max(0, ...inside.map(({ w }) => w)) / 1000,
      limitKw: house.limitAt(start),
      sunKw: meanW(quarter, sun) / 1000,
    });
  }
  return steps;
}

/** The answer to the command `home`: plans of all members, and their sum. */
export function homePayload(house: SharedHouse, now: Ms, timeZone: string) {
  return {
    ...homePart(house, now),
    members: house.order.map(({ member, isStuck }) => ({
      id: member.id,
      name: member.name,
      priority: member.priority,
      plan: house.member(member.id)?.planShown ?? null,
      ...(isStuck && { reason: 'power-limit' as const }),
    })),
    intervals: homeSteps(house, now).map(({ start, end, kw, highestKw, limitKw, sunKw }) => ({
      start: isoLocal(timeZone, start),
      end: isoLocal(timeZone, end),
      kw: amount(kw),
      highestKw: amount(highestKw),
      limitKw: amount(limitKw),
      sunKw: amount(sunKw),
    })),
  };
}

/** What a member takes from an instant on, in watts; two days at most. */
export function memberRuns({ on, frozen, planned, extra, w }: Entry, from: Ms): Use[] {
  const last = from + shownMs;
  return united([...(on ? [on] : []), ...frozen, ...planned, ...extra])
    .filter(({ start, end }) => end > from && start < last)
    .map(({ start, end }) => ({ start, end: Math.min(end, last), w }));
}

function meanW(range: Interval, levelsInside: readonly (Interval & { readonly w: number })[]): number {
  const wattMs = levelsInside.reduce((sum, { start, end, w }) => {
    return sum + w * Math.max(0, Math.min(end, range.end) - Math.max(start, range.start));
  }, 0);
  return wattMs / (range.end - range.start);
}
