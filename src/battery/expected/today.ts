import { cutSun, type SunForecast } from '../../sun/index.js';
import { type CivilDate, civilDate, civilDay, type Interval, type Ms } from '../../time/index.js';
import { type HouseProfile, usualKwh } from './house-profile.js';
import type { MeteredQuarter } from './readings.js';

/** So much was expected besides: by a few quarter-hours alone nothing is corrected, kWh. */
const priorKwh = 2;
const leastFactor = 0.4;
const mostFactor = 2.5;

/** What was metered since midnight, and what was expected of the same quarter-hours; kWh. */
export interface Today {
  readonly date: CivilDate;
  readonly houseKwh: number;
  readonly usualKwh: number;
  readonly sunKwh: number;
  readonly forecastKwh: number;
}

interface Expected {
  /** Before the quarter-hours are learned. */
  readonly profile: HouseProfile;
  readonly forecast?: SunForecast | undefined;
  readonly timeZone: string;
}

/** The sums with quarter-hours that are over; a new local day begins at nothing, as does a first one. */
export function summedToday(
  today: Today | undefined,
  quarters: readonly MeteredQuarter[],
  expected: Expected,
): Today | undefined {
  return quarters.reduce((sums, quarter) => withQuarter(sums, quarter, expected), today);
}

function withQuarter(today: Today | undefined, quarter: MeteredQuarter, expected: Expected): Today {
  const { profile, forecast, timeZone } = expected;
  const date = civilDate(timeZone, quarter.start);
  const sums = today?.date === date ? today : { date, houseKwh: 0, usualKwh: 0, sunKwh: 0, forecastKwh: 0 };
  const { houseKwh, netKwh } = quarter;
  if (houseKwh === undefined) return sums;
  const usual = usualKwh(profile, quarter.start, timeZone);
  const told = netKwh === undefined || forecast === undefined ? undefined : cutSun(forecast, [quarter])[0];
  const isTold = told !== undefined && told.knownMs === quarter.end - quarter.start;
  return {
    date,
    houseKwh: sums.houseKwh + (usual === undefined ? 0 : houseKwh),
    usualKwh: sums.usualKwh + (usual ?? 0),
    sunKwh: sums.sunKwh + (isTold ? Math.max(0, houseKwh - (netKwh ?? 0)) : 0),
    forecastKwh: sums.forecastKwh + (isTold ? told.kwh : 0),
  };
}

/** By how much the rest of a day is corrected: until its end what is expected of house and sun is multiplied by these. */
export interface DayFactors {
  readonly house: number;
  readonly sun: number;
  readonly until: Ms;
}

/** The factors of the day that is on; undefined where nothing was metered today. */
export function factorsOf(today: Today | undefined, now: Ms, timeZone: string): DayFactors | undefined {
  if (today === undefined || civilDate(timeZone, now) !== today.date) return undefined;
  return {
    house: factor(today.houseKwh, today.usualKwh),
    sun: factor(today.sunKwh, today.forecastKwh),
    until: civilDay(timeZone, today.date).end,
  };
}

/** What an interval of that day is multiplied by. */
export function factorIn(factors: DayFactors | undefined, { start }: Interval, of: 'house' | 'sun'): number {
  return factors !== undefined && start < factors.until ? factors[of] : 1;
}

function factor(meteredKwh: number, expectedKwh: number): number {
  const share = (meteredKwh + priorKwh) / (expectedKwh + priorKwh);
  // A stored sum may be damaged.
  return Number.isFinite(share) ? Math.min(mostFactor, Math.max(leastFactor, share)) : 1;
}
