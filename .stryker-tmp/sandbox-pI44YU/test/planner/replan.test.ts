// @ts-nocheck
import assert from 'node:assert/strict';
import {
  type Plan,
  type Prepared,
  type PricePoint,
  plan,
  prepare,
  type Request,
  type Segment,
} from '#src/planner/index.js';
import { type DayProblem, drawDays, drawRuled } from './oracle/days.js';
import { randomOf } from './oracle/random.js';

const cases = Number(process.env.ORACLE_CASES ?? 150);
const minute = 60_000;

/** A plan executed up to `now`: what it has cost, and the request for the rest. */
interface Executed {
  readonly spentCt: number;
  readonly rest: Request;
}

function execute(problem: DayProblem, found: Plan, now: number): Executed {
  const { request, points } = problem;
  const done = found.segments
    .filter(({ start }) => start < now)
    .map((segment) => ({ ...segment, end: Math.min(segment.end, now) }));
  const last = done.at(-1);
  const on = last?.end === now;
  const stateSince = on ? runStart(done) : last?.end;
  const ranMs = done.reduce((sum, { start, end }) => sum + end - start, 0);
  const ranWh = done.reduce((sum, { start, end, powerW }) => sum + ((end - start) * powerW) / 3.6e6, 0);
  const sign = request.objective === 'dearest' ? -1 : 1;
  const starts = startsOf(request, done);
  const startCost = 'startCostCt' in request ? (request.startCostCt ?? 0) : 0;
  const before = request.initial;
  const carried = stateSince === request.earliest && before?.on === on ? (before?.forMs ?? 0) : 0;
  const waited = now - request.earliest;
  const off = before && { on: false, forMs: waited + (before.on ? 0 : before.forMs) };
  const idle = waited === 0 ? before : off;
  const initial = stateSince === undefined ? idle : { on, forMs: now - stateSince + carried };
  const offBefore = request.offBeforeMs ?? (before?.on === false ? before.forMs : 0);
  const offBeforeMs = stateSince === undefined ? waited + offBefore : now - stateSince;
  const counted = request.maxOffMs === undefined ? {} : { offBeforeMs: on ? 0 : offBeforeMs };
  return {
    spentCt: moneyOf(points, done) + sign * startCost * starts,
    rest: {
      ...remainder(request, { ranMs, ranWh, starts }),
      earliest: now,
      initial,
      ...counted,
      incumbent: undefined,
    } as Request,
  };
}

function runStart(done: readonly Segment[]): number {
  let start = done.at(-1)?.start ?? 0;
  for (const segment of [...done].reverse()) if (segment.end === start) start = segment.start;
  return start;
}

function startsOf({ initial, earliest }: Request, done: readonly Segment[]): number {
  const firsts = done.filter(({ start }, i) => i === 0 || start !== done[i - 1]?.end);
  return firsts.length - (initial?.on === true && firsts[0]?.start === earliest ? 1 : 0);
}

function remainder(request: Request, { ranMs, ranWh, starts }: { ranMs: number; ranWh: number; starts: number }) {
  if (request.kind === 'profile') {
    let left = ranMs;
    const profile = request.profile.flatMap(({ durationMs, powerW }) => {
      const cut = Math.min(left, durationMs);
      left -= cut;
      return durationMs > cut ? [{ durationMs: durationMs - cut, powerW }] : [];
    });
    return { ...request, profile: profile.length > 0 ? profile : [{ durationMs: 0, powerW: 0 }] };
  }
  if (request.kind === 'contiguous') return { ...request, durationMs: request.durationMs - ranMs };
  const maxStarts = request.maxStarts === undefined ? undefined : request.maxStarts - starts;
  if (request.kind === 'interruptible') return { ...request, maxStarts, durationMs: request.durationMs - ranMs };
  const inBattery = ranWh * request.efficiency;
  const energyWh = Math.max(0, request.energyWh - inBattery);
  const maxEnergyWh = Math.max(energyWh, (request.maxEnergyWh ?? request.energyWh) - inBattery);
  return { ...request, maxStarts, energyWh, maxEnergyWh };
}

