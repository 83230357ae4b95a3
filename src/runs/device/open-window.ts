import { contains, type Interval, type Ms } from '../../time/index.js';
import { allClosed, type Closed, type RunLog } from './log.js';
import { type RunOptions, type RunSettings, withOptions } from './settings.js';

/** The window or request that is open at an instant, and whether anything is still to be run in it. */
export interface OpenWindow {
  readonly window: Interval;
  readonly options: RunOptions;
  readonly state: 'planned' | Closed['how'];
}

/** What is open at an instant, or undefined outside of every window; a window that is left out is not open. */
export function openWindow(log: Pick<RunLog, 'job' | 'closed' | 'closedBefore'>, now: Ms): OpenWindow | undefined {
  const { job } = log;
  if (job !== undefined && job.kind !== 'start' && contains(job.window, now)) {
    return { window: job.window, options: job.options, state: 'planned' };
  }
  const closed = allClosed(log).find(({ window }) => contains(window, now));
  if (closed === undefined) return undefined;
  return { window: closed.window, options: closed.options, state: closed.how };
}

/** The settings in force at an instant: the node's own, with the options of the window or request that is open. */
export function settingsNow(log: RunLog, settings: RunSettings, now: Ms): RunSettings {
  const open = openWindow(log, now);
  return open === undefined ? settings : withOptions(settings, open.options);
}
