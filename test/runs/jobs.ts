import type { Job, Run } from '#src/runs/device/log.js';
import { settingsKey } from '#src/runs/device/settings-key.js';
import type { RunSettings } from '#src/runs/index.js';
import type { Interval, Ms } from '#src/time/index.js';
import { at } from './prices.js';

const hourMs = 3_600_000;

/** The day of which hours are meant. */
export const day = at('2026-11-22');

/** The instant so many hours after its midnight. */
export function hour(count: number): Ms {
  return day + Math.round(count * hourMs);
}

export function hoursOf(from: number, to: number): Interval {
  return { start: hour(from), end: hour(to) };
}

export function runOf(from: number, to: number, given: Partial<Run> = {}): Run {
  return { ...hoursOf(from, to), cause: 'planned', ...given };
}

/** A job of that day that wants two hours and has no runs, planned with some settings. */
export function jobOf(given: Partial<Job> = {}, settings?: RunSettings): Job {
  return {
    kind: 'daily',
    window: hoursOf(0, 24),
    since: day,
    options: {},
    settingsKey: settings === undefined ? '' : settingsKey(settings),
    wantedMs: 2 * hourMs,
    ran: [],
    runs: [],
    locked: false,
    feasible: true,
    provisional: false,
    told: {},
    ...given,
  };
}
