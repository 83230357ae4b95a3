import loadHighs from 'highs';
import type { EnergyRequest, InterruptibleRequest, PricePoint } from '#src/planner/index.js';
import type { DayProblem } from './days.js';

export type Highs = Awaited<ReturnType<typeof loadHighs>>;
export type Divisible = InterruptibleRequest | EnergyRequest;
export type Term = readonly [factor: number, variable: string];

let loaded: Promise<Highs> | undefined;

/** The exact solver; loaded once. */
export function highs(): Promise<Highs> {
  loaded ??= loadHighs();
  return loaded;
}

/** The best cost in ct without rules for runs, by a linear programme over energies; undefined when it does not fit. */
export function linearOptimum(solver: Highs, { points, request }: DayProblem): number | undefined {
  if (request.kind !== 'interruptible' && request.kind !== 'energy') throw new Error('not divisible');
  const stretches = openStretches(points, request);
  const { leastKwh, mostKwh, powerKw } = amounts(request);
  const room = stretches.reduce((sum, { hours }) => sum + hours * powerKw, 0);
  const floor = request.partial === 'maximise' ? Math.min(leastKwh, room) : leastKwh;
  if (room < floor * (1 - 1e-12)) return undefined;
  if (stretches.length === 0) return 0;
  const energies = stretches.map((_, i): Term => [1, `e${i}`]);
  const solution = solver.solve(
    programme({
      goal: request.objective === 'dearest' ? 'Maximize' : 'Minimize',
      cost: stretches.map(({ price }, i) => [price, `e${i}`]),
      rows: [`${sumOf(energies)} >= ${floor * (1 - 1e-13)}`, `${sumOf(energies)} <= ${Math.max(mostKwh, floor)}`],
      ending: `Bounds\n${stretches.map(({ hours }, i) => ` 0 <= e${i} <= ${hours * powerKw}`).join('\n')}`,
    }),
    { primal_feasibility_tolerance: 1e-10, dual_feasibility_tolerance: 1e-10 },
  );
  return solution.Status === 'Optimal' ? solution.ObjectiveValue : undefined;
}

/** The cells that an integer programme turns on under rules for runs; undefined when nothing obeys them. */
export function integerOptimum(solver: Highs, problem: DayProblem): boolean[] | undefined {
  const { points, request, gridMinutes } = problem;
  if (request.kind !== 'interruptible' && request.kind !== 'energy') throw new Error('not divisible');
  const cellMs = gridMinutes * 60_000;
  const count = Math.round((request.latestEnd - request.earliest) / cellMs);
  const prices = Array.from({ length: count }, (_, t) => openPriceAt(points, request, request.earliest + t * cellMs));
  const { leastKwh, mostKwh, powerKw } = amounts(request);
  const cellKwh = (powerKw * cellMs) / 3.6e6;
  const least = Math.ceil(leastKwh / cellKwh - 1e-6);
  const most = Math.max(least, Math.floor(mostKwh / cellKwh + 1e-6));
  const sign = request.objective === 'dearest' ? -1 : 1;
  const rows = runRows(request, { cellMs, count });
  const cells = prices.map((_, t): Term => [1, `x${t}`]);
  rows.push(`${sumOf(cells)} >= ${least}`, `${sumOf(cells)} <= ${most}`);
  for (const [t, price] of prices.entries()) if (price === undefined) rows.push(`x${t} = 0`);
  const solution = solver.solve(
    programme({
      goal: 'Minimize',
      cost: prices.flatMap((price, t): Term[] => [
        [sign * (price ?? 0) * cellKwh, `x${t}`],
        [request.startCostCt ?? 0, `s${t}`],
      ]),
      rows,
      ending: `Binary\n ${prices.map((_, t) => `x${t} s${t}`).join(' ')}`,
    }),
    { mip_rel_gap: 0, mip_abs_gap: 1e-9 },
  );
  if (solution.Status !== 'Optimal') return undefined;
  const columns = solution.Columns as unknown as Record<string, { Primal: number }>;
  return prices.map((_, t) => (columns[`x${t}`]?.Primal ?? 0) > 0.5);
}

/**
 * Starts, minimum runs and pauses, with the state before the first cell as a constant.
 *
 * A cell is on when one of the starts that a run must outlast lies before it, and off when one of those that a pause must
 * have kept away comes after it: rows so tight that the solver has little left to branch on.
 */
