// @ts-nocheck
import { isDelivered } from '../api/period-rules.js';
import type { Subscription } from '../customers.js';
import { calendarPlace, firstOfMonth, localInstant, shiftDate, startOfDate } from '../local-time.js';
import type { Modes } from '../server/modes.js';
import type { World } from '../world.js';
import { meteredDay } from './load-curve.js';

/** Metered energy from an instant (epoch ms) on, in kWh. */
export interface UsageValue {
  readonly start: number;
  readonly usageKwh: number;
  readonly isFinal: boolean;
}

/** The quarter-hours of a local day that can be seen by now, without those that were not metered. */
export function visibleDay(world: World, subscription: Subscription, date: string): UsageValue[] {
  const { modes, clock, seed } = world;
  if (appearsAt(date, modes) > clock.now()) return [];
  const isFinal = finalFrom(date) <= clock.now();
  const holes = readHoles(modes.usageHoles);
  return meteredDay(seed, subscription, date)
    .filter(({ start }) => isDelivered(subscription, start))
    .filter(({ start }) => !holes.some((hole) => hole.start <= start && start < hole.end))
    .map((quarter) => ({ ...quarter, isFinal }));
}

function appearsAt(date: string, { usageAt, usageDelayDays }: Modes): number {
  return localInstant(shiftDate(date, 1 + usageDelayDays), usageAt);
}

/** The end of the 8th working day, Monday to Friday, of the month after `date`. */
function finalFrom(date: string): number {
  let day = shiftDate(firstOfMonth(date, 1), -1);
  for (let working = 0; working < 8; ) {
    day = shiftDate(day, 1);
    if (calendarPlace(day).weekday <= 5) working += 1;
  }
  return startOfDate(shiftDate(day, 1));
}

function readHoles(text: string): { start: number; end: number }[] {
  const stretches = text.split(',').filter((stretch) => stretch !== '');
  return stretches.map((stretch) => {
    const [start = Number.NaN, end = Number.NaN] = stretch.split('/').map((instant) => Date.parse(instant));
    if (!(start < end)) throw new RangeError(`usageHoles: ${stretch} is not start/end`);
    return { start, end };
  });
}
