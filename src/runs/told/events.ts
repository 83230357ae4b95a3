import type { Job } from '../device/log.js';
import type { Scene } from '../placing/plan-job.js';
import { type PlanView, planId, planView } from './view.js';

/** What can happen to a device's plan. */
export type RunEventKind =
  | 'planned'
  | 'started'
  | 'finished'
  | 'provisional'
  | 'no-plan'
  | 'power-limit'
  | 'over-limit'
  | 'fallback'
  | 'overrun'
  | 'prices-stale'
  | 'already-running'
  | 'nothing-to-cancel'
  | 'waiting-for-request';

/** Something that happened, told exactly once; `plan` is that of the window or request it happened to. */
export interface RunEvent {
  readonly kind: RunEventKind;
  readonly plan: PlanView | undefined;
  /** What its sentence is about; absent = nothing besides the plan. */
  readonly params?: EventParams | undefined;
}

/** Figures of an event, by the name of their place in the sentence. */
export type EventParams = Readonly<Record<string, number>>;

/** The same before its plan is drawn up: the job as it was when it happened. */
export interface Happened {
  readonly kind: RunEventKind;
  readonly job: Job | undefined;
  readonly params?: EventParams | undefined;
}

/** The event as it is told; `shown` is the plan of the current job, which most events are about. */
export function runEvent({ kind, job, params }: Happened, scene: Scene, shown: PlanView | undefined): RunEvent {
  if (job === undefined) return { kind, plan: undefined, ...(params && { params }) };
  const isShown = shown !== undefined && shown.planId === planId(job) && shown.feasible === job.feasible;
  return { kind, plan: isShown ? shown : planView(job, scene), ...(params && { params }) };
}

/** The job after its plan has been told, where it is new. */
export function tellPlan(job: Job): { job: Job; events: Happened[] } {
  const { told } = job;
  const id = planId(job);
  const hasFinalReason = !job.feasible && job.reason !== 'missing-prices';
  if (job.reason === 'override') return { job, events: [] };
  if (hasFinalReason) {
    if (told.noPlan) return { job, events: [] };
    const silent = { ...job, told: { ...told, planId: undefined, noPlan: true as const } };
    return { job: silent, events: [{ kind: job.reason === 'power-limit' ? 'power-limit' : 'no-plan', job }] };
  }
  const provisional = job.provisional || !job.feasible;
  const key = provisional ? `${id}?` : id;
  if (told.planId === key) return { job, events: [] };
  const { noPlan, ...kept } = told;
  const silent = { ...job, told: { ...kept, planId: key } };
  // The same runs, now frozen because the first of them has begun: nothing new to tell.
  if (told.planId === `${id}?` && job.current !== undefined) return { job: silent, events: [] };
  return { job: silent, events: [{ kind: provisional ? 'provisional' : 'planned', job }] };
}
