import { isKnown, priceAt } from '../../prices/index.js';
import { contains, type Interval, type Ms, msPerMinute } from '../../time/index.js';
import type { Job, Run, RunCause, RunLog } from '../device/log.js';
import { openWindow } from '../device/open-window.js';
import { type OutputChoice, withOptions } from '../device/settings.js';
import type { Scene } from '../placing/plan-job.js';

/** Why the device is as it is; `startup`: only told again because Node-RED has started. */
export type OutputReason =
  | 'planned'
  | 'fallback'
  | 'manual'
  | 'cheap'
  | 'off-limit'
  | 'waiting'
  | 'done'
  | 'cancelled'
  | 'no-plan'
  | 'power-limit'
  | 'outside'
  | 'startup';

/** What the device should be: on, off, or (undefined) whatever it is. */
export interface DeviceState {
  readonly on: boolean | undefined;
  readonly reason: OutputReason;
  /** When that changes as far as it is known now. */
  readonly until: Ms | undefined;
  /** With `off-limit`: how long the device was to be off before it was switched on. */
  readonly offMinutes?: number;
}

/** The state that the device should be in now; `extra` are its stretches of very cheap power. */
export function deviceState(log: RunLog, scene: Scene, extra: readonly Interval[]): DeviceState {
  const { override, job } = log;
  if (override !== undefined) return { on: override.on, reason: 'manual', until: override.until ?? undefined };
  if (job?.current !== undefined) return onByRun(job.current, log, extra);
  const cheap = extra.find((stretch) => contains(stretch, scene.now));
  if (cheap !== undefined) return { on: true, reason: 'cheap', until: onUntil(log, extra, cheap.end) };
  const idle = whileOff(log, scene, extra);
  const shut = idle.on ? shutNow(log, scene) : undefined;
  return shut === undefined ? idle : { on: false, reason: 'power-limit', until: shut.end };
}

/**
 * The time in which a house has no room for a device that nothing but a choice of its output would have on; undefined where
 * there is room, and where it is on already and need not pause.
 */
function shutNow({ device }: RunLog, { house, now }: Scene): Interval | undefined {
  if (house === undefined || (device?.on && !house.pauses)) return undefined;
  return house.closed.find((time) => contains(time, now));
}

const reasonByCause: Readonly<Record<RunCause, OutputReason>> = {
  planned: 'planned',
  expected: 'planned',
  fallback: 'fallback',
  manual: 'manual',
  override: 'manual',
};

function onByRun({ cause, end, forcedAfterMs }: Run, log: RunLog, extra: readonly Interval[]): DeviceState {
  const until = onUntil(log, extra, end);
  if (forcedAfterMs === undefined) return { on: true, reason: reasonByCause[cause], until };
  return { on: true, reason: 'off-limit', until, offMinutes: Math.round(forcedAfterMs / msPerMinute) };
}

/** How long the device stays on when what follows without a pause is counted in. */
function onUntil(log: RunLog, extra: readonly Interval[], end: Ms): Ms {
  const stretches = [...(log.job?.runs ?? []), ...extra];
  const further = stretches
    .filter((stretch) => stretch.start <= end && stretch.end > end)
    .map((stretch) => stretch.end);
  return further.length === 0 ? end : onUntil(log, extra, Math.max(...further));
}

function whileOff(log: RunLog, scene: Scene, extra: readonly Interval[]): DeviceState {
  const { job } = log;
  const open = openWindow(log, scene.now);
  const next = nextOn(log, extra);
  if (open === undefined)
    return { ...chosen(scene.settings.outputOutside), reason: 'outside', until: edgeOutside(log, scene, next) };
  if (open.state === 'cancelled' || open.state === 'done') return { on: false, reason: open.state, until: next };
  if (open.state === 'planned' && job !== undefined && isDecided(job, scene))
    return { on: false, reason: 'waiting', until: next };
  // Where others leave no room nothing may be on, whatever stands for a plan.
  if (job?.reason === 'power-limit') return { on: false, reason: 'power-limit', until: next };
  const { outputNoPlan } = withOptions(scene.settings, open.options);
  const { end } = open.window;
  // Very cheap power comes without a plan, too.
  const until = outputNoPlan === 'on' ? end : Math.min(next ?? end, end);
  return { ...chosen(outputNoPlan), reason: 'no-plan', until };
}

/** True when being off now is what prices say, and not the lack of them. */
function isDecided(job: Job, { settings, series, now }: Scene): boolean {
  if (job.feasible || job.runs.length > 0) return true;
  const waits = job.provisional || withOptions(settings, job.options).mode === 'threshold';
  const interval = priceAt(series, now);
  return waits && interval !== undefined && isKnown(interval);
}

function nextOn(log: RunLog, extra: readonly Interval[]): Ms | undefined {
  const starts = [...(log.job?.runs ?? []), ...extra].map((stretch) => stretch.start);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

function edgeOutside(log: RunLog, { settings }: Scene, next: Ms | undefined): Ms | undefined {
  return settings.outputOutside === 'off' ? next : log.job?.window.start;
}

function chosen(choice: OutputChoice): { on: boolean | undefined } {
  return { on: choice === 'none' ? undefined : choice === 'on' };
}
