import {
  isKnown,
  type PriceInterval,
  type PriceSeries,
  priceAt,
  type UsualDay,
  withExpected,
} from '../prices/index.js';
import type { Step } from '../storage/index.js';
import { cutSun, type SunForecast } from '../sun/index.js';
import {
  addDays,
  civilDate,
  clockTime,
  type Interval,
  instantOf,
  type Ms,
  msPerHour,
  msPerMinute,
} from '../time/index.js';
import { cutProfile } from './house-profile.js';
import { isMarketNegative } from './market-zero.js';
import type { BatterySettings } from './settings.js';

/** Nothing is planned for longer at once: a price that holds for a day does not make the house the same all day. */
const longestStepMs = msPerHour;
const expectedMs = 24 * msPerHour;
/** How much of an expected price is what power usually costs then; the rest is the last known day once more. */
const usualShare = 0.5;
/** What is left at the end is worth this share of the mean price of the last day. */
const endShare = 0.5;
const mostDaysBack = 2;

/** What a plan is made from, besides the battery. */
export interface Outlook {
  readonly settings: BatterySettings;
  readonly prices: PriceSeries;
  /** Of a feed-in contract; absent = there is none, or nothing is known of it. */
  readonly feedIn?: PriceSeries | undefined;
  /** What power usually costs, where that is learned. */
  readonly usual?: UsualDay | undefined;
  readonly marginCt: number | undefined;
  /** kWh of each local quarter-hour: what the house draws, minus the sun where `sun` is absent. */
  readonly house: readonly number[];
  /** Where it tells nothing, `net` counts. */
  readonly sun?: SunForecast | undefined;
  readonly net?: readonly number[] | undefined;
  readonly now: Ms;
}

/** The steps of a plan from now on, and what a stored kWh is worth after them. */
export interface Horizon {
  readonly steps: readonly Step[];
  /** How many of them lie before the end of the known prices. */
  readonly knownCount: number;
  readonly endValueCt: number;
}

interface Priced extends Interval {
  readonly interval: PriceInterval & { readonly priceCt: number };
  readonly expected: boolean;
}

/**
 * Steps from now to the end of the known prices, and one expected day after them. A gap is filled with the price of the same
 * local time a day before; without one, planning ends there. No step where the price of this moment is not known.
 */
export function horizonOf(outlook: Outlook): Horizon {
  const { prices, now, settings } = outlook;
  const knownEnd = prices.findLast(isKnown)?.end ?? now;
  const current = priceAt(prices, now);
  if (current === undefined || !isKnown(current)) return { steps: [], knownCount: 0, endValueCt: 0 };
  const known = priced(outlook, now, knownEnd);
  const end = known.at(-1)?.end ?? now;
  const all = [...known, ...expectedDay(outlook, end)];
  const net = netOf(outlook, all);
  const steps = all.map((one, index) => stepOf(one, outlook, net[index] ?? 0));
  return { steps, knownCount: known.length, endValueCt: endShare * lastDayCt(all) * oneWay(settings) };
}

/**
 * Tomorrow is partly like today and partly like any day: the half of each foresees more than either, and what is expected swings less
 * than a real day, so that nothing is staked on a guess.
 */
function expectedDay(outlook: Outlook, from: Ms): Priced[] {
  const { usual } = outlook;
  const usually = usual === undefined ? [] : withExpected([], usual, { start: from, end: from + expectedMs });
  return priced(outlook, from, from + expectedMs).map((one) => {
    const { priceCt } = one.interval;
    const usualCt = priceAt(usually, one.start)?.priceCt ?? priceCt;
    const expectedCt = priceCt + usualShare * (usualCt - priceCt);
    return { ...one, interval: { ...one.interval, priceCt: expectedCt }, expected: true };
  });
}

function oneWay({ efficiencyPercent }: BatterySettings): number {
  return Math.sqrt(efficiencyPercent / 100);
}

/** Stretches of one price and one feed-in price from an instant on, up to `until` or where nothing is known any more. */
function priced({ prices, feedIn, settings }: Outlook, from: Ms, until: Ms): Priced[] {
  const found: Priced[] = [];
  for (let start = from; start < until; ) {
    const like = likePrice(prices, start, settings.timeZone);
    if (like === undefined) break;
    const { interval, at } = like;
    const feedInEnd = feedIn === undefined ? undefined : priceAt(feedIn, at)?.end;
    const left = Math.min(interval.end, feedInEnd ?? interval.end) - at;
    const hourEnd = (Math.floor(start / longestStepMs) + 1) * longestStepMs;
    const end = Math.min(until, start + left, hourEnd, nextKnown(prices, start));
    found.push({ start, end, interval, expected: at !== start });
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

/** The known price of an instant, else of the same local time a day before, and where it was found. */
function likePrice(prices: PriceSeries, instant: Ms, timeZone: string) {
  let at = instant;
  for (let day = 0; day <= mostDaysBack; day += 1) {
    const interval = priceAt(prices, at);
    if (interval !== undefined && isKnown(interval)) return { interval, at };
    at = dayBefore(at, timeZone);
  }
  return undefined;
}

function dayBefore(instant: Ms, timeZone: string): Ms {
  const time = clockTime(timeZone, instant);
  return instantOf(timeZone, addDays(civilDate(timeZone, instant), -1), time) + (instant % msPerMinute);
}

function netOf({ house, sun, net, settings }: Outlook, intervals: readonly Interval[]): number[] {
  const ofHouse = cutProfile(house, intervals, settings.timeZone);
  if (sun === undefined) return ofHouse;
  const ofNet = net && cutProfile(net, intervals, settings.timeZone);
  return cutSun(sun, intervals).map(({ start, end, kwh, knownMs }, index) => {
    const told = knownMs / (end - start);
    const without = ofNet?.[index] ?? ofHouse[index] ?? 0;
    return told * (ofHouse[index] ?? 0) - kwh + (1 - told) * without;
  });
}

function stepOf({ start, end, interval, expected }: Priced, outlook: Outlook, netKwh: number): Step {
  return { start, end, buyCt: interval.priceCt, feedInCt: feedInCtOf(interval, start, outlook), netKwh, expected };
}

/** What is paid for power fed in, ct/kWh; a feed-in contract that tells nothing of this time is as if there were none. */
function feedInCtOf(interval: PriceInterval, start: Ms, { settings, feedIn, marginCt }: Outlook): number {
  const own = feedIn && likePrice(feedIn, start, settings.timeZone)?.interval.priceCt;
  if (own !== undefined && own !== null) return own;
  if (settings.solar === 'none') return settings.feedInCt;
  return settings.unpaidWhenNegative && isMarketNegative(interval, marginCt) ? 0 : settings.feedInCt;
}

/** Mean of the last 24 hours, weighted by time. */
function lastDayCt(all: readonly Priced[]): number {
  const end = all.at(-1)?.end ?? 0;
  const last = all.filter((one) => one.start >= end - expectedMs);
  const ms = last.reduce((sum, one) => sum + one.end - one.start, 0);
  return last.reduce((sum, one) => sum + one.interval.priceCt * (one.end - one.start), 0) / Math.max(1, ms);
}
