import type { Clock } from '#src/clock/clock.js';

/** A clock that stands still until a test moves it; wall and monotonic time can be moved apart. */
export class ManualClock implements Clock {
  #wall: number;
  #monotonic = 1_000;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  constructor(wall = Date.parse('2026-11-22T10:00:00Z')) {
    this.#wall = wall;
  }

  now(): number {
    return this.#wall;
  }

  monotonicMs(): number {
    return this.#monotonic;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#monotonic + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Sets the wall clock by hand (or by NTP). */
  jump(ms: number): void {
    this.#wall += ms;
  }

  /** Lets time pass, timer by timer, giving pending work room after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#move(Math.max(next.at, this.#monotonic));
      next.callback();
      await turns();
    }
    this.#move(end);
    await turns();
  }

  /** Delay until the next timer, or undefined when none is set. */
  get nextTimerMs(): number | undefined {
    return this.#timers.length === 0 ? undefined : Math.min(...this.#timers.map(({ at }) => at)) - this.#monotonic;
  }

  #move(to: number): void {
    this.#wall += to - this.#monotonic;
    this.#monotonic = to;
  }
}

/** A few turns of the event loop. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves as soon as the condition holds; fails after half a minute of real time. */
export async function until(condition: () => boolean, what = condition.toString()): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
