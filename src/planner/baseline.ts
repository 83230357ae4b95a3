import { assess, meanPrice, moneyFor } from './problem/assess.js';
import { layField } from './problem/field.js';
import type { Job } from './problem/job.js';
import type { AnyRequest, Phase, Segment } from './problem/request.js';
import { runTime } from './problem/runs.js';
import { segmentsAt } from './shape/profile.js';
import { type Found, phasesOf } from './shape/solve.js';
import { findThreshold } from './shape/threshold.js';

/** What the same run time or energy would cost otherwise, in ct of electricity without start costs. */
export interface Baseline {
  /** Begun at the beginning of the window and run without a pause; what has no price counts at the mean. */
  readonly nowCt: number;
  /** At the mean of the window's known prices, weighted by time. */
  readonly averageCt: number;
  /** The worst plan of the same kind and run time, without rules for runs. */
  readonly worstCt: number;
}

/** Compares the segments of a plan with not planning. */
export function judgeBaseline(
  job: Job,
  found: Found,
  planned: { segments: readonly Segment[]; energyWh: number },
): Baseline {
  const energyKwh = planned.energyWh / 1000;
  const meanCt = meanPrice(job.ground.prices, job.ground.window);
  return {
    nowCt: nowCost(job, energyKwh, meanCt),
    averageCt: energyKwh * meanCt,
    worstCt: energyKwh && energyKwh * worstPrice(job, found, runTime(planned.segments)),
  };
}

function nowCost({ request, ground: { prices, window } }: Job, energyKwh: number, meanCt: number): number {
  let [start, cost] = [window.start, 0];
  for (const phase of phasesAtOnce(request, energyKwh)) {
    const end = start + phase.durationMs;
    cost += (phase.powerW / 3.6e9) * moneyFor(prices, { start, end }, meanCt);
    start = end;
  }
  return cost;
}

function phasesAtOnce(request: AnyRequest, energyKwh: number): readonly Phase[] {
  if (request.kind === 'profile') return request.profile;
  const powerW = request.kind === 'energy' ? request.maxPowerW : request.powerW;
  return [{ durationMs: (energyKwh * 3.6e9) / powerW, powerW }];
}

/** The mean price of the worst plan, in ct/kWh; 0 when there is none. */
function worstPrice({ request, ground }: Job, { worstStart = Number.NaN }: Found, durationMs: number): number {
  const sign = ground.sign === 1 ? -1 : 1;
  if (request.kind === 'profile') {
    if (Number.isNaN(worstStart)) return 0;
    const { costCt, energyWh } = assess(ground.prices, segmentsAt(worstStart, phasesOf(request)));
    return energyWh && (costCt / energyWh) * 1000;
  }
  if (request.kind !== 'contiguous') {
    // A limit on time off may have forced more than is open below the price limit.
    const field = layField(ground, request.maxOffMs === undefined ? 'below-limit' : 'known-prices');
    return findThreshold(field, durationMs, sign).meanCt;
  }
  return meanPrice(ground.prices, { start: worstStart, end: worstStart + durationMs });
}
