import { systemClock } from '../../clock/clock.js';

/** How long tasks may keep the event loop busy before everything else gets its turn, ms. */
const budgetMs = 8;

const waiting: (() => void)[] = [];
/** When the turn that `work` is in began; undefined outside of it. */
let workBegun: number | undefined;

/** What `atOnceOrInTurn` has run in this turn of the event loop, ms; undefined before the first. */
let spentMs: number | undefined;

/**
 * Runs a task soon, in the order of the calls; many tasks share a turn of the event loop until it has lasted 8 ms.
 *
 * New prices make every node plan again at once: a flow of hundreds must not stop Node-RED meanwhile. A task must not throw.
 */
export function inTurn(task: () => void): void {
  waiting.push(task);
  if (waiting.length === 1) setImmediate(work);
}

/**
 * Runs a task before it returns, as long as such tasks have not kept this turn of the event loop busy for 8 ms; else as
 * `inTurn` does: a thousand messages in a row must not stop Node-RED. A task must not throw.
 */
export function atOnceOrInTurn(task: () => void): void {
  const begun = systemClock.monotonicMs();
  if (workBegun === undefined ? waiting.length > 0 || (spentMs ?? 0) >= budgetMs : begun - workBegun >= budgetMs) {
    inTurn(task);
    return;
  }
  if (spentMs === undefined) {
    setImmediate(() => {
      spentMs = undefined;
    });
  }
  task();
  spentMs = (spentMs ?? 0) + systemClock.monotonicMs() - begun;
}

function work(): void {
  const begun = systemClock.monotonicMs();
  workBegun = begun;
  while (waiting.length > 0 && systemClock.monotonicMs() - begun < budgetMs) {
    // Removed after it ran: a task that queues another one must not start a second worker.
    waiting[0]?.();
    waiting.shift();
  }
  workBegun = undefined;
  if (waiting.length > 0) setImmediate(work);
}

/** Work that is done in one step. */
export function oneStep(work: () => void): Stepping<void> {
  const next = () => {
    work();
    return { done: true, value: undefined } as const;
  };
  return { next };
}

/** How work in steps ended: with a result, or with what it threw. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** Work that stops now and then, as `Steps` of the planner. */
type Stepping<Result> = Iterator<undefined, Result, undefined>;

/**
 * Takes the first step at once and the others in turns, and tells how it ended: before it returns, where one step is all.
 *
 * `signal` ends it between two steps; then nothing is told. `ended` must not throw.
 */
export function stepByStep<Result>(
  steps: Stepping<Result>,
  signal: AbortSignal,
  ended: (outcome: Outcome<Result>) => void,
): void {
  if (signal.aborted) return;
  const outcome = stepped(steps);
  if (outcome === undefined) inTurn(() => stepByStep(steps, signal, ended));
  else ended(outcome);
}

/** The same as a promise, which rejects with what the work throws, or with the reason of the signal. */
export function inSteps<Result>(steps: Stepping<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    stepByStep(steps, signal, (outcome) => {
      // It would keep the result for as long as there is the signal.
      signal.removeEventListener('abort', abort);
      if ('error' in outcome) reject(outcome.error);
      else resolve(outcome.result);
    });
  });
}

function stepped<Result>(steps: Stepping<Result>): Outcome<Result> | undefined {
  try {
    const step = steps.next();
    return step.done ? { result: step.value } : undefined;
  } catch (error) {
    return { error };
  }
}
