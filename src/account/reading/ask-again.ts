import type { Clock } from '../../clock/clock.js';
import { BreakablePause } from '../../clock/pause.js';
import { UnavailableError } from '../../errors.js';

/** The longest wait that Nomos may ask for and somebody in front of a flow still puts up with, ms. */
const longestWaitMs = 30_000;

/**
 * Asks; where Nomos asks for a short wait, once more after it. Rejects with what asking rejects with, and with
 * `request-aborted` as soon as the signal ends the wait.
 */
export async function askAgain<T>(clock: Clock, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const waitMs = error instanceof UnavailableError ? error.retryAfterMs : undefined;
    if (waitMs === undefined || waitMs > longestWaitMs) throw error;
    await pause(clock, waitMs, signal);
    return ask();
  }
}

async function pause(clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> {
  const breakable = new BreakablePause(clock);
  const stop = () => breakable.break();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const isOver = await breakable.wait(waitMs);
  signal.removeEventListener('abort', stop);
  if (!isOver) throw new UnavailableError('request-aborted', 'the wait was cut short', { sent: false });
}
