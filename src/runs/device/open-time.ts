import { isExcludedMinute } from '../../protocol/run-rules.js';
import {
  addDays,
  civilDate,
  civilDay,
  type Interval,
  intersection,
  type Ms,
  minuteOfDay,
  msPerMinute,
  uncovered,
  united,
} from '../../time/index.js';
import type { RunSettings } from './settings.js';

const mostWindows = 50;
const closedBySettings = new WeakMap<RunSettings, Map<string, readonly Interval[]>>();

/** The times of a window [start, end) that `exclude` leaves out, in order and apart; kept, since civil time is slow to compute. */
export function excludedIn(settings: RunSettings, window: Interval): readonly Interval[] {
  if (settings.exclude.length === 0) return [];
  const byWindow = closedBySettings.get(settings) ?? new Map<string, readonly Interval[]>();
  const key = [window.start, window.end].join();
  const known = byWindow.get(key) ?? excluded(settings, window);
  if (byWindow.size >= mostWindows && !byWindow.has(key)) byWindow.clear();
  closedBySettings.set(settings, byWindow.set(key, known));
  return known;
}

function excluded({ exclude, timeZone }: RunSettings, window: Interval): Interval[] {
  const isShut = isExcludedMinute(exclude);
  const ordinary = minutesWhere(24 * 60, isShut);
  const times: Interval[] = [];
  for (let date = civilDate(timeZone, window.start); ; date = addDays(date, 1)) {
    const { start, end } = civilDay(timeZone, date);
    if (start >= window.end) return united(times.flatMap((time) => intersection(time, window) ?? []));
    const count = (end - start) / msPerMinute;
    // By the wall clock: what comes twice in autumn is left out both times, and what does not exist in spring moves nothing.
    const byWallClock = (minute: number) => isShut(minuteOfDay(timeZone, start + minute * msPerMinute));
    const minutes = count === 24 * 60 ? ordinary : minutesWhere(count, byWallClock);
    for (const [from, to] of minutes) times.push({ start: start + from * msPerMinute, end: start + to * msPerMinute });
  }
}

/** The stretches of so many minutes for which the test holds. */
function minutesWhere(count: number, test: (minute: number) => boolean): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (let minute = 0; minute < count; minute += 1) {
    if (!test(minute)) continue;
    const last = found.at(-1);
    if (last?.[1] === minute) last[1] = minute + 1;
    else found.push([minute, minute + 1]);
  }
  return found;
}

/** The same with the times that others take of a house, in order and apart; the list itself where they take nothing. */
export function closedIn(
  excluded: readonly Interval[],
  window: Interval,
  taken: readonly Interval[],
): readonly Interval[] {
  const inside = taken.flatMap((time) => intersection(time, window) ?? []);
  return inside.length === 0 ? excluded : united([...excluded, ...inside]);
}

/** What is left of a stretch [start, end) beside closed times, which are in order and apart. */
export function openParts(stretch: Interval, closed: readonly Interval[]): Interval[] {
  return uncovered(
    stretch,
    closed.flatMap((time) => intersection(time, stretch) ?? []),
  );
}

/**
 * The last instant at which so much run time (ms) still fits into the parts, in one of them where the device runs in one
 * piece; undefined where it never does.
 */
export function lastMoment({ mode }: RunSettings, parts: readonly Interval[], wantMs: number): Ms | undefined {
  let leftMs = wantMs;
  for (const { start, end } of parts.toReversed()) {
    if (end - start >= leftMs) return end - leftMs;
    if (mode !== 'contiguous') leftMs -= end - start;
  }
  return undefined;
}
