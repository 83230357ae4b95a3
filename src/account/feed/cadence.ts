import { dayComplete, isKnown, type PriceSeries, slice } from '../../prices/index.js';
import { addDays, type CivilDate, type Interval, type Ms, msPerHour, msPerMinute } from '../../time/index.js';
import { marketDay } from './market-day.js';

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
  /** Requests in a row that did not bring what was wanted. */
  readonly failures: number;
  readonly notBefore: Ms;
  /** When Nomos last answered; absent before the first answer. */
  readonly answeredAt?: Ms | undefined;
}

/** A request to make: local days, the last one included, at an instant that may be past. */
export interface NextRequest {
  readonly at: Ms;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
}

const firstCallSpreadMs = 30 * msPerMinute;
const correctionSpreadMs = 2 * msPerHour;
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

/** From when a home no longer polls on a day, and from when it polls again: shortly after midnight, spread. */
export function nightOf({ timeZone, phase, now }: CadenceContext): { closing: Ms; reopening: Ms } {
  const { closing, day } = marketDay(timeZone, now);
  return { closing, reopening: day.end + Math.floor(phase * midnightSpreadMs) };
}

/** What is out already but not stored: `rest` = no price is known from now to midnight, `tomorrow` = due and incomplete. */
export function missing({ timeZone, phase, series, now }: CadenceContext): { rest: boolean; tomorrow: boolean } {
  const { day, nextDay, firstCall } = marketDay(timeZone, now);
  return {
    rest: !slice(series, { start: now, end: day.end }).some(isKnown),
    tomorrow: now >= spread(firstCall, phase, firstCallSpreadMs) && !isComplete(series, nextDay),
  };
}

/**
 * The next request, given what is known and what was tried: now where something published is missing, else the first
 * call for the next day, at 12:58 local market time or up to half an hour later; in the morning, between 06:00 and
 * 08:00, one check of a day that has unknown prices.
 *
 * Nothing is asked between 23:30 and shortly after midnight unless no price is known any more.
 */
export function nextRequest(context: CadenceContext, attempts: Attempts): NextRequest {
  const { timeZone, series, now } = context;
  const { date, day, nextDate } = marketDay(timeZone, now);
  const lacks = missing(context);
  if (lacks.rest)
    return { at: Math.max(now, attempts.notBefore), firstDay: date, lastDay: lacks.tomorrow ? nextDate : date };
  const forTomorrow = requestForTomorrow(context, attempts);
  if (isComplete(series, day)) return forTomorrow;
  const correction = correctionAt(context, attempts);
  return correction === undefined || correction >= forTomorrow.at
    ? { ...forTomorrow, firstDay: date }
    : { at: correction, firstDay: date, lastDay: date };
}

function requestForTomorrow(context: CadenceContext, attempts: Attempts): NextRequest {
  const { timeZone, phase, series, now } = context;
  const { date, nextDate, nextDay, firstCall, nextFirstCall } = marketDay(timeZone, now);
  if (isComplete(series, nextDay)) {
    const dayAfter = addDays(nextDate, 1);
    return { at: spread(nextFirstCall, phase, firstCallSpreadMs), firstDay: dayAfter, lastDay: dayAfter };
  }
  const at = Math.max(spread(firstCall, phase, firstCallSpreadMs), attempts.notBefore);
  const { closing, reopening } = nightOf(context);
  const hasTriedEnough = callsOn(attempts, date) >= callsForPartialDay && slice(series, nextDay).some(isKnown);
  const isOver = hasTriedEnough || Math.max(at, now) >= closing;
  return { at: isOver ? Math.max(reopening, attempts.notBefore) : at, firstDay: nextDate, lastDay: nextDate };
}

/** When today's unknown prices are asked for once more; undefined when that was done. */
function correctionAt({ timeZone, phase, now }: CadenceContext, attempts: Attempts): Ms | undefined {
  const check = spread(marketDay(timeZone, now).correction, phase, correctionSpreadMs);
  return (attempts.answeredAt ?? 0) >= check ? undefined : Math.max(check, attempts.notBefore);
}

/** The requests that were already made on a local day. */
export function callsOn(attempts: Attempts, day: CivilDate): number {
  return attempts.day === day ? attempts.calls : 0;
}

const completeDays = new WeakMap<PriceSeries, Map<Ms, boolean>>();

/** Whether the day is complete in the series, remembered: a series never changes, and the question comes every minute. */
export function isComplete(series: PriceSeries, day: Interval): boolean {
  const days = completeDays.get(series) ?? new Map<Ms, boolean>();
  completeDays.set(series, days);
  const isDayComplete = days.get(day.start) ?? dayComplete(series, day, series);
  days.set(day.start, isDayComplete);
  return isDayComplete;
}

function spread(at: Ms, phase: number, overMs: number): Ms {
  return at + Math.floor(phase * overMs);
}
