// @ts-nocheck
import type { Request } from '#src/planner/index.js';
import type { CellProblem } from './cells.js';

/** The best choice of cells, as text of 0 and 1, or undefined when nothing obeys the request. */
export function bruteForce(problem: CellProblem): string | undefined {
  const { request } = problem;
  if (request.kind === 'contiguous' || request.kind === 'profile') return bestStart(problem, request);
  let best: Choice | undefined;
  const on: boolean[] = problem.cells.map(() => false);
  for (let bits = 0; bits < 2 ** on.length; bits++) {
    let amount = 0;
    for (let i = 0; i < on.length; i++) {
      on[i] = ((bits >> i) & 1) === 1;
      if (on[i]) amount++;
    }
    if (best !== undefined && amount < Math.min(best.amount, wantedCells(problem).least)) continue;
    const choice = judge(problem, on);
    if (choice !== undefined && (best === undefined || isBetter(request, choice, best, wantedCells(problem))))
      best = choice;
  }
  return best?.picture;
}

interface Choice {
  readonly picture: string;
  readonly amount: number;
  readonly cost: number;
  readonly starts: number;
}

interface Wanted {
  readonly least: number;
  readonly most: number;
}

function wantedCells({ request, unitMs }: CellProblem): Wanted {
  if (request.kind === 'energy') {
    const perCell = (request.maxPowerW * request.efficiency * unitMs) / 3.6e6;
    const least = Math.ceil(request.energyWh / perCell - 1e-6);
    return { least, most: Math.max(least, Math.floor((request.maxEnergyWh ?? request.energyWh) / perCell + 1e-6)) };
  }
  if (request.kind === 'profile') return { least: 0, most: 0 };
  return { least: request.durationMs / unitMs, most: request.durationMs / unitMs };
}

/** More of what is missing, then less cost, then less run time, then the tie rule. */
function isBetter({ objective, tieBreak }: Request, a: Choice, b: Choice, { least }: Wanted): boolean {
  const [reachA, reachB] = [Math.min(a.amount, least), Math.min(b.amount, least)];
  if (reachA !== reachB) return reachA > reachB;
  if (a.cost !== b.cost) return objective === 'dearest' ? a.cost > b.cost : a.cost < b.cost;
  if (a.amount !== b.amount) return a.amount < b.amount;
  if (tieBreak === 'fewest' && a.starts !== b.starts) return a.starts < b.starts;
  if (tieBreak === 'latest') return mirrored(a.picture) > mirrored(b.picture);
  return a.picture > b.picture;
}

function mirrored(picture: string): string {
  return [...picture].reverse().join('');
}

/** What a choice of cells is worth; undefined when it breaks a rule. */
export function judge(problem: CellProblem, on: readonly boolean[]): Choice | undefined {
  const { request, cells, startTenths } = problem;
  const { least, most } = wantedCells(problem);
  const amount = on.filter(Boolean).length;
  if (amount > most || (amount < least && request.partial !== 'maximise')) return undefined;
  let energy = 0;
  for (const [i, isOn] of on.entries()) {
    if (!isOn) continue;
    const price = cells[i] ?? null;
    if (price === null || price > (request.maxPriceCt ?? Number.POSITIVE_INFINITY) * 10) return undefined;
    energy += price;
  }
  const starts = startsWithinRules(problem, on);
  if (starts === undefined) return undefined;
  const cost = energy + startTenths * starts * (request.objective === 'dearest' ? -1 : 1);
  return { picture: on.map((isOn) => (isOn ? '1' : '0')).join(''), amount, cost, starts };
}

/** Number of starts, or undefined when a run or a pause is too short or there are too many starts. */
function startsWithinRules({ request, unitMs }: CellProblem, on: readonly boolean[]): number | undefined {
  if (request.kind !== 'interruptible' && request.kind !== 'energy') return undefined;
  const minRun = (request.minRunMs ?? 0) / unitMs;
  const minPause = (request.minPauseMs ?? 0) / unitMs;
  const age = (request.initial?.forMs ?? 0) / unitMs;
  let state = request.initial?.on ?? false;
  let length = request.initial === undefined ? Number.POSITIVE_INFINITY : age;
  let starts = 0;
  for (const isOn of on) {
    if (isOn === state) {
      length++;
      continue;
    }
    if (length < (state ? minRun : minPause)) return undefined;
    if (isOn) starts++;
    state = isOn;
    length = 1;
  }
  if (state && length < minRun) return undefined;
  return starts > (request.maxStarts ?? Number.POSITIVE_INFINITY) ? undefined : starts;
}

type SingleRun = Extract<Request, { kind: 'contiguous' | 'profile' }>;

/** Tries every start on whole cells, and for `maximise` every shorter run. */
function bestStart(problem: CellProblem, request: SingleRun): string | undefined {
  const { cells, unitMs } = problem;
  const phases =
    request.kind === 'profile' ? request.profile : [{ durationMs: request.durationMs, powerW: request.powerW }];
  const watts = phases.flatMap(({ durationMs, powerW }) => Array<number>(durationMs / unitMs).fill(powerW));
  const shortest = request.partial === 'maximise' && request.kind === 'contiguous' ? 0 : watts.length;
  for (let length = watts.length; length >= shortest; length--) {
    let best: { cost: number; start: number } | undefined;
    for (let start = 0; start + length <= cells.length; start++) {
      const cost = costOfStart(problem, request, { start, watts: watts.slice(0, length) });
      if (cost === undefined) continue;
      const beaten = best !== undefined && (request.tieBreak === 'latest' ? cost > best.cost : cost >= best.cost);
      if (!beaten) best = { cost, start };
    }
    if (best === undefined) continue;
    const { start } = best;
    return cells.map((_, i) => (i >= start && i < start + length ? '1' : '0')).join('');
  }
  return undefined;
}

function costOfStart(
  { cells, unitMs, beginMs }: CellProblem,
  request: SingleRun,
  run: { start: number; watts: number[] },
) {
  const { start, watts } = run;
  const aligned = (beginMs + start * unitMs) % (request.startAlignMs ?? 1) === 0;
  if (request.initial?.on ? start !== 0 : watts.length > 0 && !aligned) return undefined;
  let cost = 0;
  for (const [i, powerW] of watts.entries()) {
    if (powerW === 0) continue;
    const price = cells[start + i] ?? null;
    if (price === null || price > (request.maxPriceCt ?? Number.POSITIVE_INFINITY) * 10) return undefined;
    cost += price * powerW * (request.objective === 'dearest' ? -1 : 1);
  }
  return cost;
}
