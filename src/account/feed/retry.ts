import { later, type Ms, msPerHour, msPerMinute } from '../../time/index.js';
import { type Attempts, type CadenceContext, callsOn, missing, nextAsk, nightOf } from './cadence.js';
import { marketDay } from './market-day.js';

/**
 * How an ask ended.
 *
 * `answered`: Nomos gave prices, though perhaps not yet those that were wanted. `unavailable`: it could not be
 * reached or had no time. `refused`: it will say the same again. `signed-out`: it was not even asked, because a person
 * has to do something about the sign-in first.
 */
export interface Outcome {
  readonly kind: 'answered' | 'unavailable' | 'refused' | 'signed-out';
  /** Requests that may have reached Nomos. */
  readonly calls: number;
  readonly retryAfterMs?: number | undefined;
}

const urgentFirstMs = msPerMinute / 2;
const urgentLongestMs = 15 * msPerMinute;
const pauseMs = 5 * msPerMinute;
const firstSpreadMs = 10 * msPerMinute;
const longestSpreadMs = 60 * msPerMinute;
const signedOutMs = 15 * msPerMinute;
const refusedMs = 60 * msPerMinute;
const longestWaitMs = 3 * msPerHour;
const shortestWaitMs = 5_000;

const restartSpreadMs = msPerMinute;
const calmRestartSpreadMs = 10 * msPerMinute;
const lateSpreadMs = 30 * msPerMinute;

/** An ask that has ended, with what is known after it; `random` gives numbers in [0, 1). */
export interface EndedAsk {
  readonly context: CadenceContext;
  readonly outcome: Outcome;
  readonly random: () => number;
}

/**
 * The state after an ask: how long to wait before the next one, as far as something is still wanted.
 *
 * Waits grow and are random, so that homes which failed together do not come back together; the third request of a day
 * waits for 13:30 and the sixth for 14:20 local time, by when the prices are nearly always out. Where no price is
 * known any more, an unreachable Nomos is tried sooner.
 */
export function afterAsk(attempts: Attempts, { context, outcome, random }: EndedAsk): Attempts {
  const { now, timeZone } = context;
  const day = marketDay(timeZone, now).date;
  const next: Attempts = {
    day,
    calls: callsOn(attempts, day) + outcome.calls,
    failures: attempts.failures + 1,
    notBefore: now + shortestWaitMs,
    answeredAt: outcome.kind === 'answered' ? now : attempts.answeredAt,
  };
  const lacks = missing(context);
  if (outcome.kind === 'answered' && !lacks.rest && !lacks.tomorrow) return { ...next, failures: 0 };
  const at = later(now, waitMs({ outcome, failures: attempts.failures, hasPrices: !lacks.rest, random }));
  if (lacks.rest) return { ...next, notBefore: at };
  const isPoll = outcome.kind === 'answered' || outcome.kind === 'unavailable';
  const late = isPoll ? lateEnough({ context, at, calls: next.calls, random }) : at;
  return { ...next, notBefore: afterNight(context, late) };
}

/**
 * The state after a restart that had a stored series: where that no longer covers what is out, the first ask waits a
 * random time, because after a power cut a whole street starts at once. Up to a minute where no price is known any
 * more; up to ten minutes where only the next day is missing, so that nobody feels the wait.
 */
export function afterRestart(attempts: Attempts, context: CadenceContext, random: () => number): Attempts {
  const past = afterClockSet(attempts, context.now);
  if (nextAsk(context, past).at > context.now) return past;
  const spreadMs = missing(context).rest ? restartSpreadMs : calmRestartSpreadMs;
  return { ...past, notBefore: context.now + Math.floor(random() * spreadMs) };
}

/** The state after the clock was found to have been set: a wait that lies far ahead of the new time is over. */
export function afterClockSet(attempts: Attempts, now: Ms): Attempts {
  return {
    ...attempts,
    notBefore: attempts.notBefore > now + longestWaitMs ? now : attempts.notBefore,
    answeredAt: attempts.answeredAt === undefined ? undefined : Math.min(attempts.answeredAt, now),
  };
}

interface Wait {
  readonly outcome: Outcome;
  readonly failures: number;
  readonly hasPrices: boolean;
  readonly random: () => number;
}

function waitMs({ outcome, failures, hasPrices, random }: Wait): number {
  const askedForMs = (outcome.retryAfterMs ?? 0) * (1 + random() / 5);
  if (outcome.kind === 'signed-out') return signedOutMs * (1 + random() / 5);
  if (outcome.kind === 'refused') return refusedMs * (1 + random() / 5);
  // Homes in a hurry that were all told to wait equally long must not come back as the same crowd.
  if (outcome.kind === 'unavailable' && !hasPrices)
    return askedForMs + Math.min(urgentLongestMs, urgentFirstMs * 2 ** failures) * (0.5 + random() / 2);
  return Math.max(askedForMs, pauseMs + Math.min(longestSpreadMs, firstSpreadMs * 2 ** failures) * random());
}

/** The request that would be one too many for a day as late as this one waits until the prices are surely out. */
function lateEnough(ask: { context: CadenceContext; at: Ms; calls: number; random: () => number }): Ms {
  const { late, veryLate } = marketDay(ask.context.timeZone, ask.context.now);
  const earliest = ask.calls >= 5 ? veryLate : ask.calls >= 2 ? late : ask.at;
  return ask.at >= earliest ? ask.at : earliest + Math.floor(ask.random() * lateSpreadMs);
}

function afterNight(context: CadenceContext, at: Ms): Ms {
  const { closing, reopening } = nightOf(context);
  return at >= closing ? Math.max(at, reopening) : at;
}
