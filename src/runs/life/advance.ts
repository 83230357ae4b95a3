import type { Steps } from '../../planner/index.js';
import { contains, type Ms } from '../../time/index.js';
import { isTooLate } from '../device/freeze.js';
import { type Job, type RunLog, remainingMs, stopped } from '../device/log.js';
import { stillOffTooLong, withCounted } from '../device/off-rule.js';
import { isSame } from '../device/same.js';
import { type RunSettings, withOptions } from '../device/settings.js';
import { isInForce, planJob, type Scene } from '../placing/plan-job.js';
import { type Happened, tellPlan } from '../told/events.js';
import { closeJob, withJob, withNextRun } from './jobs.js';

/** A log and what has been told on the way to it. */
export interface Progress {
  readonly log: RunLog;
  readonly events: readonly Happened[];
}

// One round ends a run and its job, the next plans and begins the window after it, the last finds nothing left to do.
const mostRounds = 8;

/** Brings the log to `now`: ends what is over, picks what is to be done, plans it and begins what is due. */
export function* advance(progress: Progress, scene: Scene): Steps<Progress> {
  let reached = progress;
  for (let round = 0; round < mostRounds; round += 1) {
    const before = reached.log;
    for (const step of [endOverride, endRun, finish, giveUp, pick, hold]) reached = step(reached, scene);
    reached = begin(yield* replan(reached, scene), scene);
    if (isSame(before, reached.log)) break;
  }
  const { job } = reached.log;
  if (job === undefined) return reached;
  const told = tellPlan(job);
  return { log: { ...reached.log, job: told.job }, events: beforeItsRun(reached.events, told.events) };
}

/** The events with those of a plan before the blind beginning of its own run: what is planned comes first, then what is run of it. */
function beforeItsRun(events: readonly Happened[], plans: readonly Happened[]): readonly Happened[] {
  const own = plans[0]?.job?.window;
  const first = events.findIndex(({ kind, job }, index) => {
    return kind === 'started' && events[index + 1]?.kind === 'fallback' && isSame(job?.window, own);
  });
  return first < 0 ? [...events, ...plans] : [...events.slice(0, first), ...plans, ...events.slice(first)];
}

function endOverride({ log, events }: Progress, { now }: Scene): Progress {
  const { override, ...rest } = log;
  const over = override !== undefined && override.until !== null && now >= override.until;
  return over ? { log: rest, events } : { log, events };
}

function endRun({ log, events }: Progress, scene: Scene): Progress {
  const { job } = log;
  if (job?.current === undefined || scene.now < job.current.end) return { log, events };
  const { end, cause } = job.current;
  const ended = stopped(job, end);
  if (cause === 'override') return { log: { ...log, job: { ...ended, locked: false } }, events };
  // What goes on without a pause needs no start of its own, however late the alarm comes.
  const goesOn = job.runs[0]?.start === end && isInForce(job, scene, log);
  return { log: { ...log, job: goesOn ? withNextRun(ended, end, scene) : ended }, events };
}

/** A job whose minutes have been run, or of which no more can be run, is done. */
function finish({ log, events }: Progress, scene: Scene): Progress {
  const { job } = log;
  if (job === undefined || job.current !== undefined || job.ran.length === 0) return { log, events };
  const settings = withOptions(scene.settings, job.options);
  if (settings.mode === 'threshold' || remainingMs(job, scene.now) > 0) return { log, events };
  if (stillOffTooLong(job, settings, scene.now)) return { log, events };
  return { log: closeJob(log, 'done', scene.now), events: [...events, { kind: 'finished', job }] };
}

/** A window that has ended, or in which the remaining minutes no longer fit. */
function giveUp({ log, events }: Progress, scene: Scene): Progress {
  const { job } = log;
  if (job === undefined || job.current !== undefined || scene.now < job.window.start) return { log, events };
  const isOver = scene.now >= job.window.end;
  if (!isOver && (log.override !== undefined || !isTooLate(job, scene))) return { log, events };
  const settings = withOptions(scene.settings, job.options);
  const told = lastWord(job, settings, scene.now);
  // What a limit on time off forces is run all the same.
  const stays = !isOver && (job.ran.length > 0 || job.kind === 'message' || settings.maxOffMinutes > 0);
  const next = stays ? { ...log, job: told.job } : closeJob({ ...log, job: told.job }, 'missed', scene.now);
  return { log: next, events: [...events, ...told.events] };
}

