// @ts-nocheck
import { badField } from '../api/paging.js';
import { checkDays, checkFeedIn, optionalDate } from '../api/period-rules.js';
import type { Subscription } from '../customers.js';
import { calendarPlace, daysBetween, firstOfMonth, localDate, shiftDate, startOfDate } from '../local-time.js';
import { type Answer, json } from '../server/envelope.js';
import type { Exchange, World } from '../world.js';
import { lastReadDate } from './readings.js';
import { type UsageValue, visibleDay } from './usage-values.js';

const resolutions = ['15min', 'hour', 'day', 'week', 'month'] as const;
type Resolution = (typeof resolutions)[number];

/** Local days, the last one not included. */
interface Days {
  readonly start: string;
  readonly end: string;
}

/** `GET /subscriptions/{id}/usage`: metered energy of the local days from `start` to before `end`. Throws a refusal. */
export function usageEndpoint(world: World, { query, entry }: Exchange, subscription: Subscription): Answer {
  checkFeedIn(subscription, entry.apiVersion);
  const { modes } = world;
  const asked = readResolution(query);
  const usual = usualDays(world, subscription);
  const days = { start: optionalDate(query, 'start') ?? usual.start, end: optionalDate(query, 'end') ?? usual.end };
  entry.days = `${days.start}..${days.end}`;
  if (days.end < days.start) throw badField('end', 'custom', 'end lies before start');
  checkDays(daysBetween(days.start, days.end), modes.mostUsageDays);
  const isAnalog = subscription.meterType === 'analog';
  if (isAnalog && modes.analogUsage === 'bad-request' && asked !== 'auto' && asked !== 'month') {
    throw badField('resolution', 'custom', 'Analog meters are available on a monthly level');
  }
  const resolution = isAnalog ? 'month' : asked === 'auto' ? goodResolution(days) : asked;
  const values = isAnalog
    ? analogMonths(world, subscription, days)
    : smartValues(world, subscription, days, resolution);
  return json(200, {
    // Before the resource was renamed, its object had the older name, too.
    object: entry.path.endsWith('/consumption') ? 'consumption' : 'usage',
    meter_type: subscription.meterType,
    resolution,
    data: values.map(wireValue),
  });
}

function wireValue({ start, usageKwh, isFinal }: UsageValue): object {
  return { start: new Date(start).toISOString(), usage: usageKwh, type: isFinal ? 'final' : 'preliminary' };
}

function readResolution(query: URLSearchParams): Resolution | 'auto' {
  const text = query.get('resolution') ?? 'auto';
  if (text === 'auto') return text;
  const resolution = resolutions.find((known) => known === text);
  if (resolution === undefined)
    throw badField('resolution', 'invalid_enum_value', `Expected ${resolutions.join(' | ')}`);
  return resolution;
}

function usualDays(world: World, subscription: Subscription): Days {
  const today = localDate(world.clock.now());
  if (subscription.meterType === 'smart') return { start: shiftDate(today, -1), end: today };
  const candidates = [firstOfMonth(today, -12), localDate(Date.parse(subscription.startAt))];
  return { start: candidates.toSorted().at(-1)!, end: lastReadDate(world, subscription) };
}

/** What `auto` chooses is not documented. */
function goodResolution({ start, end }: Days): Resolution {
  const days = daysBetween(start, end);
  if (days <= 7) return '15min';
  return days <= 31 ? 'hour' : days <= 366 ? 'day' : 'month';
}

function smartValues(world: World, subscription: Subscription, days: Days, resolution: Resolution): UsageValue[] {
  const values: UsageValue[] = [];
  for (let date = days.start; date < days.end; date = shiftDate(date, 1)) {
    const quarters = visibleDay(world, subscription, date);
    if (resolution === '15min') values.push(...quarters);
    else if (resolution === 'hour') values.push(...addUp(quarters, ({ start }) => start - (start % 3_600_000)));
    else {
      const start = startOfDate(firstDateOf(resolution, date, days.start));
      values.push(...addUp(quarters, () => start));
    }
  }
  return resolution === 'week' || resolution === 'month' ? addUp(values, ({ start }) => start) : values;
}

function firstDateOf(resolution: Resolution, date: string, earliest: string): string {
  const back = resolution === 'week' ? calendarPlace(date).weekday - 1 : 0;
  const first = resolution === 'month' ? firstOfMonth(date) : shiftDate(date, -back);
  return first < earliest ? earliest : first;
}

/** Values of one start in one, which is final when all of them are. */
function addUp(values: readonly UsageValue[], startOf: (value: UsageValue) => number): UsageValue[] {
  const sums = new Map<number, UsageValue>();
  for (const value of values) {
    const start = startOf(value);
    const { usageKwh, isFinal } = sums.get(start) ?? { usageKwh: 0, isFinal: true };
    const sumKwh = Math.round((usageKwh + value.usageKwh) * 1000) / 1000;
    sums.set(start, { start, usageKwh: sumKwh, isFinal: isFinal && value.isFinal });
  }
  return [...sums.values()];
}

/** Whole months, also where the days asked for begin or end within one; those after the last reading are estimates. */
function analogMonths(world: World, subscription: Subscription, { start, end }: Days): UsageValue[] {
  const readUntil = lastReadDate(world, subscription);
  const months: UsageValue[] = [];
  for (let month = firstOfMonth(start); month < end; month = firstOfMonth(month, 1)) {
    const next = firstOfMonth(month, 1);
    if (startOfDate(next) > world.clock.now()) break;
    const usageKwh = world.meterMonths(subscription, month);
    if (usageKwh > 0) months.push({ start: startOfDate(month), usageKwh, isFinal: next <= readUntil });
  }
  return months;
}
