import { ConfigError } from '../../errors.js';
import { weekdayTimeOf } from '../../protocol/clock-time.js';
import {
  addDays,
  civilDate,
  contains,
  dailyWindows,
  type Interval,
  instantOf,
  isoLocal,
  isoWeekday,
  later,
  type Ms,
  msPerHour,
  parseInstant,
} from '../../time/index.js';
import { allClosed, type RunLog } from './log.js';
import type { RunSettings } from './settings.js';

const defaultWithinHours = 24;
const nearMs = 24 * msPerHour;
// A weekly window can be swallowed by a clock change, so two weeks and a bit always hold one.
const farMs = 16 * 24 * msPerHour;

/** What marks a daily window as not to be planned: what is closed and what is skipped. */
export interface Exclusions extends Pick<RunLog, 'closed' | 'closedBefore' | 'skipped'> {
  /** A window that was missed counts again as soon as the settings differ. */
  readonly settingsKey: string;
}

/** The daily window open at `now` or else the next one, leaving out closed and skipped ones; whole, half-open. */
export function dailyWindow(settings: RunSettings, excluded: Exclusions, now: Ms): Interval | undefined {
  return findWindow(settings, now, (window) => !isExcluded(window, excluded));
}

/** The next daily window that has not opened yet; undefined when there is none within 16 days. */
export function upcomingWindow(settings: RunSettings, now: Ms): Interval | undefined {
  return findWindow(settings, now, (window) => window.start > now);
}

/**
 * The window of a request made at `now`: [now, deadline) or [now, now + withinHours), 24 h where neither is set.
 *
 * Throws `deadline-passed` for an instant that is not after now.
 */
export function requestWindow(settings: RunSettings, now: Ms): Interval {
  const { deadline, withinHours, timeZone } = settings;
  if (deadline === undefined) return { start: now, end: later(now, (withinHours ?? defaultWithinHours) * msPerHour) };
  const end = parseInstant(deadline) ?? nextTime(timeZone, deadline, now);
  if (end <= now) {
    throw new ConfigError('deadline-passed', `deadline ${deadline} is not in the future`, {
      params: { field: 'deadline', value: deadline, now: isoLocal(timeZone, now) },
    });
  }
  return { start: now, end };
}

/** The first instant of the local wall time in [window.start, window.end), or undefined when it does not occur there. */
export function clockTimeIn(window: Interval, timeZone: string, time: string): Ms | undefined {
  const last = civilDate(timeZone, window.end);
  for (let date = civilDate(timeZone, window.start); date <= last; date = addDays(date, 1)) {
    const instant = instantOf(timeZone, date, time);
    if (contains(window, instant)) return instant;
  }
  return undefined;
}

function findWindow(settings: RunSettings, now: Ms, fits: (window: Interval) => boolean): Interval | undefined {
  const isAhead = (window: Interval): boolean => window.end > now && fits(window);
  return nearWindows(settings, now).find(isAhead) ?? windowsFrom(settings, now, farMs).find(isAhead);
}

interface KnownWindows extends Interval {
  readonly windows: readonly Interval[];
}

const knownWindows = new Map<string, KnownWindows>();
const mostKnown = 500;

/** The windows of the next two days at least; kept for a day, since civil time is slow to compute and many nodes share their hours. */
function nearWindows(settings: RunSettings, now: Ms): readonly Interval[] {
  const { timeZone, from, to, weekdays } = settings;
  const key = [timeZone, from, to, ...weekdays].join();
  const known = knownWindows.get(key);
  if (known !== undefined && contains(known, now)) return known.windows;
  const windows = windowsFrom(settings, now, 2 * nearMs);
  if (knownWindows.size >= mostKnown) knownWindows.clear();
  knownWindows.set(key, { start: now, end: now + nearMs, windows });
  return windows;
}

function windowsFrom({ timeZone, from, to, weekdays }: RunSettings, now: Ms, ms: number): Interval[] {
  return dailyWindows(timeZone, from, to, weekdays, { start: now, end: now + ms });
}

function isExcluded(window: Interval, excluded: Exclusions): boolean {
  const { skipped, settingsKey } = excluded;
  if (skipped !== undefined && contains(window, skipped.start)) return true;
  return allClosed(excluded).some(({ kind, at, how, settingsKey: key }) => {
    return kind === 'daily' && contains(window, at) && (how !== 'missed' || key === settingsKey);
  });
}

/** The next instant after now of a local time, on its weekday where one is named; a week and a bit always holds one. */
function nextTime(timeZone: string, text: string, now: Ms): Ms {
  const { weekday, time } = weekdayTimeOf(text) ?? { weekday: undefined, time: text };
  let date = civilDate(timeZone, now);
  while ((weekday !== undefined && isoWeekday(date) !== weekday) || instantOf(timeZone, date, time) <= now)
    date = addDays(date, 1);
  return instantOf(timeZone, date, time);
}
