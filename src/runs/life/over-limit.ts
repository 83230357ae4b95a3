import { contains, type Ms, msPerHour, msPerMinute } from '../../time/index.js';
import { type Job, type RunLog, remainingMs, stopped } from '../device/log.js';
import { settingsNow } from '../device/open-window.js';
import { highestKw } from '../placing/costs.js';
import type { HouseShare } from '../placing/house-share.js';
import type { Scene } from '../placing/plan-job.js';
import type { DeviceState } from '../told/device-state.js';
import type { Happened } from '../told/events.js';

/** Nobody means a run that begins a day later. */
const longestPauseMs = 24 * msPerHour;

/** Sums of powers that people write with a decimal have rounding errors. */
const noiseKw = 1e-6;

/** The log after the house said that what is on has to give way: the run is over, its rest is planned again. */
export function pausedFor({ house, now }: Scene, log: RunLog): RunLog {
  if (house?.pauses !== true) return log;
  const { extra: _, ...rest } = log;
  if (rest.job?.current === undefined) return rest;
  const job = stopped(rest.job, now);
  const window = job.kind === 'start' ? { ...job.window, end: endAfterPause(job, house, now) } : job.window;
  return { ...rest, job: { ...job, window, runs: [], locked: false } };
}

/** Who was started by hand goes on as soon as there is room: its window ends as much later. */
function endAfterPause(job: Job, { closed }: HouseShare, now: Ms): Ms {
  const shut = closed.find((time) => contains(time, now));
  const again = Math.min(shut?.end ?? now, now + longestPauseMs);
  // A beginning and a rest in whole minutes.
  return Math.max(job.window.end, again + remainingMs(job, now) + 2 * msPerMinute);
}

/** Tells once that the house takes more than its limit because this device is on. */
export function tellOverLimit(
  log: RunLog,
  scene: Scene,
  { on }: DeviceState,
): { readonly log: RunLog; readonly events: readonly Happened[] } {
  const kw = overKw(log, scene, on === true);
  if ((kw !== undefined) === (log.overLimit === true)) return { log, events: [] };
  const { overLimit: _, ...rest } = log;
  if (kw === undefined) return { log: rest, events: [] };
  const params = { kw, limitKw: scene.house?.now.limitKw ?? 0 };
  return { log: { ...rest, overLimit: true }, events: [{ kind: 'over-limit', job: log.job, params }] };
}

/** What the house takes, where that is above its limit because of this device; undefined otherwise. */
function overKw(log: RunLog, { house, settings, now }: Scene, isOn: boolean): number | undefined {
  if (!isOn || house?.now.limitKw === undefined) return undefined;
  const kw = house.now.othersKw + highestKw(settingsNow(log, settings, now));
  return kw > house.now.limitKw + noiseKw ? kw : undefined;
}
