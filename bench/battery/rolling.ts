import {
  type BatteryDecision,
  type BatteryLog,
  type BatterySettings,
  checkBatterySettings,
  decideBattery,
  emptyBatteryLog,
  type ToldForecast,
} from '#src/battery/index.js';
import { learnUsualDay, nothingUsual, type PriceSeries, type UsualDay } from '#src/prices/index.js';
import { batterySettings } from '#src/protocol/battery-settings.js';
import { defaultsOf } from '#src/protocol/setting.js';
import type { SunForecast } from '#src/sun/index.js';
import { addDays, civilDate, civilDay, instantOf, type Ms } from '#src/time/index.js';
import { efficiencyPercent, fixedFeedInCt, type Months, wearCt } from './homes.js';
import type { Order } from './inverter.js';
import { quarterMs, timeZone } from './prices.js';
import { liveBy, type Outcome } from './ways.js';

/** What the node gets to see, and what goes wrong. */
export interface View {
  /** Local time at which tomorrow's prices come; absent = never before midnight. */
  readonly publishedAt?: string;
  /** A forecast of the sun comes in every day. */
  readonly forecast: boolean;
  /** Readings of power are lost for a whole day in so many (0 = never), and those of the state of charge for an evening of it. */
  readonly lostDayIn: number;
}

export const usualView: View = { publishedAt: '13:15', forecast: true, lostDayIn: 0 };

/** What a rolling plan came to, and what it cost the processor. */
export interface Rolled extends Outcome {
  readonly plans: number;
  readonly cpuMs: number;
}

/** Lives some months by the node's own decisions: it learns the house from readings and knows only published prices. */
export function rollingPlan(months: Months, view: View = usualView): Rolled {
  const settings = settingsOf(months);
  const known = knownDays(months, view);
  let log: BatteryLog = emptyBatteryLog;
  let plans = 0;
  const decide = (given: Omit<Parameters<typeof decideBattery>[0], 'settings' | 'log'>): BatteryDecision => {
    const decision = decideBattery({ settings, log, isPlanWatched: false, ...given });
    if (decision.replanned) plans += 1;
    log = decision.log;
    return decision;
  };
  const begun = process.cpuUsage();
  const outcome = liveBy(months, (i, storedKwh): Order => {
    const now = months.quarters[i]?.start ?? 0;
    const seen = known(i);
    const lost = lostAt(months, i, view);
    const powers = lost.power ? {} : powersAt(months, i);
    const soc = lost.soc ? {} : { socPercent: (storedKwh / settings.capacityKwh) * 100 };
    let decision = decide({ ...seen, readings: { ...soc, powers }, cause: 'readings', now });
    if (!decision.replanned) decision = decide({ ...seen, cause: 'alarm', now });
    const { mode, powerKw, targetPercent } = decision.state;
    decide({ ...seen, readings: { powers }, cause: 'readings', now: now + quarterMs / 2 });
    const targetKwh = targetPercent === undefined ? undefined : (targetPercent / 100) * settings.capacityKwh;
    return { mode, powerKw, targetKwh };
  });
  return { ...outcome, plans, cpuMs: process.cpuUsage(begun).user / 1_000 };
}

function settingsOf({ kind, battery }: Months): BatterySettings {
  return checkBatterySettings({
    ...defaultsOf(batterySettings),
    capacityKwh: kind.capacityKwh,
    chargeKw: battery.chargeKw,
    dischargeKw: battery.dischargeKw,
    minSocPercent: 0,
    efficiencyPercent,
    wearCt,
    solar: kind.sun ? 'yes' : 'none',
    feedInCt: kind.feedIn === 'none' ? 0 : fixedFeedInCt,
    unpaidWhenNegative: kind.feedIn === 'unpaid when negative',
    feedFromBattery: kind.feedFromBattery,
    timeZone,
  });
}

function powersAt({ house }: Months, i: number) {
  const watts = (kwh: number | undefined) => (kwh ?? 0) * 4_000;
  return { houseW: watts(house.usedKwh[i]), solarW: watts(house.sunKwh[i]) };
}

/** Every so many days power is not told at all, and in the evening not even the state of charge. */
function lostAt({ quarters }: Months, i: number, { lostDayIn }: View): { power: boolean; soc: boolean } {
  if (lostDayIn === 0) return { power: false, soc: false };
  const day = Math.floor(i / 96);
  const isLost = day % lostDayIn === lostDayIn - 1;
  const hour = ((quarters[i]?.start ?? 0) / 3_600_000) % 24;
  return { power: isLost, soc: isLost && hour >= 16 && hour < 22 };
}

interface Seen {
  readonly prices: PriceSeries;
  readonly usual: UsualDay;
  readonly feedIn?: PriceSeries;
  readonly forecast?: ToldForecast;
}

/** What is known in each quarter-hour: prices from yesterday up to the last published day, and the forecast of today and tomorrow. */
function knownDays({ kind, quarters, house }: Months, view: View): (index: number) => Seen {
  const first = quarters[0]?.start ?? 0;
  const indexOf = (instant: Ms) => Math.max(0, Math.min(quarters.length, (instant - first) / quarterMs));
  let seen: Seen = { prices: [], usual: nothingUsual };
  let until = Number.NEGATIVE_INFINITY;
  return (i) => {
    const now = quarters[i]?.start ?? 0;
    if (now < until) return seen;
    const date = civilDate(timeZone, now);
    const published =
      view.publishedAt === undefined ? civilDay(timeZone, date).end : instantOf(timeZone, date, view.publishedAt);
    const isOut = now >= published;
    until = isOut ? civilDay(timeZone, date).end : published;
    const from = indexOf(civilDay(timeZone, addDays(date, -1)).start);
    const to = indexOf(civilDay(timeZone, isOut ? addDays(date, 1) : date).end);
    const part = quarters.slice(from, to);
    const told = indexOf(civilDay(timeZone, date).start);
    const sun: SunForecast = quarters.slice(told, told + 200).map(({ start, end }, k) => {
      const kw = (house.forecastKwh[told + k] ?? 0) * 4;
      return { start, end, fromKw: kw, toKw: kw };
    });
    seen = {
      prices: part,
      usual: learnUsualDay(seen.usual, part, { timeZone, now }),
      ...(kind.feedIn === 'spot' && { feedIn: part.map((quarter) => ({ ...quarter, priceCt: quarter.marketCt })) }),
      ...(view.forecast && kind.sun && { forecast: { sun, at: now } }),
    };
    return seen;
  };
}