/** What is told about a job of which no more can be run, or not enough. */
function lastWord(job: Job, settings: RunSettings, now: Ms): { job: Job; events: Happened[] } {
  const { told } = job;
  const isOver = now >= job.window.end;
  const enough = settings.mode === 'threshold' || settings.partial === 'maximise';
  if (isOver && enough && job.ran.length > 0) return { job, events: [{ kind: 'finished', job }] };
  if (told.overrun || told.noPlan || (isOver && enough)) return { job, events: [] };
  const hadPlan = job.ran.length > 0 || (told.planId !== undefined && job.runs.length > 0);
  const lost = { ...job, runs: [], locked: false };
  if (hadPlan) return { job: { ...lost, told: { ...told, overrun: true } }, events: [{ kind: 'overrun', job: lost }] };
  const none: Job = {
    ...lost,
    feasible: false,
    reason: isFinal(job.reason) ? job.reason : reasonFor(job, now),
  };
  return { job: { ...none, told: { ...told, noPlan: true } }, events: [{ kind: 'no-plan', job: none }] };
}

/** A reason that does not change because time runs out. */
function isFinal(reason: Job['reason']): boolean {
  return reason === 'price-cap' || reason === 'power-limit';
}

function reasonFor(job: Job, now: Ms): Job['reason'] {
  const { end } = job.window;
  if (now >= end && job.reason === 'missing-prices') return 'missing-prices';
  return now < end && remainingMs(job, now) <= end - now ? 'excluded-times' : 'window-too-short';
}

function pick({ log, events }: Progress, scene: Scene): Progress {
  return { log: withCounted(withJob(log, scene), scene), events };
}

/** While an override holds the device on in an open window, its minutes are a run. */
function hold({ log, events }: Progress, { now }: Scene): Progress {
  const { job, override } = log;
  if (!override?.on || job === undefined || job.current !== undefined || !contains(job.window, now))
    return { log, events };
  const remaining = remainingMs(job, now);
  const end = Math.min(override.until ?? job.window.end, now + remaining, job.window.end);
  if (end <= now) return { log, events };
  const current = { start: now, end, cause: 'override' as const };
  return { log: { ...log, job: { ...job, current, runs: [], locked: false } }, events };
}

function* replan({ log, events }: Progress, scene: Scene): Steps<Progress> {
  if (log.job === undefined) return { log, events };
  return { log: { ...log, job: yield* planJob(log.job, scene, log) }, events };
}

function begin({ log, events }: Progress, scene: Scene): Progress {
  const begun = begunRun(log, scene);
  const { job } = begun;
  if (job?.current === undefined) return { log: begun, events };
  const { told, current } = job;
  const isBeyond = current.end > job.window.end && current.cause !== 'manual';
  const kinds: ('started' | 'fallback' | 'overrun')[] = [];
  if (!told.started) kinds.push('started');
  if (current.cause === 'fallback' && !told.fallback) kinds.push('fallback');
  if (isBeyond && !told.overrun) kinds.push('overrun');
  if (kinds.length === 0) return { log: begun, events };
  const now = { ...told, ...Object.fromEntries(kinds.map((kind) => [kind, true as const])) };
  return {
    log: { ...begun, job: { ...job, told: now } },
    events: [...events, ...kinds.map((kind) => ({ kind, job }))],
  };
}

function begunRun(log: RunLog, scene: Scene): RunLog {
  const { job } = log;
  const run = job?.runs[0];
  if (job === undefined || run === undefined || job.current !== undefined || run.start > scene.now) return log;
  return { ...log, job: withNextRun(job, scene.now, scene) };
}
