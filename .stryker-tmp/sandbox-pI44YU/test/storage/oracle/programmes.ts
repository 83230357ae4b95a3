// @ts-nocheck
import type { Battery, Step } from '#src/storage/index.js';
import type { highs } from '../../planner/oracle/highs.js';
import { corners, costOfChange } from './physics.js';

type Highs = Awaited<ReturnType<typeof highs>>;
type Term = readonly [factor: number, variable: string];

/** What is planned, and from where. */
export interface Problem {
  readonly battery: Battery;
  readonly steps: readonly Step[];
  readonly endValueCt: number;
  readonly storedKwh: number;
}

const msPerHour = 3_600_000;
const lackCt = 100_000;

/** The least cost when a step may be any mixture of the corners of its cost: a linear programme with a weight for each corner. */
export function mixedOptimum(solver: Highs, { battery, steps, endValueCt, storedKwh }: Problem): number {
  const cost: Term[] = [[-endValueCt, `s${steps.length}`]];
  const rows = [`s0 = ${storedKwh}`];
  for (const [k, step] of steps.entries()) {
    const points = corners(battery, step);
    for (const [j, x] of points.entries()) cost.push([costOfChange(battery, step, x) ?? 0, `w${k}_${j}`]);
    rows.push(`${sumOf(points.map((_, j) => [1, `w${k}_${j}`]))} = 1`);
    const change = points.map((x, j): Term => [-x, `w${k}_${j}`]);
    const terms: Term[] = [[1, `s${k + 1}`], [-1, `s${k}`], [-1, `u${k}`], ...change];
    rows.push(`${sumOf(terms)} = ${-(step.drainKwh ?? 0)}`);
    cost.push([lackCt, `u${k}`]);
  }
  const bounds = levelBounds(battery, steps);
  return solved(solver, { cost, rows, ending: `Bounds\n${bounds.join('\n')}` }) + battery.minKwh * endValueCt;
}

/** The least cost when a step charges or discharges, and buys or feeds in: an integer programme of the physics. */
export function integerOptimum(solver: Highs, { battery, steps, endValueCt, storedKwh }: Problem): number {
  const cost: Term[] = [[-endValueCt, `s${steps.length}`]];
  const rows = [`s0 = ${storedKwh}`];
  const flags: string[] = [];
  for (const [k, step] of steps.entries()) {
    const { buyCt, feedInCt, netKwh, drainKwh = 0 } = step;
    const isIdle = ![buyCt, feedInCt, netKwh].every(Number.isFinite);
    const hours = isIdle ? 0 : (step.end - step.start) / msPerHour;
    const net = isIdle ? 0 : netKwh;
    const most = 1_000;
    cost.push([lackCt, `u${k}`], [battery.wearCt, `d${k}`]);
    if (!isIdle) cost.push([buyCt, `i${k}`], [-feedInCt, `e${k}`]);
    const charge: Term = [-battery.chargeEfficiency, `c${k}`];
    const discharge: Term = [1 / battery.dischargeEfficiency, `d${k}`];
    rows.push(`${sumOf([[1, `s${k + 1}`], [-1, `s${k}`], [-1, `u${k}`], charge, discharge])} = ${-drainKwh}`);
    rows.push(`i${k} - e${k} - c${k} + d${k} = ${net}`);
    const surplus = Math.max(0, -net);
    const into = battery.chargeFromGrid ? battery.chargeKw * hours : Math.min(surplus, battery.chargeKw * hours);
    const need = Math.max(0, net);
    const out = battery.feedFromBattery ? battery.dischargeKw * hours : Math.min(need, battery.dischargeKw * hours);
    rows.push(`c${k} - ${into} z${k} <= 0`, `d${k} + ${out} z${k} <= ${out}`);
    rows.push(`i${k} - ${most} y${k} <= 0`, `e${k} + ${most} y${k} <= ${most}`);
    const limit = Math.max((battery.gridLimitKw ?? most) * hours, need);
    rows.push(`i${k} <= ${limit}`);
    flags.push(`z${k}`, `y${k}`);
  }
  const ending = `Bounds\n${levelBounds(battery, steps).join('\n')}\nBinary\n ${flags.join(' ')}`;
  return solved(solver, { cost, rows, ending }) + battery.minKwh * endValueCt;
}

/** True when no mixture of two changes is cheaper than the change between them, in any step. */
export function isConvex(battery: Battery, steps: readonly Step[]): boolean {
  return steps.every((step) => {
    const points = corners(battery, step).map((x) => [x, costOfChange(battery, step, x) ?? 0] as const);
    const slopes = points.slice(1).map(([x, cost], i) => (cost - points[i]![1]) / (x - points[i]![0]));
    return slopes.every((slope, i) => i === 0 || slope >= slopes[i - 1]! - 1e-9);
  });
}

function levelBounds(battery: Battery, steps: readonly Step[]): string[] {
  return steps.map((_, k) => ` ${battery.minKwh} <= s${k + 1} <= ${battery.maxKwh}`);
}

interface Programme {
  readonly cost: readonly Term[];
  readonly rows: readonly string[];
  readonly ending: string;
}

function solved(solver: Highs, { cost, rows, ending }: Programme): number {
  const numbered = rows.map((row, i) => ` r${i}: ${row}`).join('\n');
  const text = `Minimize\n cost: ${sumOf(cost)}\nSubject To\n${numbered}\n${ending}\nEnd\n`;
  const precise = { primal_feasibility_tolerance: 1e-9, dual_feasibility_tolerance: 1e-9 };
  const solution = solver.solve(text, {
    ...precise,
    mip_rel_gap: 0,
    mip_abs_gap: 1e-8,
    mip_feasibility_tolerance: 1e-9,
  });
  if (solution.Status !== 'Optimal') throw new Error(`the solver says ${solution.Status} of\n${text}`);
  return solution.ObjectiveValue;
}

function sumOf(terms: readonly Term[]): string {
  return terms.map(([factor, variable]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${variable}`).join(' ');
}
