import { systemClock } from '../../clock/clock.js';

/** How long tasks may keep the event loop busy before everything else gets its turn, ms. */
const budgetMs = 8;

const waiting: (() => void)[] = [];

/**
 * Runs a task soon, in the order of the calls; many tasks share a turn of the event loop until it has lasted 8 ms.
 *
 * New prices make every node plan anew at once: a flow of hundreds must not stop Node-RED meanwhile. A task must not throw.
 */
export function inTurn(task: () => void): void {
  waiting.push(task);
  if (waiting.length === 1) setImmediate(work);
}

function work(): void {
  const begun = systemClock.monotonicMs();
  while (waiting.length > 0 && systemClock.monotonicMs() - begun < budgetMs) {
    // Removed after it ran: a task that queues another one must not start a second worker.
    waiting[0]?.();
    waiting.shift();
  }
  if (waiting.length > 0) setImmediate(work);
}
