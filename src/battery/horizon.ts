import { isKnown, type PriceInterval, type PriceSeries, priceAt, type UsualDay } from '../prices/index.js';
import type { Step } from '../storage/index.js';
import { cutSun, type SunForecast } from '../sun/index.js';
import { type Interval, type Ms, msPerHour } from '../time/index.js';
import { cutProfile } from './expected/house-profile.js';
import { likelyDays } from './expected/likely-days.js';
import { isMarketNegative } from './expected/market-zero.js';
import { likePrice, type Priced, stretchesFrom } from './expected/priced.js';
import { daysAlike, type RecentDay } from './expected/recent-days.js';
import { type DayFactors, factorIn } from './expected/today.js';
import type { BatterySettings } from './settings.js';

const lastDayMs = 24 * msPerHour;
/** What is left at the end is worth this share of the mean price of the last day. */
const endShare = 0.5;

/** What a plan is made from, besides the battery. */
export interface Outlook {
  readonly settings: BatterySettings;
  readonly prices: PriceSeries;
  /** Of a feed-in contract; absent = there is none, or nothing is known of it. */
  readonly feedIn?: PriceSeries | undefined;
  /** What power usually costs, where that is learned. */
  readonly usual?: UsualDay | undefined;
  readonly marginCt: number | undefined;
  /** What power cost on the last days that are over. */
  readonly recent?: readonly RecentDay[] | undefined;
  /** kWh of each local quarter-hour: what the house draws, minus the sun where `sun` is absent. */
  readonly house: readonly number[];
  /** Where it tells nothing, `net` counts. */
  readonly sun?: SunForecast | undefined;
  readonly net?: readonly number[] | undefined;
  /** How house and sun differ today from what is expected of them. */
  readonly today?: DayFactors | undefined;
  readonly now: Ms;
}

/** The steps of a plan from now on, and what a stored kWh is worth after them. */
export interface Horizon {
  readonly steps: readonly Step[];
  /** How many of them lie before the end of the known prices. */
  readonly knownCount: number;
  readonly endValueCt: number;
  /** Days that may follow the known prices, equally likely, instead of the expected one; none where no day is remembered. */
  readonly likely: readonly LikelyDay[];
}

/** A day that may come, and what a stored kWh is worth after it. */
export interface LikelyDay {
  readonly steps: readonly Step[];
  readonly endValueCt: number;
}

/**
 * Steps from now to the end of the known prices, and one expected day after them. A gap is filled with the price of the same
 * local time a day before; without one, planning ends there. No step where the price of this moment is not known.
 */
export function horizonOf(outlook: Outlook): Horizon {
  const { prices, feedIn, usual, now, settings } = outlook;
  const current = priceAt(prices, now);
  if (current === undefined || !isKnown(current)) return { steps: [], knownCount: 0, endValueCt: 0, likely: [] };
  const { known, after } = stretchesFrom({ prices, feedIn, usual, timeZone: settings.timeZone }, now);
  const all = [...known, ...after];
  const net = netOf(outlook, all);
  const steps = all.map((one, index) => stepOf(one, outlook, net[index] ?? 0));
  const endValueCt = endValueOf(steps, settings);
  return {
    steps,
    knownCount: known.length,
    endValueCt,
    likely: likelyAfter(outlook, after, steps.slice(known.length)),
  };
}

function likelyAfter(outlook: Outlook, priced: readonly Priced[], steps: readonly Step[]): LikelyDay[] {
  const { settings, prices, recent = [] } = outlook;
  const { timeZone } = settings;
  const feedInCt = (interval: PriceInterval, start: Ms) => feedInCtOf(interval, start, outlook);
  const days = likelyDays({ priced, steps, timeZone, feedInCtOf: feedInCt }, daysAlike(recent, prices, timeZone));
  return steps.length === 0 ? [] : days.map((day) => ({ steps: day, endValueCt: endValueOf(day, settings) }));
}

function endValueOf(steps: readonly Step[], settings: BatterySettings): number {
  return endShare * lastDayCt(steps) * oneWay(settings);
}

function oneWay({ efficiencyPercent }: BatterySettings): number {
  return Math.sqrt(efficiencyPercent / 100);
}

function netOf({ house, sun, net, today, settings }: Outlook, intervals: readonly Interval[]): number[] {
  const drawn = cutProfile(house, intervals, settings.timeZone);
  // Without a forecast the sun is in it, and with panels nobody knows which of both differs.
  if (sun === undefined && settings.solar === 'yes') return drawn;
  const ofHouse = drawn.map((kwh, index) => kwh * factorIn(today, intervals[index] as Interval, 'house'));
  if (sun === undefined) return ofHouse;
  const ofNet = net && cutProfile(net, intervals, settings.timeZone);
  return cutSun(sun, intervals).map(({ start, end, kwh, knownMs }, index) => {
    const told = knownMs / (end - start);
    const without = ofNet?.[index] ?? ofHouse[index] ?? 0;
    const given = kwh * factorIn(today, { start, end }, 'sun');
    return told * (ofHouse[index] ?? 0) - given + (1 - told) * without;
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
function lastDayCt(all: readonly Step[]): number {
  const end = all.at(-1)?.end ?? 0;
  const last = all.filter((one) => one.start >= end - lastDayMs);
  const ms = last.reduce((sum, one) => sum + one.end - one.start, 0);
  return last.reduce((sum, one) => sum + one.buyCt * (one.end - one.start), 0) / Math.max(1, ms);
}
