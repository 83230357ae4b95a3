import { ConfigError, invalidValue } from '../../errors.js';
import { contains, later, type Ms, msPerMinute } from '../../time/index.js';
import { checkRunSettings } from '../device/check-settings.js';
import { allClosed, type Job, type RunLog, remainingMs, stopped, withoutClosed } from '../device/log.js';
import { openWindow } from '../device/open-window.js';
import { isSame } from '../device/same.js';
import { type RunOptions, type RunSettings, wantedMs, withOptions } from '../device/settings.js';
import { requestWindow, upcomingWindow } from '../device/windows.js';
import type { Scene } from '../placing/plan-job.js';
import type { Progress } from './advance.js';
import { closeJob, newJob, withJob } from './jobs.js';

/** What a person or a flow can ask of a device; `stop` is `cancel`. */
export type Command =
  | { readonly kind: 'plan'; readonly options?: RunOptions | undefined }
  | { readonly kind: 'cancel' | 'stop' | 'start' | 'skip' | 'status' }
  /** Without `minutes` (or 0) it holds until changed. */
  | { readonly kind: 'override'; readonly state: 'on' | 'off' | 'auto'; readonly minutes?: number | undefined };

const longestOverrideMinutes = 7 * 24 * 60;
const onlyForRequests = ['withinHours', 'deadline'] as const;
const onlyForDaily = ['from', 'to', 'weekdays'] as const;

/**
 * The log after a command.
 *
 * Throws a ConfigError (`invalid-value`, `needs-trigger`, `deadline-passed`) for a command that cannot be; nothing has
 * changed then.
 */
export function obey(progress: Progress, command: Command, scene: Scene): Progress {
  const { log, events } = progress;
  switch (command.kind) {
    case 'plan':
      return plan(progress, command.options ?? {}, scene);
    case 'cancel':
    case 'stop':
      return cancel(progress, scene);
    case 'start':
      return start(progress, scene);
    case 'skip':
      return { log: skipping(log, scene), events };
    case 'override':
      return { log: overridden(log, command, scene), events };
    case 'status':
      return status(progress, scene);
  }
}

function plan(progress: Progress, options: RunOptions, scene: Scene): Progress {
  const { settings } = scene;
  checkTrigger(settings, options);
  const merged = checkRunSettings(withOptions(settings, options));
  const { log, events } = progress;
  const { job } = log;
  const isOn = job?.current !== undefined && job.current.cause !== 'override';
  if (isOn && (job.kind === 'start' || withOptions(settings, job.options).mode === 'contiguous')) {
    return { log, events: [...events, { kind: 'already-running', job: job }] };
  }
  if (settings.trigger === 'message') return { log: requested(log, merged, { options, scene }), events };
  return { log: withDailyOptions(log, options, scene), events };
}

/** The daily window with other options; one that was cancelled is planned again. */
function withDailyOptions(log: RunLog, options: RunOptions, scene: Scene): RunLog {
  const reopens = openWindow(log, scene.now)?.state === 'cancelled' && log.job?.current === undefined;
  const picked = withJob(reopens ? reopened(log, scene.now) : log, scene);
  if (picked.job === undefined) return picked;
  return { ...picked, job: { ...picked.job, options: { ...picked.job.options, ...options }, locked: false } };
}

/** The log without the closed windows that an instant lies in, and without a job for a later one. */
function reopened(log: RunLog, now: Ms): RunLog {
  const { job: _, ...rest } = log;
  return withoutClosed(rest, ({ window }) => contains(window, now));
}

/** A new request; a run that is on goes on and is the beginning of it, for no longer than is asked for now. */
function requested(log: RunLog, merged: RunSettings, of: { options: RunOptions; scene: Scene }): RunLog {
  const { now } = of.scene;
  const job = newJob('message', requestWindow(merged, now), of);
  const running = log.job?.current;
  if (running === undefined || running.cause === 'override')
    return { ...log, job, closed: undefined, closedBefore: undefined };
  const current = { ...running, start: now, end: Math.min(running.end, now + job.wantedMs) };
  return { ...log, job: { ...job, current, told: { started: true } }, closed: undefined, closedBefore: undefined };
}