export function runRows(request: Divisible, { cellMs, count }: { cellMs: number; count: number }): string[] {
  const minRun = Math.max(1, (request.minRunMs ?? 0) / cellMs);
  const minPause = Math.max(1, (request.minPauseMs ?? 0) / cellMs);
  const { initial } = request;
  const age = (initial?.forMs ?? 0) / cellMs;
  const on = initial?.on === true;
  const startsFrom = (first: number, past: number) =>
    Array.from({ length: past - first }, (_, i): Term => [1, `s${first + i}`]);
  const rows: string[] = [];
  for (let t = 0; t < count; t++) {
    const before: Term[] = t === 0 ? [] : [[1, `x${t - 1}`]];
    rows.push(`${sumOf([[1, `s${t}`], [-1, `x${t}`], ...before])} >= ${t === 0 && on ? -1 : 0}`);
    rows.push(`${sumOf([...startsFrom(Math.max(0, t - minRun + 1), t + 1), [-1, `x${t}`]])} <= 0`);
    if (t + minRun > count) rows.push(`s${t} = 0`);
    const wasOn: Term[] = t < minPause ? [] : [[1, `x${t - minPause}`]];
    const isBegin = t === minPause - 1;
    if (t >= minPause || isBegin)
      rows.push(`${sumOf([...startsFrom(t - minPause + 1, t + 1), ...wasOn])} <= ${isBegin && on ? 0 : 1}`);
  }
  if (on && minPause > count) for (let t = 0; t < count; t++) rows.push(`s${t} = 0`);
  const [runLeft, pauseLeft] = [(request.minRunMs ?? 0) / cellMs - age, (request.minPauseMs ?? 0) / cellMs - age];
  if (on) for (let t = 0; t < runLeft; t++) rows.push(t < count ? `x${t} = 1` : 'x0 >= 2');
  if (initial?.on === false) for (let t = 0; t < Math.min(count, pauseLeft); t++) rows.push(`x${t} = 0`);
  if (request.maxStarts !== undefined) rows.push(`${sumOf(startsFrom(0, count))} <= ${request.maxStarts}`);
  return rows;
}

interface Programme {
  readonly goal: 'Minimize' | 'Maximize';
  readonly cost: readonly Term[];
  readonly rows: readonly string[];
  readonly ending: string;
}

export function programme({ goal, cost, rows, ending }: Programme): string {
  const numbered = rows.map((row, i) => ` r${i}: ${row}`).join('\n');
  return `${goal}\n cost: ${sumOf(cost)}\nSubject To\n${numbered}\n${ending}\nEnd\n`;
}

/** Terms of one variable are added up: the format does not allow a variable twice in a row. */
export function sumOf(terms: readonly Term[]): string {
  const factors = new Map<string, number>();
  for (const [factor, variable] of terms) factors.set(variable, (factors.get(variable) ?? 0) + factor);
  return [...factors]
    .map(([variable, factor]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${variable}`)
    .join(' ');
}

function amounts(request: Divisible): { leastKwh: number; mostKwh: number; powerKw: number } {
  if (request.kind === 'interruptible') {
    const kwh = (request.durationMs * request.powerW) / 3.6e9;
    return { leastKwh: kwh, mostKwh: kwh, powerKw: request.powerW / 1000 };
  }
  const { energyWh, maxEnergyWh = energyWh, efficiency, maxPowerW } = request;
  const perWh = 1 / efficiency / 1000;
  return { leastKwh: energyWh * perWh, mostKwh: maxEnergyWh * perWh, powerKw: maxPowerW / 1000 };
}

function openStretches(points: readonly PricePoint[], request: Divisible): { hours: number; price: number }[] {
  return points.flatMap(({ start, end, price }) => {
    const length = Math.min(end, request.latestEnd) - Math.max(start, request.earliest);
    const open = length > 0 && price !== null && price <= (request.maxPriceCt ?? Number.POSITIVE_INFINITY);
    return open ? [{ hours: length / 3.6e6, price }] : [];
  });
}

export function openPriceAt(points: readonly PricePoint[], request: Divisible, instant: number): number | undefined {
  const point = points.find(({ start, end }) => start <= instant && instant < end);
  const open = point?.price != null && point.price <= (request.maxPriceCt ?? Number.POSITIVE_INFINITY);
  return open ? (point?.price ?? undefined) : undefined;
}
