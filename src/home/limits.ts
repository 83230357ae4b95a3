import { type Interval, joined, type Ms } from '../time/index.js';
import { edgesIn, type Level, reader, watts } from './power.js';

/** A limit that somebody has told at run time, for [start, end); both may be infinite. */
export interface ToldLimit extends Interval {
  readonly limitKw: number;
  /** True where also what has begun gives way. */
  readonly hard: boolean;
}

/** No limit, for who takes one back. */
export const noLimitKw = Number.POSITIVE_INFINITY;

/** What all members together may take. */
export interface LimitRules {
  /** Absent = no limit but those that were told. */
  readonly limitKw?: number | undefined;
  readonly oneAtATime: boolean;
  /** In order, without overlaps; where one is told the lower one counts. */
  readonly told: readonly ToldLimit[];
}

/** The limit at an instant, kW; undefined = none. */
export function limitAt({ limitKw, told }: LimitRules, instant: Ms): number | undefined {
  const now = told.find(({ start, end }) => start <= instant && instant < end);
  if (now === undefined) return limitKw;
  return limitKw === undefined ? now.limitKw : Math.min(limitKw, now.limitKw);
}

/** The limits after another one was told: it holds in its time, those before it beside that. What is over is forgotten. */
export function withTold(told: readonly ToldLimit[], next: ToldLimit, now: Ms): readonly ToldLimit[] {
  const all: ToldLimit[] = [];
  const keep = (limit: ToldLimit) => {
    if (limit.start < limit.end && limit.end > now && limit.limitKw !== noLimitKw) all.push(limit);
  };
  let isIn = false;
  for (const one of told) {
    if (!isIn && one.end > next.start) {
      // Its place: what begins before it goes before it, the rest after it.
      keep({ ...one, end: Math.min(one.end, next.start) });
      keep(next);
      isIn = true;
    }
    if (one.start >= next.end || one.end <= next.start) keep(one);
    else keep({ ...one, start: Math.max(one.start, next.end) });
  }
  if (!isIn) keep(next);
  return all;
}

/**
 * When a load of so many watts has no room beside what is entered, inside a range; in order and apart. With `oneAtATime`
 * there is no room wherever anything is entered.
 */
export function closedTimes(
  { range, ownW, entered }: { readonly range: Interval; readonly ownW: number; readonly entered: readonly Level[] },
  rules: LimitRules,
): Interval[] {
  const { told, limitKw, oneAtATime } = rules;
  const edges = edgesIn(range, [...entered, ...told]);
  const [levelAt, toldAt] = [reader(entered), reader(told)];
  const closed: Interval[] = [];
  for (const [index, end] of edges.slice(1).entries()) {
    const start = edges[index] ?? end;
    const { w = 0, count = 0 } = levelAt(start) ?? {};
    const most = Math.min(limitKw ?? Number.POSITIVE_INFINITY, toldAt(start)?.limitKw ?? Number.POSITIVE_INFINITY);
    if ((oneAtATime && count > 0) || w + ownW > watts(most)) closed.push({ start, end });
  }
  return joined(closed);
}
