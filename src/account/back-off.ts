import { type Ms, msPerHour, msPerMinute } from '../time/index.js';
import { type Attempts, type CadenceContext, callsOn, missing, nightOf } from './cadence.js';
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

const lateSpreadMs = 20 * msPerMinute;

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
  const isUrgent = lacks.rest && outcome.kind === 'unavailable';
  const politeMs = (outcome.retryAfterMs ?? 0) * (1 + random() / 5);
  const ownMs = waitMs(outcome, isUrgent ? 'urgent' : 'calm', { failures: attempts.failures, random });
  const at = now + Math.ceil(Math.max(ownMs, politeMs));
  return {
    ...next,
    notBefore: lacks.rest ? at : afterNight(context, lateEnough({ context, at, calls: next.calls, random })),
  };
}

/** The state after the clock was found to have been set: a wait that lies far ahead of the new time is over. */
export function afterClockSet(attempts: Attempts, now: Ms): Attempts {
  return {
    ...attempts,
    notBefore: attempts.notBefore > now + longestWaitMs ? now : attempts.notBefore,
    answeredAt: attempts.answeredAt === undefined ? undefined : Math.min(attempts.answeredAt, now),
  };
}

function waitMs(
  { kind }: Outcome,
  hurry: 'urgent' | 'calm',
  { failures, random }: { failures: number; random: () => number },
): number {
  if (kind === 'signed-out') return signedOutMs * (1 + random() / 5);
  if (kind === 'refused') return refusedMs * (1 + random() / 5);
  if (hurry === 'urgent') return Math.min(urgentLongestMs, urgentFirstMs * 2 ** failures) * (0.5 + random() / 2);
  return pauseMs + Math.min(longestSpreadMs, firstSpreadMs * 2 ** failures) * random();
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
