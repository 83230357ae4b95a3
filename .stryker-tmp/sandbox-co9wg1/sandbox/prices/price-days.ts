// @ts-nocheck
import { chance } from '../chance.js';
import type { Subscription } from '../customers.js';
import { localDate, localInstant, shiftDate } from '../local-time.js';
import type { Modes, PriceSource } from '../server/modes.js';
import { allInPrice, type WirePrice } from './all-in.js';
import { type SpotPrice, spotDay } from './spot.js';

/** The instant at which the prices of `date` appear, on the afternoon of the day before. */
export function publicationOf(seed: number, date: string, modes: Modes): number {
  const dayBefore = shiftDate(date, -1);
  const lateMs = Math.floor(chance(seed, `publication/${date}`) * modes.publishSpreadMinutes * 60) * 1000;
  return localInstant(dayBefore, modes.publishAt) + lateMs;
}

/** The prices of a local day, published or not, as the override or the seed has them; `null` = there are none. */
export type PriceDays = (subscription: Subscription, date: string, modes: Modes) => readonly WirePrice[] | null;

/** Remembers the generated market days of one sandbox, so that each is computed once. */
export function makePriceDays(seed: number): PriceDays {
  const spotDays = new Map<string, SpotPrice[]>();
  return (subscription, date, modes) => {
    const given = modes.priceSource?.(subscription, date);
    if (given !== undefined) return given;
    const spot = spotDays.get(date) ?? spotDay(seed, date);
    spotDays.set(date, spot);
    const priced = subscription.resolutionMinutes === 60 ? hourly(spot) : spot;
    return priced.map((price) => allInPrice(subscription, price));
  };
}

/** Given market prices instead of the generated ones, made all-in for each contract; other days have no prices. */
export function marketPrices(spot: Iterable<SpotPrice>): PriceSource {
  const days = new Map<string, SpotPrice[]>();
  for (const price of spot) {
    const date = localDate(price.start);
    const day = days.get(date) ?? [];
    day.push(price);
    days.set(date, day);
  }
  return (subscription, date) => days.get(date)?.map((price) => allInPrice(subscription, price)) ?? null;
}

function hourly(spot: readonly SpotPrice[]): SpotPrice[] {
  const hours: SpotPrice[] = [];
  for (let index = 0; index < spot.length; index += 4) {
    const quarters = spot.slice(index, index + 4);
    const eurPerMwh = quarters.reduce((sum, quarter) => sum + quarter.eurPerMwh, 0) / quarters.length;
    hours.push({ start: spot[index]!.start, eurPerMwh });
  }
  return hours;
}
