import { type Interval, joined } from '../../time/index.js';
import { hasRunRules } from './check-request.js';
import { isClosed } from './closed.js';
import { type Field, layField } from './field.js';
import type { Job } from './job.js';
import { at, infinite } from './numbers.js';
import type { EnergyRequest, Segment } from './request.js';
import { countStarts, energyOf, runTime } from './runs.js';

/**
 * What is left of the incumbent inside the window, when it still answers the request as fully as the fresh plan does;
 * undefined when it breaks a rule, or when there is no incumbent.
 */
export function usableIncumbent(job: Job, fresh: readonly Segment[]): readonly Segment[] | undefined {
  const { incumbent } = job.request;
  if (incumbent === undefined) return undefined;
  const segments = clip(incumbent.segments, job.ground.window);
  const whole = incumbent.segments.every(({ end }) => Math.round(end) <= job.ground.window.end);
  if (!whole || !inOpenTime(layField(job.ground, 'below-limit'), segments)) return undefined;
  if (!answers(job, segments, fresh)) return undefined;
  const runs = joined(segments);
  return keepsRules(job, runs) && keepsOff(job, runs) ? segments : undefined;
}

/** Whole ms, from the beginning of the window on, neighbours of equal power as one. */
function clip(segments: readonly Segment[], window: Interval): Segment[] {
  const clipped: Segment[] = [];
  for (const segment of segments) {
    const [start, end] = [Math.max(Math.round(segment.start), window.start), Math.round(segment.end)];
    const last = clipped.at(-1);
    if (start >= end) continue;
    if (last?.end === start && last.powerW === segment.powerW) clipped[clipped.length - 1] = { ...last, end };
    else clipped.push({ start, end, powerW: segment.powerW });
  }
  return clipped;
}

function inOpenTime(field: Field, segments: readonly Segment[]): boolean {
  const { prices, first } = field;
  for (let i = 0; i < field.count; i++) {
    if (at(field.costs, i) < infinite) continue;
    const [start, end] = [at(field.edges, i), at(field.edges, i + 1)];
    const isShut = isClosed(prices, first + i);
    if (segments.some((one) => (one.powerW > 0 || isShut) && one.start < end && start < one.end)) return false;
  }
  return true;
}

/** The same shape at another start, the same run time, or enough energy: what the request asks for, or what `fresh` reached. */
function answers(job: Job, segments: readonly Segment[], fresh: readonly Segment[]): boolean {
  const { request, initial } = job;
  if (request.kind === 'energy') return holdsEnergy(request, segments, fresh);
  if (request.kind === 'interruptible' || request.kind === 'below')
    return segments.every(({ powerW }) => powerW === request.powerW) && runTime(segments) === runTime(fresh);
  const start = segments[0]?.start ?? 0;
  const shift = start - (fresh[0]?.start ?? 0);
  if (shift !== 0 && (initial?.on || start % (request.startAlignMs ?? 1) !== 0)) return false;
  return isShifted(segments, fresh, shift);
}

function isShifted(segments: readonly Segment[], fresh: readonly Segment[], shift: number): boolean {
  if (segments.length !== fresh.length) return false;
  return fresh.every(({ start, end, powerW }, index) => {
    const moved = segments[index];
    return moved?.start === start + shift && moved.end === end + shift && moved.powerW === powerW;
  });
}

function holdsEnergy(request: EnergyRequest, segments: readonly Segment[], fresh: readonly Segment[]): boolean {
  const { energyWh, maxEnergyWh = energyWh, maxPowerW, efficiency } = request;
  const lowest = hasRunRules(request) ? maxPowerW : request.minPowerW;
  if (segments.some(({ powerW }) => powerW < lowest || powerW > maxPowerW)) return false;
  const reached = efficiency * energyOf(segments);
  const freshWh = efficiency * energyOf(fresh);
  const mostWh = Math.max(maxEnergyWh, freshWh);
  const noise = 1e-9 * mostWh;
  return reached >= Math.min(energyWh, freshWh) - noise && reached <= mostWh + noise;
}

/** Rules for runs, with what the device did before the window. */
function keepsRules({ rules, initial, ground }: Job, runs: readonly Interval[]): boolean {
  if (rules === undefined) return true;
  const { minRunMs = 0, minPauseMs = 0, maxStarts = infinite } = rules;
  const begin = ground.window.start;
  const goesOn = initial?.on === true && runs[0]?.start === begin;
  if (initial?.on && !goesOn && initial.forMs < minRunMs) return false;
  let pauseStart = initial === undefined ? Number.NEGATIVE_INFINITY : begin - (initial.on ? 0 : initial.forMs);
  for (const [index, { start, end }] of runs.entries()) {
    const continued = goesOn && index === 0;
    if (!continued && start - pauseStart < minPauseMs) return false;
    if (end - start + (continued ? initial.forMs : 0) < minRunMs) return false;
    pauseStart = end;
  }
  return countStarts(runs, ground.window, initial) <= maxStarts;
}

/** Never off for longer than is allowed, with what the device did before the window. */
function keepsOff({ request, offBeforeMs, ground: { window } }: Job, runs: readonly Interval[]): boolean {
  const { maxOffMs } = request;
  if (maxOffMs === undefined) return true;
  const edges = [window.start - offBeforeMs, ...runs.flatMap(({ start, end }) => [start, end]), window.end];
  return edges.every((edge, index) => index % 2 === 1 || (edges[index + 1] ?? edge) - edge <= maxOffMs);
}
