// @ts-nocheck
import type { AnyRequest } from '#src/planner/index.js';
import type { CellProblem } from './cells.js';

/** A choice of cells that never leaves the device off for too long. */
interface Choice {
  readonly picture: string;
  readonly amount: number;
  readonly above: number;
  readonly cost: number;
  readonly starts: number;
}

interface OffProblem extends Omit<CellProblem, 'request'> {
  readonly request: AnyRequest & { readonly maxOffMs: number };
}

/** The best choice under a limit on time off, as text of 0 and 1, or undefined when there is none; tries all of them. */
export function bestWithinOff(problem: OffProblem): string | undefined {
  const { request } = problem;
  const choices = [...choicesOf(problem)];
  const least = Math.min(...choices.map(({ above }) => above));
  const forced = choices.filter(({ above }) => above === least);
  const best = request.kind === 'below' ? forced : ofRightLength(problem, forced);
  best.sort((a, b) => compare(request, a, b));
  return best[0]?.picture;
}

/** What is wanted, or else the shortest that is longer, or else (only a part) the longest that is shorter. */
function ofRightLength({ request, unitMs }: OffProblem, choices: readonly Choice[]): Choice[] {
  const [least, most] = amounts(request, unitMs);
  const wanted = choices.filter(({ amount }) => amount >= least && amount <= most);
  if (wanted.length > 0) return wanted;
  const more = choices.filter(({ amount }) => amount > most);
  const shortest = Math.min(...more.map(({ amount }) => amount));
  if (more.length > 0) return more.filter(({ amount }) => amount === shortest);
  if (request.partial !== 'maximise') return [];
  const longest = Math.max(...choices.map(({ amount }) => amount));
  return choices.filter(({ amount }) => amount === longest);
}

function amounts(request: AnyRequest, unitMs: number): [number, number] {
  if (request.kind === 'interruptible') return [request.durationMs / unitMs, request.durationMs / unitMs];
  if (request.kind !== 'energy') throw new Error('not divisible');
  const perCell = (request.maxPowerW * request.efficiency * unitMs) / 3.6e6;
  const least = Math.ceil(request.energyWh / perCell - 1e-6);
  return [least, Math.max(least, Math.floor((request.maxEnergyWh ?? request.energyWh) / perCell + 1e-6))];
}

/** Less cost, then fewer starts where that is the tie rule, less run time where that is not the point, then the tie rule. */
function compare({ tieBreak, kind }: AnyRequest, a: Choice, b: Choice): number {
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (tieBreak === 'fewest' && a.starts !== b.starts) return a.starts - b.starts;
  if (kind !== 'below' && a.amount !== b.amount) return a.amount - b.amount;
  const picture = ({ picture: text }: Choice) => (tieBreak === 'latest' ? [...text].reverse().join('') : text);
  return picture(b) > picture(a) ? 1 : -1;
}

function* choicesOf(problem: OffProblem): Generator<Choice> {
  const { cells } = problem;
  for (let bits = 0; bits < 2 ** cells.length; bits++) {
    const choice = judged(problem, Array.from(cells, (_, i) => (bits >> i) & 1).join(''));
    if (choice !== undefined) yield choice;
  }
}

/** What a choice is worth; undefined when it uses an unknown price or breaks a rule. */
function judged(problem: OffProblem, picture: string): Choice | undefined {
  const { request, cells, startTenths } = problem;
  const limit = (request.maxPriceCt ?? Number.POSITIVE_INFINITY) * 10;
  const sign = request.objective === 'dearest' ? -1 : 1;
  let [cost, amount, above] = [0, 0, 0];
  for (const [i, price] of cells.entries()) {
    if (picture[i] !== '1') continue;
    if (price === null) return undefined;
    amount++;
    if (price > limit) above++;
    cost += sign * price - (request.kind === 'below' ? limit : 0);
  }
  const starts = startsWithin(problem, picture);
  return starts === undefined ? undefined : { picture, amount, above, cost: cost + startTenths * starts, starts };
}

/** How often it starts; undefined when a run or pause is too short, it is off for too long, or there are too many starts. */
function startsWithin(problem: OffProblem, picture: string): number | undefined {
  const { request, unitMs } = problem;
  if (request.kind === 'contiguous' || request.kind === 'profile') return undefined;
  const [minRun, minPause] = [(request.minRunMs ?? 0) / unitMs, (request.minPauseMs ?? 0) / unitMs];
  const { initial, maxStarts = Number.POSITIVE_INFINITY } = request;
  const most = request.maxOffMs / unitMs;
  const age = (initial?.forMs ?? 0) / unitMs;
  const wasOn = initial?.on === true;
  let starts = 0;
  const stretches = picture.match(/1+|0+/g) ?? [];
  for (const [index, stretch] of stretches.entries()) {
    const { length } = stretch;
    const [isFirst, isLast] = [index === 0, index === stretches.length - 1];
    if (stretch.startsWith('1')) {
      const goesOn = isFirst && wasOn;
      if (!goesOn) starts++;
      if (length + (goesOn ? age : 0) < minRun) return undefined;
      if (isFirst && initial?.on === false && age < minPause) return undefined;
      continue;
    }
    if (isFirst && wasOn && age < minRun) return undefined;
    const before = isFirst && initial?.on === false ? age : isFirst && !wasOn ? Number.POSITIVE_INFINITY : 0;
    if (!isLast && before + length < minPause) return undefined;
    if (isLast && length > most) return undefined;
    if (length > (isFirst && !wasOn ? mostAtBegin(problem, { most, minRun, minPause }) : most)) return undefined;
  }
  return starts > maxStarts ? undefined : starts;
}

/** What is too late already begins as early as any run can. */
function mostAtBegin(
  { request, unitMs, cells }: OffProblem,
  { most, minRun, minPause }: { most: number; minRun: number; minPause: number },
): number {
  const { initial } = request;
  const age = (initial?.forMs ?? 0) / unitMs;
  const counted = request.offBeforeMs === undefined ? (initial?.on === false ? age : 0) : request.offBeforeMs / unitMs;
  const length = Math.max(1, minRun);
  for (let first = initial?.on === false ? Math.max(0, minPause - age) : 0; first + length <= cells.length; first++) {
    if (cells.slice(first, first + length).every((price) => price !== null)) return Math.max(most - counted, first);
  }
  return Math.max(most - counted, 0);
}
