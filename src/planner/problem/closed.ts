import { type Interval, intersection, united } from '../../time/index.js';
import { at } from './numbers.js';
import { type Prepared, type PricePoint, prepare } from './prepare.js';

/**
 * The prices of a window with nothing known in the times [start, end) in which nothing may run, and these marked as closed;
 * the prices themselves where none lies in the window. Times may overlap, be empty, and come in any order.
 */
export function withClosed(prices: Prepared, window: Interval, closed: readonly Interval[]): Prepared {
  const shut = united(closed.flatMap((time) => intersection(window, rounded(time)) ?? []));
  if (shut.length === 0) return prices;
  const points = [...openPoints(prices, shut), ...shut.map((time) => ({ ...time, price: null }))];
  const carved = prepare(points.sort((one, other) => one.start - other.start));
  const starts = new Set(shut.map(({ start }) => start));
  return { ...carved, closed: carved.known.map((_, i) => (starts.has(at(carved.edges, i)) ? 1 : 0)) };
}

/** True where nothing may run, whatever it costs. */
export function isClosed({ closed }: Prepared, index: number): boolean {
  return closed?.[index] === 1;
}

function rounded({ start, end }: Interval): Interval {
  return { start: Math.round(start), end: Math.round(end) };
}

/** The known prices beside the closed times. */
function openPoints({ count, edges, ct, known }: Prepared, shut: readonly Interval[]): PricePoint[] {
  const points: PricePoint[] = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (at(known, i) === 0) continue;
    let [from, end] = [at(edges, i), at(edges, i + 1)];
    while ((shut[next]?.end ?? end) <= from) next++;
    for (let k = next; from < end; k++) {
      const { start: to, end: past } = shut[k] ?? { start: end, end };
      if (from < Math.min(to, end)) points.push({ start: from, end: Math.min(to, end), price: at(ct, i) });
      from = Math.max(from, past);
    }
  }
  return points;
}
