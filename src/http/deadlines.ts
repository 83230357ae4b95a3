import type { Ending, RequestProgress } from './progress.js';

/** What may end a request early. */
export interface Limits {
  /** Aborted at the deadline of the whole request. */
  readonly whole: AbortSignal;
  readonly connectMs: number;
  readonly signal: AbortSignal;
}

/**
 * An abort signal that fires at the deadlines of a request, with `progress.ending` telling why; `end` lets go of everything.
 *
 * The deadlines are in real time: `AbortSignal.timeout` is not among the timers that a simulation scales.
 */
export function watchDeadlines(
  progress: RequestProgress,
  limits: Limits,
): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const connect = AbortSignal.timeout(limits.connectMs);
  const finish = (ending: Ending) => {
    progress.ending ??= ending;
    controller.abort();
  };
  const onWhole = () => afterPendingIo(() => finish('deadline'));
  const onConnect = () => afterPendingIo(() => progress.connected || finish('connect-deadline'));
  const onSignal = () => finish('aborted');
  if (limits.signal.aborted) onSignal();
  if (limits.whole.aborted) onWhole();
  const over = new AbortController();
  limits.whole.addEventListener('abort', onWhole, over);
  connect.addEventListener('abort', onConnect, over);
  limits.signal.addEventListener('abort', onSignal, over);
  return { signal: controller.signal, end: () => over.abort() };
}

/** After the event loop was blocked, timers run before sockets are read: an answer that is already here must win. */
function afterPendingIo(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}
