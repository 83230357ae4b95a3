import { assess, meanPrice } from './assess.js';
import type { Ground } from './field.js';
import type { Job } from './job.js';
import { segmentsAt } from './profile.js';
import type { Request, Segment } from './request.js';
import { solve } from './solve.js';

/** What the same run time or energy would cost otherwise, in ct of electricity without start costs. */
export interface Baseline {
  /** Begun at the beginning of the window and run without a pause; what has no price counts at the mean. */
  readonly nowCt: number;
  /** At the mean of the window's known prices, weighted by time. */
  readonly averageCt: number;
  /** The worst plan of the same kind and run time, without rules for runs. */
  readonly worstCt: number;
}

/** Compares a plan of `runTimeMs` with not planning. */
export function judgeBaseline(job: Job, runTimeMs: number, energyWh: number): Baseline {
  const { prices, window } = job.ground;
  const meanCt = meanPrice(prices, window);
  const now = assess(prices, runNow(job.request, window.start, energyWh));
  const worst = assess(prices, worstSegments(job, runTimeMs));
  return {
    nowCt: now.costCt + (now.unpricedWh / 1000) * meanCt,
    averageCt: (energyWh / 1000) * meanCt,
    worstCt: worst.energyWh === 0 ? 0 : (worst.costCt / worst.energyWh) * energyWh,
  };
}

function runNow(request: Request, start: number, energyWh: number): Segment[] {
  if (request.kind === 'profile') return segmentsAt(start, request.profile);
  const powerW = powerOf(request);
  return segmentsAt(start, [{ durationMs: (energyWh * 3.6e6) / powerW, powerW }]);
}

function worstSegments(job: Job, durationMs: number): Segment[] {
  const { request, ground } = job;
  const opposite: Ground = {
    prices: ground.prices,
    window: ground.window,
    sign: ground.sign === 1 ? -1 : 1,
    maxPriceCt: ground.maxPriceCt,
  };
  return (
    solve(
      { request: plain(request, durationMs), ground: opposite, initial: undefined, rules: undefined },
      'below-limit',
    ) ?? []
  );
}

/** The request for the same run time without rules; a profile is its own. */
function plain(request: Request, durationMs: number): Request {
  if (request.kind === 'profile') return request;
  const [powerW, when] = [powerOf(request), { earliest: 0, latestEnd: 0 }];
  if (request.kind !== 'contiguous') return { kind: 'interruptible', durationMs, powerW, ...when };
  return { kind: 'contiguous', durationMs, powerW, startAlignMs: request.startAlignMs, ...when };
}

function powerOf(request: Exclude<Request, { kind: 'profile' }>): number {
  return request.kind === 'energy' ? request.maxPowerW : request.powerW;
}
