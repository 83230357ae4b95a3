import { later, type Ms, msPerMinute } from '../../time/index.js';
import { type Attempts, type CadenceContext, callsOn, missing, nightOf } from './cadence.js';
import { marketDay } from './market-day.js';
import type { Outcome } from './price-request.js';

/** The shortest wait of all. */
const leastMs = 5_000;

/** No price is known any more: the wait doubles with every failure. */
const urgent = { firstMs: msPerMinute / 2, longestMs: 15 * msPerMinute };

/** Prices are known: a pause, and a random time on top of it, which doubles with every failure. */
const calm = { pauseMs: 5 * msPerMinute, firstMs: 10 * msPerMinute, longestMs: 60 * msPerMinute };

/** A person has to act, or Nomos will say the same again. */
const hopeless = { 'signed-out': 15 * msPerMinute, refused: 60 * msPerMinute };

/** So many requests of a day are made before the one that waits until prices are nearly, or surely, out. */
const callsBefore = { late: 2, veryLate: 5 };
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
    notBefore: now + leastMs,
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

interface Wait {
  readonly outcome: Outcome;
  readonly failures: number;
  readonly hasPrices: boolean;
  readonly random: () => number;
}

function waitMs({ outcome, failures, hasPrices, random }: Wait): number {
  const { kind, retryAfterMs = 0 } = outcome;
  if (kind === 'signed-out' || kind === 'refused') return hopeless[kind] * (1 + random() / 5);
  // Homes that were all told to wait equally long must not come back as the same crowd.
  const askedForMs = retryAfterMs * (1 + random() / 5);
  const growth = 2 ** failures;
  if (kind === 'unavailable' && !hasPrices)
    return askedForMs + Math.min(urgent.longestMs, urgent.firstMs * growth) * (0.5 + random() / 2);
  return Math.max(askedForMs, calm.pauseMs + Math.min(calm.longestMs, calm.firstMs * growth) * random());
}

interface Late {
  readonly context: CadenceContext;
  readonly at: Ms;
  /** The requests of the day so far. */
  readonly calls: number;
  readonly random: () => number;
}

/** The request that would be one too many for a day as late as this one waits until the prices are surely out. */
function lateEnough({ context, at, calls, random }: Late): Ms {
  const { late, veryLate } = marketDay(context.timeZone, context.now);
  const earliest = calls >= callsBefore.veryLate ? veryLate : calls >= callsBefore.late ? late : at;
  return at >= earliest ? at : earliest + Math.floor(random() * lateSpreadMs);
}

function afterNight(context: CadenceContext, at: Ms): Ms {
  const { closing, reopening } = nightOf(context);
  return at >= closing ? Math.max(at, reopening) : at;
}
