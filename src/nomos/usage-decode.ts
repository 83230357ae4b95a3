import * as z from 'zod/mini';
import {
  addDays,
  type CivilDate,
  civilDate,
  civilDay,
  isoWeekday,
  type Ms,
  marketTimeZone,
  msPerHour,
  msPerMinute,
} from '../time/index.js';
import type { MeteredInterval } from '../usage/index.js';
import { decode, instant } from './decode.js';
import type { UsageAnswer, UsageResolution } from './usage-answer.js';

const valueShape = z.object({
  start: instant,
  usage: z.nullish(z.number().check(z.nonnegative())),
  type: z.nullish(z.string()),
});
const usageShape = z.object({
  meter_type: z.nullish(z.string()),
  resolution: z.nullish(z.string()),
  data: z.nullish(z.array(valueShape)),
});

/**
 * Reads metered values; throws DecodeError `answer-unexpected` naming the path of what is no instant or no energy.
 *
 * A value ends where its resolution says, in the civil time of the market, but not after the next one has begun; a
 * resolution that we do not know counts as the one that was asked for. Of two values for one start the final one
 * counts, else the later in the answer. Missing values, also those that stand as null, stay holes; null data means none.
 */
export function decodeUsage(json: unknown, asked: UsageResolution): UsageAnswer {
  const { meter_type: meterType, resolution, data } = decode(usageShape, json);
  const byStart = new Map<Ms, { readonly usageKwh: number; readonly isPreliminary: boolean }>();
  for (const { start, usage, type } of data ?? []) {
    if (usage === null || usage === undefined) continue;
    // What is not said to be final may still change.
    const isPreliminary = type !== 'final';
    if (isPreliminary && byStart.get(start)?.isPreliminary === false) continue;
    byStart.set(start, { usageKwh: usage, isPreliminary });
  }
  const starts = [...byStart].sort(([a], [b]) => a - b);
  const endOf = ends[isResolution(resolution) ? resolution : asked];
  const series = starts.map(([start, value], i): MeteredInterval => {
    const next = starts[i + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    return { start, end: Math.min(endOf(start), next), ...value };
  });
  return { meterType: meterType === 'smart' || meterType === 'analog' ? meterType : 'unknown', series };
}

const ends: Readonly<Record<UsageResolution, (start: Ms) => Ms>> = {
  '15min': (start) => start + 15 * msPerMinute,
  hour: (start) => start + msPerHour,
  day: (start) => endOfDay(dateOf(start)),
  week: (start) => endOfDay(addDays(dateOf(start), 7 - isoWeekday(dateOf(start)))),
  month: (start) => endOfDay(lastOfMonth(dateOf(start))),
};

function isResolution(word: string | null | undefined): word is UsageResolution {
  return Object.hasOwn(ends, String(word));
}

function dateOf(start: Ms): CivilDate {
  return civilDate(marketTimeZone, start);
}

function endOfDay(date: CivilDate): Ms {
  return civilDay(marketTimeZone, date).end;
}

function lastOfMonth(date: CivilDate): CivilDate {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return addDays(
    next
      .map((part) => String(part).padStart(2, '0'))
      .join('-')
      .concat('-01'),
    -1,
  );
}
