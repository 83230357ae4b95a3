import { dayComplete, isKnown, type PriceSeries, slice } from '../prices/index.js';
import {
  addDays,
  type CivilDate,
  civilDate,
  civilDay,
  instantOf,
  type Ms,
  msPerHour,
  msPerMinute,
} from '../time/index.js';

/** What the decision when to ask stands on. */
export interface CadenceContext {
  readonly timeZone: string;
  /** Where in the time spread over all homes this one stands, in [0, 1); see `phaseOf`. */
  readonly phase: number;
  /** All that is known, placeholders already unknown. */
  readonly series: PriceSeries;
  readonly now: Ms;
}

/** What earlier asks left behind; JSON, so that a restart goes on where it was. */
export interface Attempts {
  /** The local day whose requests `calls` counts. */
  readonly day: CivilDate;
  /** Price requests of that day that may have reached Nomos. */
  readonly calls: number;
  /** Asks in a row that did not bring what was wanted. */
  readonly failures: number;
  readonly notBefore: Ms;
  /** When Nomos last answered; absent before the first answer. */
  readonly answeredAt?: Ms | undefined;
}

/** A request to make: local days, the last one included, at an instant that may be past. */
export interface Ask {
  readonly at: Ms;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
}

const firstCallTime = '12:58';
const firstCallSpreadMs = 30 * msPerMinute;
const correctionTime = '06:00';
const correctionSpreadMs = 2 * msPerHour;
const closingTime = '23:30';
const midnightSpreadMs = 10 * msPerMinute;

/** A day that came with a hole is not asked for again and again: this many requests, then the check next morning. */
const callsForPartialDay = 6;

/** The state of a home that never asked. */
export const noAttempts: Attempts = { day: '', calls: 0, failures: 0, notBefore: 0 };

/** A stable number in [0, 1) for a subscription, evenly spread over many of them. */
export function phaseOf(subscriptionId: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(subscriptionId)) hash = Math.imul(hash ^ byte, 0x01000193);
  // FNV-1a alone leaves the high bits of short, similar names alike; this mixes them (the finaliser of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** When a home first asks for the prices of the next day: local market time, spread over half an hour. */
export function firstCallAt(timeZone: string, date: CivilDate, phase: number): Ms {
  return instantOf(timeZone, date, firstCallTime) + Math.floor(phase * firstCallSpreadMs);
}

/** When polling for tomorrow ends for a day, and when the next one then begins: shortly after midnight, spread. */
export function nightOf({ timeZone, phase }: CadenceContext, date: CivilDate): { closing: Ms; reopening: Ms } {
  const midnight = civilDay(timeZone, date).end;
  return {
    closing: instantOf(timeZone, date, closingTime),
    reopening: midnight + Math.floor(phase * midnightSpreadMs),
  };
}

/** What is out already but not stored: `rest` = no price is known from now to midnight, `tomorrow` = due and incomplete. */
export function missing({ timeZone, phase, series, now }: CadenceContext): { rest: boolean; tomorrow: boolean } {
  const today = civilDate(timeZone, now);
  const rest = { start: now, end: civilDay(timeZone, today).end };
  return {
    rest: !slice(series, rest).some(isKnown),
    tomorrow:
      now >= firstCallAt(timeZone, today, phase) && !dayComplete(series, civilDay(timeZone, addDays(today, 1)), series),
  };
}

/**
 * The next request, given what is known and what was tried: now where something published is missing, else the first
 * call for the next day; in the morning one check of a day that has unknown prices.
 *
 * Nothing is asked between 23:30 and shortly after midnight unless no price is known any more.
 */
export function nextAsk(context: CadenceContext, attempts: Attempts): Ask {
  const { timeZone, series, now } = context;
  const today = civilDate(timeZone, now);
  const lacks = missing(context);
  if (lacks.rest)
    return {
      at: Math.max(now, attempts.notBefore),
      firstDay: today,
      lastDay: lacks.tomorrow ? addDays(today, 1) : today,
    };
  const isTodayComplete = dayComplete(series, civilDay(timeZone, today), series);
  const forTomorrow = askForTomorrow(context, attempts);
  const ask = isTodayComplete ? forTomorrow : { ...forTomorrow, firstDay: today };
  const correction = correctionAt(context, attempts);
  return isTodayComplete || correction === undefined || correction >= ask.at
    ? ask
    : { at: correction, firstDay: today, lastDay: today };
}

function askForTomorrow(context: CadenceContext, attempts: Attempts): Ask {
  const { timeZone, phase, series, now } = context;
  const today = civilDate(timeZone, now);
  const tomorrow = addDays(today, 1);
  const day = civilDay(timeZone, tomorrow);
  if (dayComplete(series, day, series)) {
    const dayAfter = addDays(tomorrow, 1);
    return { at: firstCallAt(timeZone, tomorrow, phase), firstDay: dayAfter, lastDay: dayAfter };
  }
  const at = Math.max(firstCallAt(timeZone, today, phase), attempts.notBefore);
  const { closing, reopening } = nightOf(context, today);
  const hasTriedEnough = callsOn(attempts, today) >= callsForPartialDay && slice(series, day).some(isKnown);
  const isOver = hasTriedEnough || Math.max(at, now) >= closing;
  return { at: isOver ? Math.max(reopening, attempts.notBefore) : at, firstDay: tomorrow, lastDay: tomorrow };
}

/** When today's unknown prices are asked for once more; undefined when that was done. */
function correctionAt({ timeZone, phase, now }: CadenceContext, attempts: Attempts): Ms | undefined {
  const check = instantOf(timeZone, civilDate(timeZone, now), correctionTime) + Math.floor(phase * correctionSpreadMs);
  const isDone = attempts.answeredAt !== undefined && attempts.answeredAt >= check;
  return isDone ? undefined : Math.max(check, attempts.notBefore);
}

/** The requests that were already made on a local day. */
export function callsOn(attempts: Attempts, day: CivilDate): number {
  return attempts.day === day ? attempts.calls : 0;
}
