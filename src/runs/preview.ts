import { finished, type Steps } from '../planner/index.js';
import type { Ms } from '../time/index.js';
import type { Knowledge } from './expected.js';
import { isTooLate, lastStart } from './freeze.js';
import { closeJob, newJob, withJob } from './jobs.js';
import { emptyRunLog, type Job } from './log.js';
import { planJob, type Scene } from './plan-job.js';
import type { RunSettings } from './settings.js';
import { type PlanView, planView } from './view.js';
import { requestWindow } from './windows.js';

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
  // Read by name: what is known may be an object with getters, which a spread leaves out.
  const { series, usual } = knowledge;
  const scene: Scene = { series, usual, settings, now };
  const job =
    settings.trigger === 'daily'
      ? withJob(emptyRunLog, scene).job
      : newJob('message', requestWindow(settings, now), { scene, options: {} });
  if (job === undefined) return undefined;
  const next = nextInstead(job, scene);
  if (next === undefined) return planView(yield* planJob(job, scene, {}), scene);
  return { ...planView(yield* planJob(next, scene, {}), scene), passedMs: job.window.end - now };
}

/** The job of the next window, where the rest of this one is too short, but a whole one is not. */
function nextInstead(job: Job, scene: Scene): Job | undefined {
  const fitsWhole = lastStart(job, scene.settings, job.wantedMs) !== undefined;
  if (job.kind !== 'daily' || !fitsWhole || !isTooLate(job, scene)) return undefined;
  return withJob(closeJob({ ...emptyRunLog, job }, 'missed', scene.now), scene).job;
}
