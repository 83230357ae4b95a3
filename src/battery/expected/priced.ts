import {
  isKnown,
  type PriceInterval,
  type PriceSeries,
  priceAt,
  type UsualDay,
  withExpected,
} from '../../prices/index.js';
import {
  addDays,
  civilDate,
  clockTime,
  type Interval,
  instantOf,
  type Ms,
  minuteOfDay,
  msPerHour,
  msPerMinute,
} from '../../time/index.js';

/** Nothing is planned for longer at once: a price that holds for a day does not make the house the same all day. */
const longestStepMs = msPerHour;
const expectedMs = 24 * msPerHour;
/** How much of an expected price is what power usually costs then; the rest is the last known day once more. */
const usualShare = 0.5;
const mostDaysBack = 2;

/** A stretch of one price and one feed-in price. */
export interface Priced extends Interval {
  readonly interval: PriceInterval & { readonly priceCt: number };
  /** The price that its parts belong to: where it is expected, that of the day it is like. */
  readonly likeCt: number;
  /** True where the price is not published but expected. */
  readonly expected: boolean;
}

/** What stretches are made from. */
export interface PricesKnown {
  readonly prices: PriceSeries;
  /** Of a feed-in contract; absent = there is none, or nothing is known of it. */
  readonly feedIn?: PriceSeries | undefined;
  /** What power usually costs, where that is learned. */
  readonly usual?: UsualDay | undefined;
  readonly timeZone: string;
}

/** From an instant on: up to the end of the known prices, and one expected day after that. */
export interface Stretches {
  readonly known: readonly Priced[];
  readonly after: readonly Priced[];
}

interface Memo extends Stretches {
  readonly of: PricesKnown;
  readonly from: Ms;
}

/** Prices stay the same for hours, and every plan in that time begins later on the same stretches. */
const memos = new WeakMap<PriceSeries, Memo>();

/**
 * Stretches of one price and one feed-in price from an instant on, none longer than an hour, without a hole. A gap is filled with the
 * price of the same local time a day before; without one they end there.
 */
export function stretchesFrom(of: PricesKnown, now: Ms): Stretches {
  const memo = memos.get(of.prices);
  const { known, after } = memo !== undefined && holds(memo, of, now) ? memo : made(of, now);
  const first = known.findIndex(({ end }) => end > now);
  const [head, ...rest] = first < 0 ? [] : known.slice(first);
  return { known: head === undefined ? [] : [{ ...head, start: now }, ...rest], after };
}

function holds({ of, from, known }: Memo, { feedIn, usual, timeZone }: PricesKnown, now: Ms): boolean {
  const isSame = of.feedIn === feedIn && of.usual === usual && of.timeZone === timeZone;
  return isSame && now >= from && now < (known.at(-1)?.end ?? from);
}

function made(of: PricesKnown, from: Ms): Memo {
  const known = priced(of, from, of.prices.findLast(isKnown)?.end ?? from);
  const memo = { of, from, known, after: expectedDay(of, known.at(-1)?.end ?? from) };
  memos.set(of.prices, memo);
  return memo;
}

/**
 * Tomorrow is partly like today and partly like any day: the half of each foresees more than either, and what is expected swings less
 * than a real day, so that nothing is staked on a guess.
 */
function expectedDay(of: PricesKnown, from: Ms): Priced[] {
  const until = from + expectedMs;
  const usually = of.usual === undefined ? [] : withExpected([], of.usual, { start: from, end: until });
  return priced(of, from, until).map((one) => {
    const { priceCt } = one.interval;
    const usualCt = priceAt(usually, one.start)?.priceCt ?? priceCt;
    const expectedCt = priceCt + usualShare * (usualCt - priceCt);
    return { ...one, interval: { ...one.interval, priceCt: expectedCt }, expected: true };
  });
}

function priced({ prices, feedIn, timeZone }: PricesKnown, from: Ms, until: Ms): Priced[] {
  const found: Priced[] = [];
  for (let start = from; start < until; ) {
    const like = likePrice(prices, start, timeZone);
    if (like === undefined) break;
    const { interval, at } = like;
    const feedInEnd = feedIn === undefined ? undefined : priceAt(feedIn, at)?.end;
    const left = Math.min(interval.end, feedInEnd ?? interval.end) - at;
    const hourEnd = (Math.floor(start / longestStepMs) + 1) * longestStepMs;
    const end = Math.min(until, start + left, hourEnd, nextKnown(prices, start));
    found.push({ start, end, interval, likeCt: interval.priceCt, expected: at !== start });
    start = end;
  }
  return found;
}

/** Where the price of an instant is not known, the next one may be before what stands in for it ends. */
function nextKnown(prices: PriceSeries, start: Ms): Ms {
  const current = priceAt(prices, start);
  if (current !== undefined) return current.end;
  return prices.find((one) => one.start > start)?.start ?? Number.POSITIVE_INFINITY;
}

/** The known price of an instant, else of the same local time a day or two before, and where it was found. */
export function likePrice(prices: PriceSeries, instant: Ms, timeZone: string) {
  let at = instant;
  for (let day = 0; day <= mostDaysBack; day += 1) {
    const interval = priceAt(prices, at);
    if (interval !== undefined && isKnown(interval)) return { interval, at };
    at = dayBefore(at, timeZone);
  }
  return undefined;
}

function dayBefore(instant: Ms, timeZone: string): Ms {
  const usually = instant - 24 * msPerHour;
  if (minuteOfDay(timeZone, usually) === minuteOfDay(timeZone, instant)) return usually;
  const time = clockTime(timeZone, instant);
  return instantOf(timeZone, addDays(civilDate(timeZone, instant), -1), time) + (instant % msPerMinute);
}
