import { contains, type Interval, type Ms, msPerHour, msPerMinute } from '../../time/index.js';
import { begunRuns, type Job, type Run, type RunLog, totalMs } from './log.js';
import { excludedIn } from './open-time.js';
import { type RunSettings, withOptions } from './settings.js';
import { upcomingWindow } from './windows.js';

/**
 * Never off for longer than `maxOffMs`, of which `beforeMs` are over when planning begins, and `afterMs` come for certain when the
 * window has ended.
 */
export interface OffRule {
  readonly maxOffMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
  /** After how long off the run that is on was forced, ms; absent where none is, or where it was not. */
  readonly forcedAfterMs?: number | undefined;
}

/** The rule at an instant up to which the device has been off since `since`, which is the instant itself while it is on; undefined without a limit. */
export function offRuleAt(
  { maxOffMinutes }: RunSettings,
  at: Ms,
  { since, counted, afterMs }: { readonly since: Ms; readonly counted: Interval | undefined; readonly afterMs: number },
): OffRule | undefined {
  if (maxOffMinutes === 0) return undefined;
  const beforeMs = Math.max(0, at - Math.max(since, counted?.start ?? at));
  return { maxOffMs: maxOffMinutes * msPerMinute, beforeMs, afterMs };
}

/**
 * The log with the stretch of windows that touch, inside which time off counts: from the moment at which the first of them was
 * planned. A window that does not touch the one before, but for one that is skipped between them, begins a new stretch; a start outside of windows is in none.
 */
export function withCounted(log: RunLog, { settings }: { readonly settings: RunSettings }): RunLog {
  const { job, counted, skipped } = log;
  if (job === undefined || job.kind === 'start') return log;
  if (withOptions(settings, job.options).maxOffMinutes === 0) return log;
  const { start, end } = job.window;
  // Somebody who skips a window has the device off in it, which is made up for after it.
  const isSkipped = counted !== undefined && skipped !== undefined && contains(skipped, counted.end);
  const touches = counted !== undefined && counted.start <= end && start <= (isSkipped ? skipped.end : counted.end);
  const next = touches
    ? { start: counted.start, end: Math.max(counted.end, end) }
    : { start: Math.max(start, job.since), end };
  return next.start === counted?.start && next.end === counted.end ? log : { ...log, counted: next };
}

/** How long `exclude` keeps the device off right after its window, ms; 0 where no other window follows at once. */
export function shutAfter({ kind, window: { end } }: Job, settings: RunSettings): number {
  if (kind !== 'daily' || settings.exclude.length === 0 || settings.maxOffMinutes === 0) return 0;
  if (upcomingWindow(settings, end - 1)?.start !== end) return 0;
  const [shut] = excludedIn(settings, { start: end, end: end + 24 * msPerHour });
  return shut?.start === end ? shut.end - end : 0;
}

/** True when a job of which all is run leaves the device off for too long if nothing more is run in its window. */
export function stillOffTooLong(job: Job, settings: RunSettings, now: Ms): boolean {
  const { maxOffMinutes } = settings;
  const { end } = job.window;
  const since = job.ran.at(-1)?.end ?? now;
  return maxOffMinutes > 0 && now < end && end - since + shutAfter(job, settings) > maxOffMinutes * msPerMinute;
}

/** With a limit on time off: what is run more than is wanted, a threshold wanting none but that below its limit, and the longest time off. */
export function offFigures(job: Job, runs: readonly Run[], { maxOffMinutes, mode }: RunSettings) {
  if (maxOffMinutes === 0) return {};
  const forced = runs.filter(({ forcedAfterMs }) => forcedAfterMs !== undefined);
  const extraMs = mode === 'threshold' ? totalMs(forced) : Math.max(0, totalMs(runs) - job.wantedMs);
  return { minutesExtra: Math.round(extraMs / msPerMinute), longestOffMinutes: longestOffMinutes(job, runs) };
}

/** True where a job has its device off for longer than its settings allow; never without a limit. */
export function exceedsOffLimit(job: Job, { maxOffMinutes }: RunSettings): boolean {
  return maxOffMinutes > 0 && longestOffMinutes(job, [...begunRuns(job), ...job.runs]) > maxOffMinutes;
}

/** The longest stretch of a window without a run, minutes; time off before the window counts where it belongs to it. */
function longestOffMinutes({ window, since, offFrom }: Job, runs: readonly Interval[]): number {
  const edges = [offFrom ?? since, ...runs.flatMap(({ start, end }) => [start, end]), window.end];
  const gaps = edges.filter((_, index) => index % 2 === 0).map((edge, index) => (edges[2 * index + 1] ?? edge) - edge);
  return Math.round(Math.max(0, ...gaps) / msPerMinute);
}
