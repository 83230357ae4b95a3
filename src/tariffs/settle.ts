import { mergeSeries, type PriceInterval, type PriceSeries } from '../prices/index.js';
import { type Ms, msPerMinute } from '../time/index.js';
import { agreed } from './agreed.js';
import type { TariffPoint } from './tariff-point.js';
import { withLengths } from './with-lengths.js';

/** One series out of all that a source says. */
export interface Settled {
  readonly series: PriceSeries;
  /** Starts at which it says two things that cannot both be true; their prices are unknown. */
  readonly contradictions: number;
}

/**
 * Prices come in these steps; a list of hours beside one of quarters is read by itself, and so is a price of a day beside one of
 * some of its hours. What holds for longer than a week is no frame for others: there a later one counts.
 */
const steps = [15, 30, 60, 120, 180, 240, 360, 480, 720, 1_440, 10_080, Number.POSITIVE_INFINITY].map(
  (minutes) => minutes * msPerMinute,
);

/**
 * Makes one series of lists whose prices may repeat, overlap and leave small holes: a finer interval wins inside a
 * coarser one, amounts that differ only by rounding are one, and less than a minute between two neighbours is nothing.
 * A missing interval of more than that stays a gap.
 */
export function settle(lists: readonly (readonly TariffPoint[])[]): Settled {
  const points = lists.flatMap((list) => withLengths(list));
  let series: PriceSeries = [];
  let contradictions = 0;
  // From coarse to fine, so that the finer covers the coarser.
  for (const [index, step] of steps.toReversed().entries()) {
    const shorter = steps.toReversed()[index + 1] ?? 0;
    const some = points.filter(({ start, end }) => end - start <= step && end - start > shorter);
    if (some.length === 0) continue;
    const one = settleOneStep(some);
    contradictions += one.contradictions;
    series = mergeSeries(series, one.series);
  }
  return { series: withoutSmallHoles(series), contradictions };
}

function settleOneStep(points: readonly (TariffPoint & { readonly end: Ms })[]): Settled {
  const ordered = [...points].sort((a, b) => a.start - b.start);
  const series: PriceInterval[] = [];
  let contradictions = 0;
  for (let first = 0; first < ordered.length; ) {
    const start = ordered[first]?.start ?? 0;
    let next = first + 1;
    while (ordered[next]?.start === start) next += 1;
    const same = ordered.slice(first, next);
    const priceCt = agreed(same);
    if (priceCt === undefined) contradictions += 1;
    const end = Math.min(...same.map((point) => point.end), ordered[next]?.start ?? Number.POSITIVE_INFINITY);
    series.push({ start, end, priceCt: priceCt ?? null, components: {} });
    first = next;
  }
  return { series, contradictions };
}

function withoutSmallHoles(series: PriceSeries): PriceSeries {
  return series.map((interval, index) => {
    const next = series[index + 1]?.start ?? interval.end;
    return next > interval.end && next - interval.end <= msPerMinute ? { ...interval, end: next } : interval;
  });
}
