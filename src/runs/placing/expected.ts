import { horizon, nothingUsual, type PriceSeries, priceAt, type UsualDay, withExpected } from '../../prices/index.js';
import { type Interval, type Ms, msPerHour } from '../../time/index.js';
import { fingerprint } from '../device/fingerprint.js';
import type { Run } from '../device/log.js';
import type { RunSettings } from '../device/settings.js';
import { isPriced } from './priced.js';

/** What is known of prices: the published ones, and what they usually are. */
export interface Knowledge {
  readonly series: PriceSeries;
  /** Absent = nothing is learned. */
  readonly usual?: UsualDay | undefined;
}

/**
 * True where gaps of a window are planned with usual prices.
 *
 * An expected price satisfies no limit, so with one only published prices count; a threshold always has one.
 */
function expects({ missingPrices, maxPriceCt }: RunSettings, { usual }: Knowledge): boolean {
  const isLearned = usual !== undefined && usual.learnedUntil !== undefined;
  return isLearned && missingPrices === 'expect' && maxPriceCt === undefined;
}

interface Filled {
  readonly usual: UsualDay;
  readonly byWindow: Map<string, PriceSeries>;
}

const filledBySeries = new WeakMap<PriceSeries, Filled>();
const mostWindows = 50;

/** A week, also that of 169 hours. Whoever has more time than that has years, and years of prices are too much to plan with. */
const farthestMs = 8 * 24 * msPerHour;

/**
 * The series with the gaps of the window filled with usual prices where these settings plan with them; the series itself
 * otherwise. It is filled up to 8 days after the last price, or after the beginning of a later window, so that what is
 * expected changes with what is published and not by time alone. Kept, since many nodes of an account plan the same window.
 */
export function plannedSeries(knowledge: Knowledge, settings: RunSettings, window: Interval): PriceSeries {
  if (!expects(settings, knowledge)) return knowledge.series;
  const { series, usual = nothingUsual } = knowledge;
  const known = filledBySeries.get(series);
  const byWindow = known?.usual === usual ? known.byWindow : new Map<string, PriceSeries>();
  const key = [window.start, window.end].join();
  const before = byWindow.get(key);
  if (before !== undefined) return before;
  const filled = withExpected(series, usual, expectedPart(window, series));
  if (byWindow.size >= mostWindows) byWindow.clear();
  byWindow.set(key, filled);
  filledBySeries.set(series, { usual, byWindow });
  return filled;
}

function expectedPart({ start, end }: Interval, series: PriceSeries): Interval {
  const farthest = Math.max(start, horizon(series) ?? start) + farthestMs;
  return { start, end: Math.min(end, farthest) };
}

const printByUsual = new WeakMap<UsualDay, string>();

/** A fingerprint of the usual prices where these settings plan with them; undefined otherwise. */
export function usualPrint(knowledge: Knowledge, settings: RunSettings): string | undefined {
  if (!expects(settings, knowledge)) return undefined;
  const { usual = nothingUsual } = knowledge;
  const print = printByUsual.get(usual) ?? fingerprint([usual.weekday, usual.weekend, usual.timeZone]);
  printByUsual.set(usual, print);
  return print;
}

/** Runs that were chosen by price; one of which any part has no published price is an expected one. */
export function chosenRuns(series: PriceSeries, runs: readonly Interval[]): Run[] {
  return runs.map(({ start, end }) => ({
    start,
    end,
    cause: isPriced(series, { start, end }) ? 'planned' : 'expected',
  }));
}

/** The run as it begins at an instant: an expected one is blind where even the price of that moment is unknown. */
export function begunAt(run: Run, series: PriceSeries, start: Ms): Run {
  if (run.cause !== 'expected') return { ...run, start };
  const isBlind = priceAt(series, start)?.priceCt == null;
  return { ...run, start, cause: isBlind ? 'fallback' : 'planned', wasExpected: true };
}
