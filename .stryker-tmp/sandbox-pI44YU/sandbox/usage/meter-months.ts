// @ts-nocheck
import { isDelivered } from '../api/period-rules.js';
import type { Subscription } from '../customers.js';
import { firstOfMonth, shiftDate } from '../local-time.js';
import { meteredDay } from './load-curve.js';

/** The kWh that a meter counted in the month (its first day) while the contract held. */
export type MeterMonths = (subscription: Subscription, month: string) => number;

/** Remembers the months of one sandbox, so that each is added up once. */
export function makeMeterMonths(seed: number): MeterMonths {
  const months = new Map<string, number>();
  return (subscription, month) => {
    const { id, startAt, endAt, estimatedUsageKwh } = subscription;
    const key = [id, month, startAt, endAt, estimatedUsageKwh].join();
    const kwh = months.get(key) ?? addUp(seed, subscription, month);
    months.set(key, kwh);
    return kwh;
  };
}

function addUp(seed: number, subscription: Subscription, month: string): number {
  let wattHours = 0;
  for (let date = month; date < firstOfMonth(month, 1); date = shiftDate(date, 1)) {
    for (const { start, usageKwh } of meteredDay(seed, subscription, date)) {
      if (isDelivered(subscription, start)) wattHours += Math.round(usageKwh * 1000);
    }
  }
  return wattHours / 1000;
}
