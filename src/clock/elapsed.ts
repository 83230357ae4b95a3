import type { Ms } from '../time/index.js';
import type { Clock } from './clock.js';

/** A moment on both clocks: the wall clock may jump, the other one may stand still while the machine sleeps. */
export interface Mark {
  readonly wall: Ms;
  readonly monotonicMs: number;
}

/** This moment. */
export function markNow(clock: Clock): Mark {
  return { wall: clock.now(), monotonicMs: clock.monotonicMs() };
}

/** How long ago a mark was, in ms, by the clock that says longer: time is never underestimated by sleep or a jump back. */
export function elapsedMs(since: Mark, clock: Clock): number {
  return Math.max(clock.now() - since.wall, clock.monotonicMs() - since.monotonicMs);
}

/** A wait that began at a mark. */
export interface Wait {
  readonly since: Mark;
  readonly durationMs: number;
}

/** What is left of a wait, in ms; 0 when it is over. */
export function remainingMs(wait: Wait, clock: Clock): number {
  return Math.max(0, wait.durationMs - elapsedMs(wait.since, clock));
}
