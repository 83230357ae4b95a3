import type { PriceSeries } from '../prices/index.js';
import type { Ms } from '../time/index.js';
import { newJob, withJob } from './jobs.js';
import { emptyRunLog } from './log.js';
import { planJob, type Scene } from './plan-job.js';
import type { RunSettings } from './settings.js';
import { type PlanView, planView } from './view.js';
import { requestWindow } from './windows.js';

/**
 * The plan that a node with these settings would make now: for the daily window open now or next, or for a request
 * made now. Undefined when no daily window opens within 16 days; throws `deadline-passed`.
 */
export function preview(settings: RunSettings, series: PriceSeries, now: Ms): PlanView | undefined {
  const scene: Scene = { settings, series, now };
  const job =
    settings.trigger === 'daily'
      ? withJob(emptyRunLog, scene).job
      : newJob('message', requestWindow(settings, now), { scene, options: {} });
  return job && planView(planJob(job, scene, {}), scene);
}
