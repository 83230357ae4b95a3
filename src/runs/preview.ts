import { finished, type Steps } from '../planner/index.js';
import type { Ms } from '../time/index.js';
import { isTooLate, lastStart } from './device/freeze.js';
import { emptyRunLog, type Job, type RunLog } from './device/log.js';
import type { RunSettings } from './device/settings.js';
import { requestWindow } from './device/windows.js';
import { type Decision, decideInSteps } from './life/decide.js';
import { closeJob, newJob, withJob } from './life/jobs.js';
import type { Knowledge } from './placing/expected.js';
import type { HouseShare } from './placing/house-share.js';
import { planJob, type Scene } from './placing/plan-job.js';
import { type PlanView, planView } from './told/view.js';

/** A plan that is not in force. */
export interface Preview extends PlanView {
  /** What is left of the window open now, ms, where that no longer suffices and the plan is that of the next one. */
  readonly passedMs?: Ms | undefined;
}

/**
 * The plan that a node with these settings would make now: for the daily window open now or next, or for a request
 * made now. Undefined when no daily window opens within 16 days; throws `deadline-passed`.
 */
export function preview(settings: RunSettings, knowledge: Knowledge, now: Ms): Preview | undefined {
  return finished(previewInSteps(settings, knowledge, now));
}

/** The same in steps. */
export function* previewInSteps(settings: RunSettings, knowledge: Knowledge, now: Ms): Steps<Preview | undefined> {
  const scene = sceneOf(settings, knowledge, now);
  const { log, passedMs } = beginning(scene);
  if (log.job === undefined) return undefined;
  return { ...planView(yield* planJob(log.job, scene, {}), scene), ...(passedMs !== undefined && { passedMs }) };
}

/** A device that shares a house, before it is there: it decides as a member does, and nothing comes of it. */
export interface PreviewedMember {
  readonly log: RunLog;
  decide(house: HouseShare): Steps<Decision>;
  /** The preview that one of its decisions makes; undefined as for `preview`. */
  shown(decision: Decision): Preview | undefined;
}

/** Previews in a house: alone in one without a limit or sun it decides what `preview` shows. Throws `deadline-passed`. */
export function previewedMember(settings: RunSettings, knowledge: Knowledge, now: Ms): PreviewedMember {
  const scene = sceneOf(settings, knowledge, now);
  const { log, passedMs } = beginning(scene);
  return {
    log,
    decide: (house) => decideInSteps({ ...scene, log, cause: 'alarm', house }),
    shown: ({ plan }) => plan && Object.assign(plan, passedMs !== undefined && { passedMs }),
  };
}

// Read by name: what is known may be an object with getters, which a spread leaves out.
function sceneOf(settings: RunSettings, { series, usual }: Knowledge, now: Ms): Scene {
  return { settings, series, usual, now };
}

/** A log with nothing but the job that is to be previewed. */
function beginning(scene: Scene): { readonly log: RunLog; readonly passedMs?: Ms } {
  const { settings, now } = scene;
  if (settings.trigger === 'message') {
    const job = newJob('message', requestWindow(settings, now), { scene, options: {} });
    return { log: { ...emptyRunLog, job } };
  }
  const log = withJob(emptyRunLog, scene);
  const next = log.job && withNextInstead(log.job, scene);
  return log.job === undefined || next === undefined ? { log } : { log: next, passedMs: log.job.window.end - now };
}

/** A log with the job of the next window, where the rest of this one is too short, but a whole one is not. */
function withNextInstead(job: Job, scene: Scene): RunLog | undefined {
  const fitsWhole = lastStart(job, scene.settings, job.wantedMs) !== undefined;
  if (!fitsWhole || !isTooLate(job, scene)) return undefined;
  const log = withJob(closeJob({ ...emptyRunLog, job }, 'missed', scene.now), scene);
  return log.job === undefined ? undefined : log;
}