function checkTrigger(settings: RunSettings, options: RunOptions): void {
  const wrong = settings.trigger === 'daily' ? onlyForRequests : onlyForDaily;
  const needed = settings.trigger === 'daily' ? 'message' : 'daily';
  for (const field of wrong) {
    if (options[field] == null) continue;
    throw new ConfigError(
      'needs-trigger',
      `${field} in msg.options needs trigger ${needed}; this node has ${settings.trigger}`,
      {
        params: { field, trigger: settings.trigger, needed },
      },
    );
  }
}

/** Where there is nothing to cancel, that is the answer. */
function cancel({ log, events }: Progress, scene: Scene): Progress {
  const next = cancelled(log, scene);
  if (!isSame(next, log)) return { log: next, events };
  return { log, events: [...events, { kind: 'nothing-to-cancel', job: undefined }] };
}

/** A plan answers for itself; without one, what the node waits for does. */
function status({ log, events }: Progress, { settings }: Scene): Progress {
  if (settings.trigger !== 'message' || log.job !== undefined) return { log, events };
  return { log, events: [...events, { kind: 'waiting-for-request', job: undefined }] };
}

function cancelled(log: RunLog, { now }: Scene): RunLog {
  const { override, ...free } = log;
  const released = override?.on ? free : log;
  const open = openWindow(log, now);
  const { job } = released;
  if (job !== undefined && (job.kind === 'start' || open?.state === 'planned' || job.current !== undefined)) {
    return { ...closeJob({ ...released, job: stopped(job, now) }, 'cancelled', now), extra: undefined };
  }
  if (open === undefined) return released;
  return { ...cancelledAt(released, now), extra: undefined };
}

/** The log with what is closed and open at an instant cancelled. */
function cancelledAt(log: RunLog, now: Ms): RunLog {
  const marked = allClosed(log).map((one) => (contains(one.window, now) ? { ...one, how: 'cancelled' as const } : one));
  const [closed, ...closedBefore] = marked;
  return { ...log, closed, closedBefore: closedBefore.length > 0 ? closedBefore : undefined };
}

function start(progress: Progress, scene: Scene): Progress {
  const { override: _, ...log } = progress.log;
  const { now, settings } = scene;
  const job = log.job?.current?.cause === 'override' ? stopped(log.job, now) : log.job;
  if (job?.current !== undefined && (job.kind === 'start' || remainingMs(job, now) <= job.current.end - now)) {
    return { log: progress.log, events: [...progress.events, { kind: 'already-running', job: job }] };
  }
  const isOpen = job !== undefined && contains(job.window, now) && remainingMs(job, now) > 0;
  const wanted = wantedMs(settings);
  const own = isOpen ? job : newJob('start', { start: now, end: now + wanted }, { scene, options: {} });
  const since = own.current?.start ?? now;
  const current = { start: since, end: now + remainingMs(own, now), cause: 'manual' as const };
  const begun: Job = { ...own, current, runs: [], locked: true, feasible: true, reason: undefined };
  const aside = isOpen ? log.aside : job;
  return { log: { ...log, job: begun, ...(aside && { aside }) }, events: progress.events };
}

function skipping(log: RunLog, { settings, now }: Scene): RunLog {
  if (settings.trigger !== 'daily') {
    throw new ConfigError('needs-trigger', `skip needs trigger daily; this node has ${settings.trigger}`, {
      params: { field: 'command skip', trigger: settings.trigger, needed: 'daily' },
    });
  }
  const skipped = upcomingWindow(settings, now);
  return skipped === undefined ? log : { ...log, skipped };
}

function overridden(log: RunLog, command: Extract<Command, { kind: 'override' }>, { now }: Scene): RunLog {
  const { state, minutes = 0 } = command;
  if (!Number.isFinite(minutes) || minutes < 0 || minutes > longestOverrideMinutes) {
    throw invalidValue('minutes', minutes, { rule: 'override-minutes', most: longestOverrideMinutes });
  }
  const { override: _, ...free } = log;
  const endsRun = state === 'off' || free.job?.current?.cause === 'override';
  const job = free.job && endsRun ? { ...stopped(free.job, now), runs: [], locked: false } : free.job;
  const released = job === undefined ? free : { ...free, job };
  if (state === 'auto') return released;
  const until = minutes === 0 ? null : later(now, minutes * msPerMinute);
  return { ...released, override: { on: state === 'on', until }, ...(state === 'off' && { extra: undefined }) };
}
