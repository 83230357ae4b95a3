import { joined, type Ms } from '../time/index.js';
import { type Baseline, judgeBaseline } from './baseline.js';
import { type Assessment, assess, knownUntil } from './problem/assess.js';
import { checkRequest } from './problem/check-request.js';
import { usableIncumbent } from './problem/incumbent.js';
import { type Job, makeJob } from './problem/job.js';
import type { Prepared } from './problem/prepare.js';
import type { AnyRequest, Segment } from './problem/request.js';
import { countStarts } from './problem/runs.js';
import { schedule } from './problem/schedule.js';
import { finished, type Steps } from './problem/steps.js';
import { borrowWorkspace, returnWorkspace } from './problem/workspace.js';
import { isShort, type Reason, whyItDoesNotFit } from './reason.js';
import { type Found, isSolvedFreely, solve, solveFreely, worstProfileStart } from './shape/solve.js';

/** The answer to a request; without a plan the segments are empty and all sums are 0. */
export interface Plan {
  readonly feasible: boolean;
  /** Why there is no plan or, with `partial: maximise`, why it is shorter than wanted; absent otherwise. */
  readonly reason?: Reason | undefined;
  /** In order, [start, end), not overlapping; touching ones are one run. */
  readonly segments: readonly Segment[];
  /** Electricity plus (for dearest: minus) start costs, in ct. */
  readonly costCt: number;
  /** Drawn from the grid. */
  readonly energyWh: number;
  /** `costCt` per kWh drawn; 0 when nothing is drawn. */
  readonly averageCtPerKwh: number;
  readonly starts: number;
  /**
   * No plan for this request costs less: `costCt`, unless the incumbent was kept or proving the best plan would have taken
   * too much room. For dearest none costs more.
   */
  readonly lowerBoundCt: number;
  readonly keptIncumbent: boolean;
  /** The highest (for dearest: lowest) price at which the plan draws power; absent when it draws none. */
  readonly thresholdCtPerKwh?: number | undefined;
  readonly baseline: Baseline;
  /** Better than `baseline.averageCt` by so much. */
  readonly savedCt: number;
  /** The first instant after the window's beginning at which the plan's state changes. */
  readonly nextChange: Ms | null;
  /** Up to where the plan knew prices: the end of the last known one in the window; `earliest` when there is none. */
  readonly validUntil: Ms;
}

/**
 * The best plan for a request, exactly.
 *
 * Never throws for a request that does not fit (`feasible` false with a reason), throws `invalid-value` for a malformed
 * one. An unknown price is never used. Same input, same plan; no clock.
 */
export function plan(prices: Prepared, request: AnyRequest): Plan {
  checkRequest(request);
  const space = borrowWorkspace();
  try {
    const job = makeJob(prices, request, space);
    if (!isSolvedFreely(job)) return finished(planned(job));
    const found = solveFreely(job, 'below-limit');
    return answer(job, found, lacks(job, found) ? finished(whyItDoesNotFit(job)) : undefined);
  } finally {
    returnWorkspace(space);
  }
}

/** The same plan in steps; several may be under way at once. */
export function* planInSteps(prices: Prepared, request: AnyRequest): Steps<Plan> {
  checkRequest(request);
  const space = borrowWorkspace();
  try {
    return yield* planned(makeJob(prices, request, space));
  } finally {
    returnWorkspace(space);
  }
}

function* planned(job: Job): Steps<Plan> {
  const found = yield* solve(job, 'below-limit');
  if (lacks(job, found)) return answer(job, found, yield* whyItDoesNotFit(job));
  if (found === undefined || job.request.kind !== 'profile') return answer(job, found, undefined);
  return answer(job, { ...found, worstStart: yield* worstProfileStart(job, job.request) }, undefined);
}

/** True when there is no plan, or less of one than was asked for. */
function lacks(job: Job, found: Found | undefined): boolean {
  return found === undefined || isShort(job, found.segments);
}

function answer(job: Job, found: Found | undefined, reason: Reason | undefined): Plan {
  if (found === undefined) return { ...noPlan, reason, validUntil: knownUntil(job.ground) };
  const fresh = price(job, found.segments);
  const old = usableIncumbent(job, found.segments);
  const kept = old && price(job, old);
  const keepsOld = kept !== undefined && isCloseEnough(job, kept.costCt, fresh.costCt);
  const { segments, starts, costCt, assessed } = keepsOld ? kept : fresh;
  const { energyWh } = assessed;
  const baseline = judgeBaseline(job, found, { segments, energyWh });
  return {
    feasible: true,
    reason,
    segments,
    costCt,
    energyWh,
    averageCtPerKwh: energyWh === 0 ? 0 : (costCt / energyWh) * 1000,
    starts,
    lowerBoundCt: found.boundCt ?? fresh.costCt,
    keptIncumbent: keepsOld,
    thresholdCtPerKwh: job.ground.sign === 1 ? assessed.highestCt : assessed.lowestCt,
    baseline,
    savedCt: job.ground.sign * (baseline.averageCt - costCt),
    nextChange: schedule({ segments }, job.ground.window.start).nextChange,
    validUntil: knownUntil(job.ground),
  };
}

const noPlan = {
  feasible: false,
  segments: [],
  costCt: 0,
  energyWh: 0,
  averageCtPerKwh: 0,
  starts: 0,
  lowerBoundCt: 0,
  keptIncumbent: false,
  baseline: { nowCt: 0, averageCt: 0, worstCt: 0 },
  savedCt: 0,
  nextChange: null,
};

/** Segments with their price. */
interface Priced {
  readonly segments: readonly Segment[];
  readonly starts: number;
  /** With start costs. */
  readonly costCt: number;
  readonly assessed: Assessment;
}

function price({ rules, ground, initial }: Job, segments: readonly Segment[]): Priced {
  const starts = countStarts(joined(segments), ground.window, initial);
  const assessed = assess(ground.prices, segments);
  const costCt = assessed.costCt + ground.sign * (rules?.startCostCt ?? 0) * starts;
  return { segments, starts, costCt, assessed };
}

/** True when the old plan is worse than the fresh one by no more than the request allows, but for noise. */
function isCloseEnough({ request, ground }: Job, oldCt: number, freshCt: number): boolean {
  const noise = 1e-12 * Math.max(Math.abs(oldCt), Math.abs(freshCt));
  return ground.sign * (oldCt - freshCt) <= (request.incumbent?.keepIfWithinCt ?? 0) + noise;
}
