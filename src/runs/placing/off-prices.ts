import { type PriceSeries, slice } from '../../prices/index.js';
import { type Interval, type Ms, quartersIn, uncovered } from '../../time/index.js';
import type { Job } from '../device/log.js';
import type { OffRule } from '../device/off-rule.js';
import type { Ask } from './ask.js';
import { type Knowledge, plannedSeries } from './expected.js';
import { type HouseShare, judgedBy } from './house-share.js';

/** What is known of prices, and of the sun, at an instant. */
export type Prices = Knowledge & { readonly now: Ms; readonly house?: HouseShare | undefined };

/** What is to be placed with a limit on time off. */
export type Limited = Ask & { readonly off: OffRule };

/** By usual prices and the sun where the job is planned by them, and with a price in every gap. */
export function pricedEverywhere(ask: Limited, job: Job, prices: Prices): Limited {
  const { settings } = ask;
  const series = job.provisional ? plannedSeries(prices, settings, job.window) : ask.series;
  const judged = { ...ask, ...judgedBy(series, settings, prices.house) };
  return { ...judged, series: filled(judged) };
}

/**
 * The series with a price in every gap of the window, dearer than all that are known and any limit, and the later the cheaper: so
 * the planner uses them only where it has to, as late as it can.
 */
function filled({ series, window, settings }: Ask): PriceSeries {
  const known = slice(series, window).filter(({ priceCt }) => priceCt !== null);
  const missing = uncovered(window, known);
  if (missing.length === 0) return series;
  const prices = known.map(({ priceCt }) => Math.abs(priceCt ?? 0));
  const worst = Math.ceil(Math.max(0, ...prices, Math.abs(settings.maxPriceCt ?? 0))) + 1000;
  const sign = settings.objective === 'cheapest' ? 1 : -1;
  const pieces = missing.flatMap(quartersIn);
  const added = pieces.map(({ start, end }, index) => ({
    start,
    end,
    components: {},
    priceCt: sign * (worst + pieces.length - index),
  }));
  return [...known, ...added].sort((a, b) => a.start - b.start);
}

/** The series of a window whose prices are all known or filled, with a price in these runs that is better than any other. */
export function cheapestIn(runs: readonly Interval[], { series, window, settings }: Ask): PriceSeries {
  const others = uncovered(window, runs).flatMap((part) => slice(series, part));
  const best = Math.max(0, ...others.map(({ priceCt }) => Math.abs(priceCt ?? 0))) + 1;
  const priceCt = settings.objective === 'cheapest' ? -best : best;
  return [...others, ...runs.map((run) => ({ ...run, priceCt, components: {} }))].sort((a, b) => a.start - b.start);
}
