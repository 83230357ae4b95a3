import type { Random } from '../planner/oracle/random.js';

/** One device of a house in twelve hours, as somebody sees it who tries every choice: hours, kW, ct/kWh. */
export interface OffProblem {
  readonly prices: readonly number[];
  /** What of the sun is left for the device in each hour. */
  readonly sunKw: readonly number[];
  readonly feedInCt: number;
  readonly kw: number;
  /** Where others leave no room. */
  readonly taken: readonly boolean[];
  readonly wanted: number;
  readonly minRun: number;
  readonly minPause: number;
  readonly maxOff: number;
  readonly maxPriceCt: number | undefined;
}

/** What is run, and what it costs. */
export interface OffChoice {
  readonly amount: number;
  readonly above: number;
  readonly costCt: number;
  /** False where what is wanted cannot be run. */
  readonly isWhole: boolean;
}

export const hoursTried = 12;

/** A narrow problem: the sun, others, and a limit on the price are in each other's way. */
export function randomOffProblem(random: Random): OffProblem {
  const each = <T>(draw: () => T) => Array.from({ length: hoursTried }, draw);
  const from = random.whole(0, 10);
  const to = from + random.whole(0, 4);
  const wanted = random.whole(1, 6);
  const isSunny = random.chance(0.6);
  return {
    prices: each(() => random.whole(5, 40)),
    sunKw: each(() => (isSunny && random.chance(0.6) ? random.whole(1, 60) / 10 : 0)),
    feedInCt: random.whole(0, 12),
    kw: random.pick([2, 3, 5]),
    taken: each(() => false).map((_, hour) => hour >= from && hour < to),
    wanted,
    minRun: Math.min(wanted, random.whole(1, 3)),
    minPause: random.whole(1, 3),
    maxOff: random.whole(3, 8),
    maxPriceCt: random.chance(0.5) ? random.whole(5, 40) : undefined,
  };
}

/**
 * The best of all 4096 choices: as little as can be above the price limit, then what is wanted or the next above it (where that
 * cannot be, the least that is forced), then what costs least. Undefined where no choice keeps the limit on time off.
 */
export function bestChoice(problem: OffProblem): OffChoice | undefined {
  const all = Array.from({ length: 2 ** hoursTried }, (_, bits) => judged(problem, bits)).flatMap((one) => one ?? []);
  if (all.length === 0) return undefined;
  const least = Math.min(...all.map(({ above }) => above));
  const few = all.filter(({ above }) => above === least);
  const enough = few.filter(({ amount }) => amount >= problem.wanted);
  const fitting = enough.length > 0 ? enough : few;
  const shortest = Math.min(...fitting.map(({ amount }) => amount));
  const costCt = Math.min(...fitting.filter(({ amount }) => amount === shortest).map((one) => one.costCt));
  return { amount: shortest, above: least, costCt, isWhole: enough.length > 0 };
}

/** What these hours are worth; undefined where a rule is broken. */
export function judged(problem: OffProblem, bits: number): Omit<OffChoice, 'isWhole'> | undefined {
  const { prices, sunKw, feedInCt, kw, taken, maxPriceCt = Number.POSITIVE_INFINITY } = problem;
  const on = prices.map((_, hour) => ((bits >> hour) & 1) === 1);
  if (on.some((isOn, hour) => isOn && taken[hour]) || !keepsLengths(problem, on)) return undefined;
  const hours = prices.map((price, hour) => ({ price, sun: Math.min(sunKw[hour] ?? 0, kw) })).filter((_, i) => on[i]);
  const costCt = hours.reduce((sum, { price, sun }) => sum + sun * feedInCt + (kw - sun) * price, 0);
  return { amount: hours.length, above: hours.filter(({ price }) => price > maxPriceCt).length, costCt };
}

function keepsLengths({ minRun, minPause, maxOff, taken }: OffProblem, on: readonly boolean[]): boolean {
  const stretches = on.map(Number).join('').match(/1+|0+/g) ?? [];
  return stretches.every((stretch, index) => {
    const isEdge = index === 0 || index === stretches.length - 1;
    if (stretch.startsWith('1')) return stretch.length >= minRun;
    const most = index === 0 && stretches.length > 1 ? Math.max(maxOff, firstFit(taken, minRun)) : maxOff;
    return stretch.length <= most && (isEdge || stretch.length >= minPause);
  });
}

/** The first hour in which a run can begin at all: who comes too late anyway comes then. */
function firstFit(taken: readonly boolean[], minRun: number): number {
  const fits = (hour: number) => hour + minRun <= hoursTried && !taken.slice(hour, hour + minRun).includes(true);
  return Math.max(
    0,
    taken.findIndex((_, hour) => fits(hour)),
  );
}
