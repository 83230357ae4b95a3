// @ts-nocheck
import { bell, chance } from '../chance.js';
import { calendarPlace, quartersOf, shiftDate } from '../local-time.js';
import { hill, sunshine, winterOf } from './season.js';

/** A simulated day-ahead price: start of a quarter-hour in epoch ms, price in EUR/MWh. */
export interface SpotPrice {
  readonly start: number;
  readonly eurPerMwh: number;
}

/** What the weather and the calendar make of one day. */
interface DayWeather {
  /** 1 in mid-January, 0 in mid-July. */
  readonly winter: number;
  readonly baseShift: number;
  readonly sun: number;
  readonly eveningFactor: number;
  readonly noonDrop: number;
}

/** The quarter-hour prices of a local day, from `seed` and `date` alone: 92, 96 or 100 of them. */
export function spotDay(seed: number, date: string): SpotPrice[] {
  const weather = weatherOf(seed, date);
  return quartersOf(date).map(({ start, minuteOfDay }, index) => {
    const hour = Math.floor(minuteOfDay / 60) + 0.5;
    const slope = shape(hour + 0.5, weather) - shape(hour - 0.5, weather);
    const withinHour = ((minuteOfDay % 60) / 15 - 1.5) / 4;
    const price = shape(hour, weather) + slope * withinHour * 1.4 + 4 * bell(seed, `${date}/${index}`);
    return { start, eurPerMwh: clampToMarket(price) };
  });
}

function weatherOf(seed: number, date: string): DayWeather {
  const { weekday } = calendarPlace(date);
  const winter = winterOf(date);
  const wind = windOf(seed, date);
  const isCalm = winter > 0.6 && wind < -1.1;
  const weekend = weekday === 7 ? 1 : weekday === 6 ? 0.65 : 0;
  const sun = sunshine(seed, date);
  const isSpike = chance(seed, `spike/${date}`) < 0.015;
  const isGlut = weekend > 0 && winter < 0.5 && sun > 1.05 && chance(seed, `glut/${date}`) < 0.15;
  return {
    winter,
    baseShift: -20 * wind - 30 * weekend + (isCalm ? 55 : 0),
    sun,
    eveningFactor: isSpike ? 3.5 : isCalm ? 1.8 : 1,
    noonDrop: isGlut ? 120 + 420 * chance(seed, `depth/${date}`) : 18 * weekend,
  };
}

/** Weather lasts: each day shares its wind with the days before. */
function windOf(seed: number, date: string): number {
  const weights = [0.75, 0.5, 0.35];
  return weights.reduce((sum, weight, back) => sum + weight * bell(seed, `wind/${shiftDate(date, -back)}`), 0);
}

function shape(hour: number, { winter, baseShift, sun, eveningFactor, noonDrop }: DayWeather): number {
  const summer = 1 - winter;
  const level = 80 * winter + 108 * summer + baseShift;
  const daytime = (28 * winter + 10 * summer) * hill(hour, 13, 5);
  const morning = (35 * winter + 22 * summer) * hill(hour, 8 - 0.8 * summer, 1.6);
  const evening = (48 * winter + 98 * summer) * hill(hour, 17.5 + 2.8 * summer, 2.1) * eveningFactor;
  const solar = (17 * winter + 112 * summer) * sun * hill(hour, 13.2, 2.1 + 0.9 * summer);
  return level + daytime + morning + evening - solar - noonDrop * hill(hour, 13.2, 1.7);
}

/** The auction ends at -500 EUR/MWh; prices have two decimals. */
function clampToMarket(price: number): number {
  return Math.round(Math.min(4000, Math.max(-499.99, price)) * 100) / 100;
}
