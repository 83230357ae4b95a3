import type { Job } from './problem/job.js';
import type { AnyRequest, Segment } from './problem/request.js';
import { runTime } from './problem/runs.js';
import type { Steps } from './problem/steps.js';
import { runTimeOf, wholeMinutesOf } from './shape/energy.js';
import { solve } from './shape/solve.js';

/**
 * What would have to change for the whole request to fit: the window, what is closed in it, prices, their limit, its
 * beginning, how long it may be off.
 */
export type Reason =
  | 'window-too-short'
  | 'excluded-times'
  | 'missing-prices'
  | 'price-cap'
  | 'initial-state'
  | 'off-too-long';

/**
 * The first rule that breaks a request that does not fit, in this order: the window alone, closed times, unknown
 * prices, the price limit, what the device did before, the limit on time off. A rest shorter than the minimum run only a run
 * that is on could have taken.
 */
export function* whyItDoesNotFit(job: Job): Steps<Reason> {
  const whole: Job = { ...job, request: withoutOffLimit(job.request), initial: undefined };
  const restOfARun = job.initial?.on === true && leastRunTime(job) < (job.rules?.minRunMs ?? 0);
  if ((yield* solve(whole, 'whole-window')) === undefined) return restOfARun ? 'initial-state' : 'window-too-short';
  const isCut = job.ground.prices.closed !== undefined;
  if (isCut && (yield* solve(whole, 'outside-closed')) === undefined) return 'excluded-times';
  if ((yield* solve(whole, 'known-prices')) === undefined) return 'missing-prices';
  if ((yield* solve(whole, 'below-limit')) === undefined) return 'price-cap';
  if (job.request.maxOffMs === undefined) return 'initial-state';
  return (yield* solve({ ...whole, initial: job.initial }, 'below-limit')) === undefined
    ? 'initial-state'
    : 'off-too-long';
}

/** The whole request but for the limit on time off; without that, `below` asks for nothing. */
function withoutOffLimit(request: AnyRequest): AnyRequest {
  if (request.kind === 'below') return { ...request, kind: 'interruptible', durationMs: 0, maxOffMs: undefined };
  return { ...request, partial: 'exact', maxOffMs: undefined };
}

/** True when a plan has less run time than the request wanted, which only one found with `partial: maximise` may. */
export function isShort(job: Job, segments: readonly Segment[]): boolean {
  return runTime(segments) < leastRunTime(job);
}

function leastRunTime({ request, rules }: Job): number {
  if (request.kind === 'profile' || request.kind === 'below') return 0;
  if (request.kind !== 'energy') return Math.round(request.durationMs);
  return rules !== undefined ? wholeMinutesOf(request).leastMs : Math.floor(runTimeOf(request).leastMs);
}