function moneyOf(points: readonly PricePoint[], segments: readonly Segment[]): number {
  let cost = 0;
  for (const { start, end, powerW } of segments)
    for (const point of points) {
      const ms = Math.min(end, point.end) - Math.max(start, point.start);
      if (ms > 0) cost += ((point.price ?? 0) * ms * powerW) / 3.6e9;
    }
  return cost;
}

function check(name: string, problem: DayProblem, seed: number): number {
  const prices: Prepared = prepare(problem.points);
  const found = plan(prices, { ...problem.request, partial: 'exact' });
  if (!found.feasible || found.segments.length === 0) return 0;
  const random = randomOf(seed + 7);
  const { earliest } = problem.request;
  const until = (found.segments.at(-1)?.end ?? earliest) - earliest;
  for (let repeat = 0; repeat < 4; repeat++) {
    const step = problem.gridMinutes * minute;
    const now = earliest + random.whole(0, Math.floor(until / step)) * step;
    const { spentCt, rest } = execute(problem, found, now);
    const again = plan(prices, { ...rest, partial: 'exact' });
    const context = () =>
      `${name}: at ${(now - earliest) / minute} min of ${JSON.stringify(problem.request)}, ${JSON.stringify(found.segments)} then ${JSON.stringify(rest)} gave ${JSON.stringify(again)}`;
    assert.ok(again.feasible, context());
    const error = Math.abs(again.costCt + spentCt - found.costCt);
    assert.ok(error <= 1e-6 * Math.max(1, Math.abs(found.costCt)), `off by ${error}; ${context()}`);
  }
  return 1;
}

describe('planner: planning again in the middle costs the optimum less what was spent', function () {
  this.timeout(600_000);
  for (const kind of ['contiguous', 'profile', 'interruptible', 'energy'] as const)
    it(`${kind}: ${cases} cases`, () => {
      let planned = 0;
      for (let seed = 1; seed <= cases; seed++) planned += check(`${kind} ${seed}`, drawDays(seed, kind), seed);
      assert.ok(planned > cases / 10, `only ${planned} plans`);
    });
  for (const kind of ['interruptible', 'energy'] as const)
    it(`${kind} with rules for runs: ${cases} cases`, () => {
      let planned = 0;
      for (let seed = 1; seed <= cases; seed++) planned += check(`${kind} ${seed}`, drawRuled(seed, kind, 60), seed);
      assert.ok(planned > cases / 10, `only ${planned} plans`);
    });
});

describe('planner, never off longer than: planning again in the middle keeps the optimum', function () {
  this.timeout(600_000);
  it(`${cases} cases, with the amount that was planned as the amount that is wanted`, () => {
    let planned = 0;
    for (let seed = 1; seed <= cases; seed++) {
      const drawn = drawRuled(seed, 'interruptible', 60);
      const { request } = drawn;
      if (request.kind !== 'interruptible') throw new Error('not run time');
      const random = randomOf(seed + 91_000);
      const maxOffMs = Math.max(random.whole(2, 20) * drawn.gridMinutes * minute, request.minPauseMs ?? 0);
      const minRunMs = Math.max(request.minRunMs ?? 0, drawn.gridMinutes * minute);
      const limited = { ...request, maxOffMs, minRunMs, maxPriceCt: undefined };
      const found = plan(prepare(drawn.points), limited);
      const durationMs = found.segments.reduce((sum, { start, end }) => sum + end - start, 0);
      // What is forced already is wanted from the beginning: the same plan, of the same cost.
      const whole = { ...drawn, request: { ...limited, durationMs: Math.max(durationMs, request.durationMs) } };
      planned += check(`never off longer ${seed}`, whole, seed);
    }
    assert.ok(planned > cases / 3, `only ${planned} plans`);
  });
});
