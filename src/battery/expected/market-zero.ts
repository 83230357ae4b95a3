import { dayComplete, isKnown, type PriceInterval, type PriceSeries, slice } from '../../prices/index.js';
import { addDays, type CivilDate, civilDate, civilDay, type Ms } from '../../time/index.js';

/** The part of the price that is the market's, with what the tariff adds to it. */
const marketComponent = 'electricity';
/** Amounts are counted in steps of this, ct; those within so many steps count as one, as the market is often a hair below 0. */
const stepCt = 0.001;
const sameSteps = 20;
/** Of amounts that count as one the highest is zero that is seen at least so often as the most frequent. */
const shareOfMost = 0.25;
/** How much of what was counted is left after a day: it was 60 days ago on average. */
const keptShare = 59 / 60;
const leastTimes = 20;
const leastAhead = 2;
/** Counts of less than this are forgotten, and more amounts than these are not kept. */
const leastCount = 0.5;
const mostAmounts = 64;

/**
 * How often the market part was at which amount, for finding the one at which the market itself is at zero: there it stands
 * far more often than anywhere else.
 */
export interface MarketAmounts {
  /** By the amount in thousandths of a cent. */
  readonly counts: Readonly<Record<string, number>>;
  /** The last day that was counted; absent before the first. */
  readonly countedUntil?: CivilDate;
}

/** Before the first day. */
export const noAmounts: MarketAmounts = { counts: {} };

/** The amounts with every complete day that is over at `now` and was not counted yet; the same object where there is none. */
export function countAmounts(
  amounts: MarketAmounts,
  series: PriceSeries,
  { now, timeZone }: { readonly now: Ms; readonly timeZone: string },
): MarketAmounts {
  const first = series[0];
  if (first === undefined) return amounts;
  const today = civilDate(timeZone, now);
  const firstDate = civilDate(timeZone, first.start);
  let counted = amounts;
  let date = amounts.countedUntil === undefined ? firstDate : later(firstDate, addDays(amounts.countedUntil, 1));
  for (; date < today; date = addDays(date, 1)) {
    const day = civilDay(timeZone, date);
    if (day.start >= (series.at(-1)?.end ?? 0)) break;
    if (dayComplete(series, day, series)) counted = withDay(counted, date, slice(series, day));
  }
  return counted;
}

/**
 * What the tariff adds to the market price, gross ct/kWh: the amount that was seen far more often than any other. Undefined
 * where none stands out yet.
 */
export function learnedMarginCt(amounts: MarketAmounts): number | undefined {
  if (!margins.has(amounts)) margins.set(amounts, marginIn(amounts));
  return margins.get(amounts);
}

/** Amounts change once a day, and are asked with every plan. */
const margins = new WeakMap<MarketAmounts, number | undefined>();

function marginIn({ counts }: MarketAmounts): number | undefined {
  const all = Object.entries(counts).map(([amount, count]) => ({ amount: Number(amount), count }));
  const groupOf = (place: number) => all.filter(({ amount }) => Math.abs(amount - place) <= sameSteps);
  const times = (group: typeof all) => group.reduce((sum, { count }) => sum + count, 0);
  const [most] = all.toSorted((a, b) => b.count - a.count);
  if (most === undefined) return undefined;
  const group = groupOf(most.amount);
  const others = all.filter(({ amount }) => Math.abs(amount - most.amount) > sameSteps);
  const next = Math.max(0, ...others.map(({ amount }) => times(groupOf(amount).filter((one) => !group.includes(one)))));
  if (times(group) < leastTimes || times(group) < leastAhead * next) return undefined;
  const often = group.filter(({ count }) => count >= shareOfMost * most.count);
  return Math.max(...often.map(({ amount }) => amount)) * stepCt;
}

/**
 * True where the market price is below zero, by what the tariff adds to it. Prices without parts, as messages bring them, are
 * taken as a whole. False where that is not known.
 */
export function isMarketNegative({ priceCt, components }: PriceInterval, marginCt: number | undefined): boolean {
  const amount = components[marketComponent] ?? priceCt;
  return marginCt !== undefined && amount !== null && amount < marginCt - stepCt / 2;
}

/** An interval at another price: fees stay what they are, what it costs more or less than `likeCt` is the market's part. */
export function atMarketOf<T extends PriceInterval>(interval: T, priceCt: number, likeCt: number): T {
  const amount = interval.components[marketComponent];
  if (amount === undefined) return { ...interval, priceCt };
  const components = { ...interval.components, [marketComponent]: amount + priceCt - likeCt };
  return { ...interval, priceCt, components };
}

function withDay({ counts }: MarketAmounts, date: CivilDate, day: PriceSeries): MarketAmounts {
  const next = new Map(Object.entries(counts).map(([amount, count]) => [amount, count * keptShare]));
  for (const { components } of day.filter(isKnown)) {
    const amount = components[marketComponent];
    if (amount === undefined) continue;
    const place = String(Math.round(amount / stepCt));
    next.set(place, (next.get(place) ?? 0) + 1);
  }
  const kept = [...next]
    .filter(([, count]) => count >= leastCount)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostAmounts)
    .map(([amount, count]) => [amount, Math.round(count * 1_000) / 1_000]);
  return { counts: Object.fromEntries(kept), countedUntil: date };
}

function later(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}
