// @ts-nocheck
import type { highs } from '../planner/oracle/highs.js';
import type { HouseProblem, Load } from './random-houses.js';

type Solver = Awaited<ReturnType<typeof highs>>;

/**
 * The least cost of a house, all members planned at once by an integer programme over hours, ct; undefined when they do not
 * all fit. It shares nothing with the product. The sun must not earn more than any price costs.
 */
export function jointOptimum(solver: Solver, problem: HouseProblem): number | undefined {
  const { prices, loads, limitKw, oneAtATime, sunKw, feedInCt } = problem;
  const hours = prices.map((price, hour) => ({ price, hour, sun: sunKw[hour] ?? 0 }));
  const rows: string[] = loads.flatMap((load, m) => rowsOf(load, m, prices));
  const cost: string[] = [];
  for (const { price, hour, sun } of hours) {
    const power = loads.map(({ kw }, m) => `+ ${kw} x${m}_${hour}`).join(' ');
    if (limitKw !== undefined) rows.push(`${power} <= ${limitKw + 1e-6}`);
    if (oneAtATime) rows.push(`${loads.map((_, m) => `+ 1 x${m}_${hour}`).join(' ')} <= 1`);
    rows.push(`y${hour} ${power.replaceAll('+', '-')} <= 0`, `y${hour} <= ${sun}`);
    for (const [m, { kw }] of loads.entries()) cost.push(term(price * kw, `x${m}_${hour}`));
    cost.push(term(feedInCt - price, `y${hour}`));
  }
  const numbered = rows.map((row, i) => ` r${i}: ${row}`).join('\n');
  const binaries = loads.flatMap((_, m) => hours.flatMap(({ hour }) => [`x${m}_${hour}`, `s${m}_${hour}`]));
  const text = `Minimize\n cost: ${cost.join(' ')}\nSubject To\n${numbered}\nBinary\n ${binaries.join(' ')}\nEnd\n`;
  const solution = solver.solve(text, { mip_rel_gap: 0, mip_abs_gap: 1e-9 });
  return solution.Status === 'Optimal' ? solution.ObjectiveValue : undefined;
}

/** So many hours in the window; in one piece, every hour follows from where it begins. */
function rowsOf({ hours, isContiguous, from, to }: Load, m: number, prices: HouseProblem['prices']): string[] {
  const all = prices.map((_, hour) => hour);
  const isOpen = (hour: number) => hour >= from && hour < to;
  const rows = [`${all.map((hour) => `+ 1 x${m}_${hour}`).join(' ')} = ${hours}`];
  for (const hour of all) if (!isOpen(hour)) rows.push(`x${m}_${hour} = 0`);
  if (!isContiguous) return rows;
  for (const hour of all) {
    const begun = all.filter((start) => start <= hour && hour < start + hours);
    rows.push(`x${m}_${hour} ${begun.map((start) => `- 1 s${m}_${start}`).join(' ')} = 0`);
  }
  return [...rows, `${all.map((hour) => `+ 1 s${m}_${hour}`).join(' ')} = 1`];
}

function term(factor: number, variable: string): string {
  return `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${variable}`;
}
