import { isKnown, type PriceSeries, priceAt, type UsualDay } from '../prices/index.js';
import {
  type Battery,
  blended,
  type Marks,
  type ModeNow,
  marks,
  modeNow,
  Room,
  type Step,
  soundBattery,
  steadyMode,
  Way,
  type Worth,
} from '../storage/index.js';
import type { SunForecast } from '../sun/index.js';
import { type Ms, msPerHour } from '../time/index.js';
import { type HouseProfile, kwOf, smoothed } from './expected/house-profile.js';
import { householdShape } from './expected/house-shape.js';
import { learnedMarginCt } from './expected/market-zero.js';
import { factorsOf } from './expected/today.js';
import { type Horizon, horizonOf, type LikelyDay } from './horizon.js';
import type { BatteryLog, BatteryReason } from './log.js';
import { type BatterySettings, batteryOf, kwhOf } from './settings.js';
import { knowledgeOf, percentNow } from './stored-energy.js';

const hoursPerDay = 24;
/** Without readings for so long, what was learned of a house with panels counts no more. */
const learnedForMs = 7 * hoursPerDay * msPerHour;
/** A forecast of the sun that is older tells nothing of today. */
const forecastForMs = hoursPerDay * msPerHour;
/** What a household uses of which nothing is learned, kWh. */
export const usualKwhPerYear = 3_500;

/** What the house is expected to do, and how that is known. */
export type HouseSource = 'sun' | 'learned' | 'shape';

/** A forecast of what the sun gives, and when it came. */
export interface ToldForecast {
  readonly sun: SunForecast;
  readonly at: Ms;
}

/** What a plan is made from, besides what is remembered. */
export interface Surroundings {
  readonly prices: PriceSeries;
  /** Prices of a feed-in contract, where there is one. */
  readonly feedIn?: PriceSeries | undefined;
  /** What power usually costs, as far as it is learned; without it the last known day is expected once more. */
  readonly usual?: UsualDay | undefined;
  readonly forecast?: ToldForecast | undefined;
  readonly now: Ms;
}

/** A plan by prices. */
export interface BatteryPlan extends Horizon {
  readonly battery: Battery;
  readonly marks: readonly Marks[];
  /** Valid until the next plan is made. */
  readonly way: Way;
  readonly first: Step;
  readonly now: ModeNow;
  readonly storedKwh: number;
  readonly house: HouseSource;
}

/** A plan, or why the battery is left to itself. */
export type Outcome = BatteryPlan | Extract<BatteryReason, 'no-prices' | 'no-soc' | 'learning'>;

/** Makes a plan; where that cannot be, says why the battery is left to itself. */
export function planBattery(log: BatteryLog, settings: BatterySettings, around: Surroundings): Outcome {
  const { prices, feedIn, usual, now } = around;
  const current = priceAt(prices, now);
  if (current === undefined || !isKnown(current)) return 'no-prices';
  const knowledge = knowledgeOf(log.stored, now);
  const percent = percentNow(log, now);
  if (knowledge === 'unknown' || percent === undefined) return 'no-soc';
  const expected = expectedHouse(log.profile, settings, around);
  if (expected === undefined) return 'learning';
  const marginCt = settings.marginCt ?? learnedMarginCt(log.amounts);
  const today = factorsOf(log.today, now, settings.timeZone);
  const horizon = horizonOf({ settings, prices, feedIn, usual, marginCt, recent: log.recent, ...expected, today, now });
  const [first] = horizon.steps;
  if (first === undefined) return 'no-prices';
  const own = batteryOf(settings);
  const storedKwh = Math.min(kwhOf(settings, percent), own.maxKwh);
  // A battery below its reserve is not filled up to it by force.
  const battery = { ...own, minKwh: Math.min(own.minKwh, storedKwh) };
  const previous = log.state?.mode;
  const found = marksOf(battery, horizon);
  const way = new Way(battery, horizon.steps, { marks: found, storedKwh, previous });
  const standing = { storedKwh, netKwh: first.netKwh, ...(previous && { previous }) };
  // Nobody has told of it for a while: now it does nothing by grid.
  const nowMay = knowledge === 'fresh' ? battery : { ...battery, chargeFromGrid: false, feedFromBattery: false };
  const mode = steadyMode(soundBattery(nowMay), { steps: horizon.steps, marks: found, at: 0 }, standing);
  const nowIs = modeNow(nowMay, found[0] as Marks, { ...standing, mode });
  return { ...horizon, battery, marks: found, way, first, now: nowIs, storedKwh, house: expected.source };
}

/** Marks are valid until the next plan; nothing of a plan that is kept holds on to them. */
const [room, laterRoom] = [new Room(), new Room()];

/**
 * Up to the end of the known prices by what is stored then is worth on the mean of the days that may come: one of them will, and none is
 * like the mean. What is shown after that is the expected day.
 */
function marksOf(battery: Battery, { steps, knownCount, endValueCt, likely }: Horizon): readonly Marks[] {
  const mean = worthOf(battery, likely);
  const after = marks(battery, steps.slice(knownCount), endValueCt, laterRoom);
  const end = mean ?? after[0]?.before ?? endValueCt;
  return [...marks(battery, steps.slice(0, knownCount), end, room), ...after];
}

function worthOf(battery: Battery, likely: readonly LikelyDay[]): Worth | undefined {
  return likely.reduce<Worth | undefined>((mean, { steps, endValueCt }, index) => {
    const own = marks(battery, steps, endValueCt, laterRoom)[0]?.before;
    return own && blended(mean ?? own, own, 1 / (index + 1));
  }, undefined);
}

/** What the house draws besides the battery in a step, kW. */
export function netKw(step: Step): number {
  return kwOf(step.netKwh, step);
}

interface ExpectedHouse {
  readonly house: readonly number[];
  readonly sun?: SunForecast;
  readonly net?: readonly number[];
  readonly source: HouseSource;
}

/** Undefined where there are panels, and nothing says what they or the house will do: to guess that would do harm. */
function expectedHouse(
  profile: HouseProfile,
  settings: BatterySettings,
  { forecast, now }: Surroundings,
): ExpectedHouse | undefined {
  const hasSun = settings.solar === 'yes';
  const isRecent = !hasSun || isWithin(learnedForMs, profile.learnedAt, now);
  const net = profile.days >= 1 && isRecent ? smoothed(profile.net) : undefined;
  const house = profile.houseDays >= 1 && isRecent ? smoothed(profile.house) : undefined;
  const sun = hasSun ? toldSun(forecast, now) : undefined;
  if (sun !== undefined && (house !== undefined || net === undefined)) {
    return { house: house ?? householdShape(usualKwhPerYear), sun, ...(net && { net }), source: 'sun' };
  }
  if (net !== undefined) return { house: net, source: 'learned' };
  return hasSun ? undefined : { house: householdShape(usualKwhPerYear), source: 'shape' };
}

function toldSun(forecast: ToldForecast | undefined, now: Ms): SunForecast | undefined {
  if (!isWithin(forecastForMs, forecast?.at, now)) return undefined;
  return forecast?.sun.some(({ end }) => end > now) ? forecast.sun : undefined;
}

/** False where nothing was noted, and for what a clock that was far ahead has noted: nobody knows how old that is. */
function isWithin(mostMs: Ms, at: Ms | undefined, now: Ms): boolean {
  return at !== undefined && Math.abs(now - at) < mostMs;
}
