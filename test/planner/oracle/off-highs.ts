import type { DayProblem } from './days.js';
import { type Divisible, type Highs, openPriceAt, programme, runRows, sumOf, type Term } from './highs.js';

/**
 * The cells that an integer programme turns on where a device is never off for too long: as few as it can above the price
 * limit, then as much run time as is wanted or else the least above that, then the least money. Undefined when nothing obeys.
 */
export function integerWithinOff(solver: Highs, problem: DayProblem): boolean[] | undefined {
  const { points, request, gridMinutes } = problem;
  if (request.kind !== 'interruptible') throw new Error('only for run time');
  const cellMs = gridMinutes * 60_000;
  const count = Math.round((request.latestEnd - request.earliest) / cellMs);
  const instants = Array.from({ length: count }, (_, t) => request.earliest + t * cellMs);
  const known = instants.map((instant) => openPriceAt(points, { ...request, maxPriceCt: undefined }, instant));
  const below = instants.map((instant) => openPriceAt(points, request, instant));
  const rows = [...runRows(request, { cellMs, count }), ...offRows(request, { cellMs, known })];
  for (const [t, price] of known.entries()) if (price === undefined) rows.push(`x${t} = 0`);
  const cells = known.map((_, t): Term => [1, `x${t}`]);
  const above = cells.filter((_, t) => known[t] !== undefined && below[t] === undefined);
  const ending = `Binary\n ${known.map((_, t) => `x${t} s${t}`).join(' ')}`;
  const least = (cost: readonly Term[], more: readonly string[]) =>
    solved(solver, programme({ goal: 'Minimize', cost, rows: [...rows, ...more], ending }), count);
  if (above.length > 0) {
    const few = least(above, []);
    if (few === undefined) return undefined;
    rows.push(`${sumOf(above)} <= ${above.filter(([, name]) => few[Number(name.slice(1))]).length}`);
  }
  const sign = request.objective === 'dearest' ? -1 : 1;
  const cellKwh = (request.powerW * cellMs) / 3.6e9;
  const money = known.flatMap((price, t): Term[] => [
    [sign * (price ?? 0) * cellKwh, `x${t}`],
    [request.startCostCt ?? 0, `s${t}`],
  ]);
  const wanted = request.durationMs / cellMs;
  const cheapest = (amount: number) => least(money, [`${sumOf(cells)} = ${amount}`]);
  const whole = cheapest(wanted);
  if (whole !== undefined) return whole;
  const short = least(cells, [`${sumOf(cells)} >= ${wanted + 1}`]);
  return short && cheapest(short.filter(Boolean).length);
}

function solved(solver: Highs, text: string, count: number): boolean[] | undefined {
  const solution = solver.solve(text, { mip_rel_gap: 0, mip_abs_gap: 1e-9 });
  if (solution.Status !== 'Optimal') return undefined;
  const columns = solution.Columns as unknown as Record<string, { Primal: number }>;
  return Array.from({ length: count }, (_, t) => (columns[`x${t}`]?.Primal ?? 0) > 0.5);
}

/** A cell is on, or a start comes no later than after the longest time off. */
function offRows(request: Divisible, of: { cellMs: number; known: readonly (number | undefined)[] }): string[] {
  const { cellMs, known } = of;
  const count = known.length;
  const most = (request.maxOffMs ?? 0) / cellMs;
  const oneOf = (first: number, past: number) =>
    `${sumOf(Array.from({ length: past - first }, (_, i): Term => [1, `${i === 0 ? 'x' : 's'}${first + i}`]))} >= 1`;
  const rows: string[] = [];
  for (let first = 0; first + most < count; first++) rows.push(oneOf(first, first + most + 1));
  if (request.initial?.on) return rows;
  const atBegin = firstLatest(request, { cellMs, known });
  // What is late already has until then: rows that end before do not hold.
  const held = rows.filter((_, first) => first + most >= atBegin);
  return atBegin < count ? [oneOf(0, atBegin + 1), ...held] : held;
}

/** Up to which cell the first run has to begin. */
function firstLatest(request: Divisible, of: { cellMs: number; known: readonly (number | undefined)[] }): number {
  const { cellMs, known } = of;
  const age = (request.initial?.forMs ?? 0) / cellMs;
  const before = (request.offBeforeMs ?? (request.initial?.on === false ? request.initial.forMs : 0)) / cellMs;
  const due = (request.maxOffMs ?? 0) / cellMs - before;
  const minRun = Math.max(1, (request.minRunMs ?? 0) / cellMs);
  const from = request.initial?.on === false ? Math.max(0, (request.minPauseMs ?? 0) / cellMs - age) : 0;
  const first = known.findIndex(
    (_, t) =>
      t >= from && t + minRun <= known.length && known.slice(t, t + minRun).every((price) => price !== undefined),
  );
  return Math.max(due, first, 0);
}
