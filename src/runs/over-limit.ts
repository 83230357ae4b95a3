import { highestKw } from './costs.js';
import type { DeviceState } from './device-state.js';
import type { Happened } from './events.js';
import { settingsNow } from './jobs.js';
import { type RunLog, stopped } from './log.js';
import type { Scene } from './plan-job.js';

/** Sums of powers that people write with a decimal have rounding errors. */
const noiseKw = 1e-6;

/** The log after the house said that what is on has to give way: the run is over, its rest is planned again. */
export function pausedFor({ house, now }: Scene, log: RunLog): RunLog {
  if (house?.pauses !== true) return log;
  const { extra: _, ...rest } = log;
  if (rest.job?.current === undefined) return rest;
  return { ...rest, job: { ...stopped(rest.job, now), runs: [], locked: false } };
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
