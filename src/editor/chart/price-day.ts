import type { PricesAnswer } from '../../protocol/admin-api.js';
import { dateIn } from '../form/text.js';

type AnsweredInterval = PricesAnswer['intervals'][number];
type ExpectedInterval = NonNullable<PricesAnswer['expected']>[number];

/** One interval as the chart and the figures use it: instants in ms, [start, end); null = unknown. */
export interface ShownInterval {
  readonly start: number;
  readonly end: number;
  readonly priceCt: number | null;
  readonly level: string | undefined;
  /** True where nothing is published and the price is what power usually costs then. */
  readonly expected?: boolean;
  readonly components: Readonly<Record<string, number>>;
}

/** Figures of a stretch of time: lowest, time-weighted mean and highest known price in ct/kWh. */
export interface PriceFigures {
  readonly lowestCt: number;
  readonly meanCt: number;
  readonly highestCt: number;
}

/** What is known from the beginning of the local day of `now` on, in order. */
export function fromToday(answer: PricesAnswer, now: number): ShownInterval[] {
  const today = dateIn(answer.timeZone, now);
  return answer.intervals.map(shownInterval).filter(({ start }) => dateIn(answer.timeZone, start) >= today);
}

/** From the first to the last of the intervals, ms, [start, end); empty without any. */
export function spanOf(intervals: readonly ShownInterval[]): { readonly start: number; readonly end: number } {
  return { start: intervals[0]?.start ?? 0, end: intervals.at(-1)?.end ?? 0 };
}

/** What is expected where nothing is published, as the chart uses it. */
export function expectedIntervals(expected: readonly ExpectedInterval[] = []): ShownInterval[] {
  return expected.map(({ start, end, amount }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    priceCt: amount,
    level: undefined,
    components: {},
    expected: true,
  }));
}

/** What is known with what is expected, in order; an unknown price gives way to an expected one. */
export function withExpected(
  published: readonly ShownInterval[],
  expected: readonly ShownInterval[],
): readonly ShownInterval[] {
  const isExpected = ({ start }: ShownInterval) => expected.some((one) => one.start <= start && start < one.end);
  return [...published.filter((interval) => !isExpected(interval)), ...expected].sort((a, b) => a.start - b.start);
}

/** The interval that contains the instant, or undefined in a gap. */
export function intervalAt(intervals: readonly ShownInterval[], instant: number): ShownInterval | undefined {
  return intervals.find(({ start, end }) => start <= instant && instant < end);
}

/** Figures over the known prices; undefined when there are none. */
export function priceFigures(intervals: readonly ShownInterval[]): PriceFigures | undefined {
  let [lowestCt, highestCt, cost, length] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const { start, end, priceCt } of intervals) {
    if (priceCt === null) continue;
    lowestCt = Math.min(lowestCt, priceCt);
    highestCt = Math.max(highestCt, priceCt);
    cost += priceCt * (end - start);
    length += end - start;
  }
  return length > 0 ? { lowestCt, meanCt: cost / length, highestCt } : undefined;
}

/** The earliest of the cheapest intervals that are not over at `now`; undefined when no price ahead is known. */
export function cheapestAhead(intervals: readonly ShownInterval[], now: number): ShownInterval | undefined {
  let best: ShownInterval | undefined;
  for (const interval of intervals) {
    if (interval.end <= now || interval.priceCt === null) continue;
    if (best === undefined || interval.priceCt < (best.priceCt ?? 0)) best = interval;
  }
  return best;
}

/** Minutes of the local day from which prices for tomorrow that lack are late: they are published around 13:00. */
const lateFrom = 14 * 60 + 30;

/** What is shown, and when: `now` in ms. */
export interface ShownPrices {
  readonly intervals: readonly ShownInterval[];
  readonly now: number;
  readonly timeZone: string;
  /** True while something is in the way of new prices, and said elsewhere. */
  readonly isFailing?: boolean;
  /** True while the first prices are on their way. */
  readonly isLoading?: boolean;
}

/** What there is to say of the prices to come; undefined where all of tomorrow's that were answered are known, and while asking fails. */
export function tomorrowNews(
  prices: ShownPrices,
): 'loading' | 'empty' | 'tomorrow' | 'tomorrowLate' | 'tomorrowUnpriced' | undefined {
  const { intervals, now, timeZone, isFailing, isLoading } = prices;
  if (intervals.length === 0) return isLoading ? 'loading' : isFailing ? undefined : 'empty';
  const today = dateIn(timeZone, now);
  const tomorrow = intervals.filter(({ start }) => dateIn(timeZone, start) > today);
  if (tomorrow.some(({ priceCt }) => priceCt === null)) return 'tomorrowUnpriced';
  if (tomorrow.length > 0 || isFailing) return undefined;
  return minuteOfDay(timeZone, now) < lateFrom ? 'tomorrow' : 'tomorrowLate';
}

function minuteOfDay(timeZone: string, instant: number): number {
  const options: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: 'numeric', hourCycle: 'h23', timeZone };
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat('en-GB', options).format(instant).split(':').map(Number);
  return hour * 60 + minute;
}

function shownInterval({ start, end, amount, level, components }: AnsweredInterval): ShownInterval {
  return { start: Date.parse(start), end: Date.parse(end), priceCt: amount, level, components };
}
