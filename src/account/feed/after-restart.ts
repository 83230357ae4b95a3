import { type Ms, msPerHour, msPerMinute } from '../../time/index.js';
import { type Attempts, type CadenceContext, missing, nextRequest } from './cadence.js';

/** Homes that start together ask spread over this time: where no price is known any more, and where only the next day lacks. */
const spreadMs = { urgent: msPerMinute, calm: 10 * msPerMinute };

/** No wait is longer, in ms: one that is longer comes from a clock that was wrong. */
const longestWaitMs = 3 * msPerHour;

/**
 * The state after a restart that had a stored series: where that no longer covers what is out, the first ask waits a
 * random time, because after a power cut a whole street starts at once. Up to a minute where no price is known any
 * more; up to ten minutes where only the next day is missing, so that nobody feels the wait.
 */
export function afterRestart(attempts: Attempts, context: CadenceContext, random: () => number): Attempts {
  const past = afterClockSet(attempts, context.now);
  if (nextRequest(context, past).at > context.now) return past;
  const overMs = missing(context).rest ? spreadMs.urgent : spreadMs.calm;
  return { ...past, notBefore: context.now + Math.floor(random() * overMs) };
}

/** The state after the clock was found to have been set: a wait that lies far ahead of the new time is over. */
export function afterClockSet(attempts: Attempts, now: Ms): Attempts {
  return {
    ...attempts,
    notBefore: attempts.notBefore > now + longestWaitMs ? now : attempts.notBefore,
    answeredAt: attempts.answeredAt === undefined ? undefined : Math.min(attempts.answeredAt, now),
  };
}
