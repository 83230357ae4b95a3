// @ts-nocheck
import type { AnyRequest } from '#src/planner/index.js';
import type { CellProblem } from './cells.js';

type Problem = Omit<CellProblem, 'request'> & { readonly request: AnyRequest & { readonly maxOffMs: number } };

/** The best single run under a limit on time off, as text of 0 and 1; tries every start. */
export function bestSingleRun({ request, cells, unitMs, beginMs }: Problem): string | undefined {
  if (request.kind !== 'contiguous' && request.kind !== 'profile') throw new Error('in pieces');
  const count = cells.length;
  const align = request.initial?.on ? 1 : (request.startAlignMs ?? 1);
  const isAligned = (start: number) => (beginMs + start * unitMs) % align === 0;
  const starts = cells
    .map((_, start) => start)
    .concat(count)
    .filter(isAligned);
  const first = starts[0] ?? count;
  const phases = request.kind === 'profile' ? request.profile : [request];
  let watts = phases.flatMap(({ durationMs, powerW }) => Array<number>(durationMs / unitMs).fill(powerW));
  if (request.kind === 'contiguous' && request.partial === 'maximise') watts = watts.slice(0, count - first);
  const age = request.initial?.on === false ? request.initial.forMs : 0;
  const most = request.maxOffMs / unitMs;
  const due = Math.max(first, most - (request.offBeforeMs ?? age) / unitMs);
  if (watts.length === 0) return Math.min(due, most) >= count ? cells.map(() => '0').join('') : undefined;
  let best: { start: number; above: number; cost: number } | undefined;
  for (const start of request.initial?.on ? [0] : starts) {
    if (start > due || start + watts.length > count || count - start - watts.length > most) continue;
    const sums = sumsOf(cells.slice(start), watts, (request.maxPriceCt ?? Number.POSITIVE_INFINITY) * 10);
    if (sums === undefined) continue;
    const cost = sums.cost * (request.objective === 'dearest' ? -1 : 1);
    const order = best && (sums.above - best.above || cost - best.cost);
    if (order === undefined || order < 0 || (order === 0 && request.tieBreak === 'latest'))
      best = { start, above: sums.above, cost };
  }
  return best && cells.map((_, i) => (i >= best.start && i < best.start + watts.length ? '1' : '0')).join('');
}

/** Time above the limit and money; undefined where power is drawn without a price. */
function sumsOf(cells: readonly (number | null)[], watts: readonly number[], limit: number) {
  let [above, cost] = [0, 0];
  for (const [i, powerW] of watts.entries()) {
    const price = cells[i];
    if (powerW === 0) continue;
    if (price === null || price === undefined) return undefined;
    if (price > limit) above++;
    cost += price * powerW;
  }
  return { above, cost };
}
