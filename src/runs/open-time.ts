import { dailyWindows, type Interval, intersection, type Ms, uncovered, united } from '../time/index.js';
import type { RunSettings } from './settings.js';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
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
  const times = exclude.flatMap(({ from, to }) => dailyWindows(timeZone, from, to, everyDay, window));
  return united(times.flatMap((time) => intersection(time, window) ?? []));
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
  if (closed.length === 0) return stretch.start < stretch.end ? [stretch] : [];
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
