// @ts-nocheck
import { chance } from '../chance.js';
import type { Subscription } from '../customers.js';
import { firstOfMonth, localDate, startOfDate } from '../local-time.js';
import type { World } from '../world.js';

/** What a meter showed at the beginning of a local day. */
export interface Reading {
  readonly date: string;
  readonly type: 'customer_report' | 'grid_reading' | 'grid_estimation';
  /** Epoch ms at which Nomos got to know it. */
  readonly createdAt: number;
  readonly valueKwh: number;
}

const lateMs = 3 * 86_400_000;

/**
 * The readings that are known by now, oldest first: at the first day of the contract, at New Year, at its end, and with an
 * analog meter at the beginning of each quarter.
 */
export function readingsOf(world: World, subscription: Subscription): Reading[] {
  const { startAt, endAt, id, meterType } = subscription;
  const now = world.clock.now();
  const first = localDate(Date.parse(startAt));
  const last = endAt === null ? undefined : localDate(Date.parse(endAt));
  let valueKwh = Math.floor(chance(world.seed, `reading/${id}`) * 20_000);
  const readings = [reading(first, 'grid_reading', valueKwh)];
  for (let month = firstOfMonth(first); last === undefined || month < last; month = firstOfMonth(month, 1)) {
    const next = firstOfMonth(month, 1);
    if (startOfDate(next) > now) break;
    valueKwh = Math.round((valueKwh + world.meterMonths(subscription, month)) * 1000) / 1000;
    const date = last !== undefined && last < next ? last : next;
    const type = date === last ? 'grid_reading' : typeAt(date, meterType);
    if (type !== undefined) readings.push(reading(date, type, valueKwh));
  }
  return readings.filter(({ createdAt }) => createdAt <= now);
}

function reading(date: string, type: Reading['type'], valueKwh: number): Reading {
  return { date, type, valueKwh, createdAt: startOfDate(date) + lateMs };
}

function typeAt(date: string, meterType: Subscription['meterType']): Reading['type'] | undefined {
  const month = Number(date.slice(5, 7));
  if (month === 1) return 'grid_reading';
  if (meterType === 'smart') return undefined;
  if (month === 4) return 'grid_estimation';
  return month === 7 || month === 10 ? 'customer_report' : undefined;
}

/** The day up to which readings, and not estimates, say what was used. */
export function lastReadDate(world: World, subscription: Subscription): string {
  return readingsOf(world, subscription).at(-1)?.date ?? localDate(Date.parse(subscription.startAt));
}
