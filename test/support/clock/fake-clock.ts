import type { Clock } from '#src/clock/clock.js';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that moves only when a test moves it; timers run in order, each after all promises have settled. */
export interface FakeClock extends Clock {
  /** Lets time pass, running what becomes due on the way. */
  advance(ms: number): Promise<void>;
  /** Advances to a wall time. */
  advanceTo(at: number): Promise<void>;
  /** Somebody sets the wall clock; no time passes. */
  setWall(at: number): void;
  /** The machine sleeps: the wall clock goes on, timers and the monotonic clock stand still. */
  suspend(ms: number): void;
  /** The event loop is blocked: both clocks go on, and timers are late. */
  block(ms: number): void;
  /** Runs pending promises. */
  settle(): Promise<void>;
  readonly pending: number;
}

const settleTurns = 40;

/**
 * A fake clock that stands at the given wall time, an instant in ms or a text for `Date.parse`.
 *
 * After each timer promises get `turnsPerTimer` turns to settle; with few of them long simulations are quick, and what
 * takes longer settles during the next timers.
 */
export function fakeClock(start: number | string, turnsPerTimer = settleTurns): FakeClock {
  let wall = typeof start === 'string' ? Date.parse(start) : start;
  let monotonic = 5_000;
  let order = 0;
  let timers: Timer[] = [];

  async function settle(turns = settleTurns): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await undefined;
  }

  function takeDue(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers)
      if (
        timer.dueMs <= untilMs &&
        (!next || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order))
      )
        next = timer;
    if (next) timers = timers.filter((timer) => timer !== next);
    return next;
  }

  async function advance(ms: number): Promise<void> {
    const untilMs = monotonic + ms;
    await settle(turnsPerTimer);
    for (let timer = takeDue(untilMs); timer !== undefined; timer = takeDue(untilMs)) {
      const stepMs = Math.max(0, timer.dueMs - monotonic);
      monotonic += stepMs;
      wall += stepMs;
      timer.callback();
      await settle(turnsPerTimer);
    }
    wall += untilMs - monotonic;
    monotonic = untilMs;
  }

  return {
    now: () => wall,
    monotonicMs: () => monotonic,
    after(delayMs, callback) {
      order += 1;
      const timer = { dueMs: monotonic + Math.max(1, delayMs), order, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance,
    advanceTo: (at) => advance(Math.max(0, at - wall)),
    setWall(at) {
      wall = at;
    },
    suspend(ms) {
      wall += ms;
    },
    block(ms) {
      wall += ms;
      monotonic += ms;
    },
    settle: () => settle(),
    get pending() {
      return timers.length;
    },
  };
}
