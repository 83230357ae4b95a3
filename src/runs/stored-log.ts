import { emptyRunLog, type RunLog } from './log.js';

/**
 * The log in a stored value, or the empty one where it is none of ours: a device then begins afresh, which is safe,
 * since its plan follows from settings and prices.
 */
export function storedRunLog(value: unknown): RunLog {
  return isRunLog(value) ? value : emptyRunLog;
}

function isRunLog(value: unknown): value is RunLog {
  if (!isRecord(value) || value.version !== 1) return false;
  const { job, aside, closed, skipped, override, device, extra, lastSeenAt } = value;
  return (
    [job, aside].every((one) => one === undefined || isJob(one)) &&
    (closed === undefined || (isRecord(closed) && isStretch(closed.window) && isRecord(closed.options))) &&
    [skipped, extra].every((one) => one === undefined || isStretch(one)) &&
    [override, device].every((one) => one === undefined || (isRecord(one) && typeof one.on === 'boolean')) &&
    (lastSeenAt === undefined || Number.isFinite(lastSeenAt))
  );
}

function isJob(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { window, ran, runs, current, options, told, wantedMs } = value;
  const stretches = [ran, runs].every((list) => Array.isArray(list) && list.every(isStretch));
  const isOn = current === undefined || isStretch(current);
  return isStretch(window) && stretches && isOn && isRecord(options) && isRecord(told) && Number.isFinite(wantedMs);
}

function isStretch(value: unknown): boolean {
  return isRecord(value) && Number.isFinite(value.start) && Number.isFinite(value.end);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
