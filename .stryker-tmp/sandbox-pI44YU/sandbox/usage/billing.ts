// @ts-nocheck
import { isDelivered } from '../api/period-rules.js';
import type { Subscription } from '../customers.js';
import { earlier, firstOfMonth, localDate, shiftDate, startOfDate } from '../local-time.js';
import type { World } from '../world.js';
import { meteredDay } from './load-curve.js';

/** Local days that are billed together, the last one not included; counted from 1. */
export interface BillingPeriod {
  readonly start: string;
  readonly end: string;
  readonly periodNumber: number;
}

/** The months, or calendar years, of a contract that have begun by now; the first and the last one cut to the contract. */
export function billingPeriods(world: World, { startAt, endAt }: Subscription, months: 1 | 12): BillingPeriod[] {
  const first = localDate(Date.parse(startAt));
  const last = endAt === null ? '9999' : localDate(Date.parse(endAt));
  const periods: BillingPeriod[] = [];
  for (let start = first; start < last && startOfDate(start) <= world.clock.now(); ) {
    const next = firstOfMonth(months === 1 ? start : `${start.slice(0, 4)}-01-01`, months);
    const end = earlier(next, last);
    periods.push({ start, end, periodNumber: periods.length + 1 });
    start = end;
  }
  return periods;
}

/** What was metered in a period. */
export function periodKwh(world: World, subscription: Subscription, period: BillingPeriod): number {
  const kwh = monthsOf(period).reduce((sum, month) => sum + world.meterMonths(subscription, month), 0);
  return Math.round(kwh * 1000) / 1000;
}

/** What a period costs in EUR: each quarter-hour at its price, and the plan's price for each month begun. */
export function periodCostEur(world: World, subscription: Subscription, period: BillingPeriod): number {
  const key = [subscription.id, period.start, period.end].join();
  // What was billed once stays as it is.
  const energyCt = world.billedCt.get(key) ?? energyCostCt(world, subscription, period);
  world.billedCt.set(key, energyCt);
  const plan = monthsOf(period).length * planPriceEur(subscription.type);
  return Math.round(energyCt + plan * 100) / 100;
}

/** The monthly price of a plan, EUR incl. VAT. */
export function planPriceEur(type: Subscription['type']): number {
  return type === 'feed_in' ? 0 : 10.99;
}

function monthsOf({ start, end }: BillingPeriod): string[] {
  const months: string[] = [];
  for (let month = firstOfMonth(start); month < end; month = firstOfMonth(month, 1)) months.push(month);
  return months;
}

function energyCostCt(world: World, subscription: Subscription, { start, end }: BillingPeriod): number {
  let ct = 0;
  for (let date = start; date < end; date = shiftDate(date, 1)) {
    const prices = world.priceDays(subscription, date, world.modes) ?? [];
    const amounts = new Map(prices.map(({ timestamp, amount }) => [Date.parse(timestamp), amount ?? 0]));
    let amount = 0;
    for (const quarter of meteredDay(world.seed, subscription, date)) {
      // Where a price is longer than a quarter-hour, it holds until the next one.
      amount = amounts.get(quarter.start) ?? amount;
      if (isDelivered(subscription, quarter.start)) ct += quarter.usageKwh * amount;
    }
  }
  return ct;
}
