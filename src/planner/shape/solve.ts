import type { Interval, Ms } from '../../time/index.js';
import { layField, type Openness, openEnd } from '../problem/field.js';
import type { Job } from '../problem/job.js';
import { at, infinite } from '../problem/numbers.js';
import type {
  BelowRequest,
  ContiguousRequest,
  EnergyRequest,
  InterruptibleRequest,
  Phase,
  ProfileRequest,
  Segment,
} from '../problem/request.js';
import type { OffWanted } from '../problem/runs-wanted.js';
import type { Steps } from '../problem/steps.js';
import { extremeStarts, longestRun } from './contiguous.js';
import { solveEnergy, wholeMinutesOf } from './energy.js';
import { cheapestRuns } from './interruptible.js';
import { startWithinOff } from './off-start.js';
import { cheapestProfileStart, segmentsAt } from './profile.js';
import { cheapestRunsUnderRules } from './run-rules.js';

type RuledRequest = InterruptibleRequest | EnergyRequest | BelowRequest;

/** The best segments for a job and, where the same sweep finds it, where the worst run begins (NaN = nowhere). */
export interface Found {
  readonly segments: readonly Segment[];
  readonly worstStart?: Ms;
  /** No plan has a better cost, in ct; absent where that of the segments is the best. */
  readonly boundCt?: number;
}

/**
 * The best segments for a job on as much of the window as is open, or undefined when there are none. Under a limit on time off,
 * which goes before the price limit, that is `below-limit`.
 */
export function* solve(job: Job, openness: Openness): Steps<Found | undefined> {
  const { request, rules } = job;
  if (request.kind === 'profile') return yield* solveProfile(job, request, openness);
  if (request.kind === 'contiguous' && request.maxOffMs !== undefined) return yield* solveWithinOff(job, request);
  if (rules === undefined || request.kind === 'contiguous') return solveFreely(job, openness);
  return yield* solveRuns(job, request, openness);
}

/** True where a job takes no steps: `solveFreely` does the same at once. */
export function isSolvedFreely({ request, rules }: Job): boolean {
  return rules === undefined && request.kind !== 'profile' && request.maxOffMs === undefined;
}

/** The same for a job that takes no steps. */
export function solveFreely(job: Job, openness: Openness): Found | undefined {
  const { request } = job;
  if (request.kind === 'contiguous') return solveContiguous(job, request, openness);
  // These always take steps.
  if (request.kind === 'below' || request.kind === 'profile') return undefined;
  const segments =
    request.kind === 'energy' ? solveEnergy(job, request, openness) : solveInterruptible(job, request, openness);
  return segments && { segments };
}

function solveContiguous(job: Job, request: ContiguousRequest, openness: Openness): Found | undefined {
  const { ground, initial } = job;
  const { powerW, startAlignMs = 1, tieBreak, partial } = request;
  const fixed = initial?.on === true;
  let durationMs = Math.round(request.durationMs);
  const field = layField(ground, openness);
  if (fixed || partial === 'maximise') {
    const longest = fixed ? at(field.edges, openEnd(field, 0)) - at(field.edges, 0) : longestRun(field, startAlignMs);
    if (longest < durationMs && partial !== 'maximise') return undefined;
    durationMs = Math.min(durationMs, longest);
  }
  const { best, worst } = extremeStarts(field, { durationMs, startAlignMs, latest: tieBreak === 'latest' });
  const start = fixed ? ground.window.start : best;
  if (durationMs > 0 && Number.isNaN(start)) return undefined;
  return { segments: durationMs > 0 ? [{ start, end: start + durationMs, powerW }] : [], worstStart: worst };
}

/** One run under a limit on time off, which goes before the price limit; with `maximise` as much of it as the window holds. */
function* solveWithinOff(job: Job, request: ContiguousRequest): Steps<Found | undefined> {
  const { powerW, partial, startAlignMs = 1 } = request;
  const { start, end } = job.ground.window;
  const room = Math.max(0, end - (job.initial?.on ? start : Math.ceil(start / startAlignMs) * startAlignMs));
  const wantedMs = Math.round(request.durationMs);
  const phases = [{ durationMs: partial === 'maximise' ? Math.min(wantedMs, room) : wantedMs, powerW }];
  const found = yield* startWithinOff(job, phases);
  if (found === undefined) return undefined;
  const worst = extremeStarts(layField(job.ground, 'known-prices'), { ...found, latest: false });
  return { segments: segmentsAt(found.start, phases), worstStart: worst.worst };
}

function* solveProfile(job: Job, request: ProfileRequest, openness: Openness): Steps<Found | undefined> {
  const start = yield* profileStart(job, request, openness);
  return start === undefined ? undefined : { segments: segmentsAt(start, phasesOf(request)) };
}

/** Where the worst profile begins, as if the device had done nothing before; NaN where it fits nowhere. */
export function* worstProfileStart({ ground }: Job, request: ProfileRequest): Steps<Ms> {
  const opposite: Job = {
    request,
    ground: { ...ground, sign: ground.sign === 1 ? -1 : 1 },
    initial: undefined,
    offBeforeMs: 0,
    rules: undefined,
  };
  return (yield* profileStart(opposite, request, 'below-limit')) ?? Number.NaN;
}

/** A profile that is on has one start left, the beginning of a window just as long as the profile. */
function* profileStart(job: Job, request: ProfileRequest, openness: Openness): Steps<Ms | undefined> {
  const phases = phasesOf(request);
  if (request.maxOffMs !== undefined) return (yield* startWithinOff(job, phases))?.start;
  const { start, end } = job.ground.window;
  const lengthMs = phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const window = job.initial?.on ? { start, end: Math.min(end, start + lengthMs) } : job.ground.window;
  const startAlignMs = job.initial?.on ? 1 : (request.startAlignMs ?? 1);
  const field = layField({ ...job.ground, window }, openness);
  return yield* cheapestProfileStart(field, { phases, startAlignMs, latest: request.tieBreak === 'latest' });
}

/** The phases of a profile in whole ms. */
export function phasesOf({ profile }: ProfileRequest): Phase[] {
  return profile.map(({ durationMs, powerW }) => ({ durationMs: Math.round(durationMs), powerW }));
}

function solveInterruptible(job: Job, request: InterruptibleRequest, openness: Openness): Segment[] | undefined {
  const { powerW, tieBreak = 'earliest', partial } = request;
  const field = layField(job.ground, openness);
  const durationMs = Math.round(request.durationMs);
  const amountMs = Math.min(durationMs, field.openMs);
  if (amountMs < durationMs && partial !== 'maximise') return undefined;
  if (openness !== 'below-limit') return [];
  const runsOn = job.initial?.on === true;
  return atPower(cheapestRuns(field, { amountMs, tieBreak, runsOn }), powerW);
}

/** Run time from the least to the most that is wanted, in whole minutes. */
function amountOf(request: RuledRequest) {
  if (request.kind === 'energy') return wholeMinutesOf(request);
  const durationMs = request.kind === 'below' ? 0 : Math.round(request.durationMs);
  return { leastMs: durationMs, mostMs: durationMs };
}

function offWanted({ request, offBeforeMs, ground }: Job): OffWanted | undefined {
  const { maxOffMs, kind } = request;
  if (maxOffMs === undefined) return undefined;
  return {
    mostMs: Math.round(maxOffMs),
    beforeMs: offBeforeMs,
    belowLimit: ground.maxPriceCt < infinite ? layField(ground, 'below-limit') : undefined,
    worth: kind === 'below' ? ground.maxPriceCt * ground.prices.scale : undefined,
  };
}

function* solveRuns(job: Job, request: RuledRequest, openness: Openness): Steps<Found | undefined> {
  const { minRunMs = 0, minPauseMs = 0, maxStarts, startCostCt = 0, tieBreak = 'earliest', partial } = request;
  const { ground, initial } = job;
  const powerW = request.kind === 'energy' ? request.maxPowerW : request.powerW;
  // Of a cost of the field x ms.
  const ctPerUnit = powerW / (ground.prices.scale * 3.6e9);
  const found = yield* cheapestRunsUnderRules(
    layField(ground, request.maxOffMs === undefined ? openness : 'known-prices'),
    {
      ...amountOf(request),
      partial: partial ?? 'exact',
      tieBreak,
      initial,
      minRunMs: Math.round(minRunMs),
      minPauseMs: Math.round(minPauseMs),
      maxStarts: maxStarts ?? infinite,
      startCost: startCostCt / ctPerUnit,
      off: offWanted(job),
    },
  );
  if (found === undefined) return undefined;
  const segments = atPower(found.runs, powerW);
  return found.bound === undefined ? { segments } : { segments, boundCt: ground.sign * found.bound * ctPerUnit };
}

function atPower(runs: readonly Interval[], powerW: number): Segment[] {
  return runs.map(({ start, end }) => ({ start, end, powerW }));
}
