import { priceAt } from '../prices/index.js';
import type { Mode } from '../storage/index.js';
import type { Ms } from '../time/index.js';
import { netWatts } from './expected/readings.js';
import { guardedState, minimumOf } from './guard.js';
import type { BatteryLog, BatteryReason, BatteryState } from './log.js';
import { type BatteryPlan, netKw, type Outcome, type Surroundings } from './plan.js';
import { type BatterySettings, percentOf } from './settings.js';
import { percentNow } from './stored-energy.js';

/** What a state is made from. */
export interface Scene extends Surroundings {
  /** In force: the node's own with the options. */
  readonly settings: BatterySettings;
}

/**
 * What the battery does now: the override, else what the plan says, else nothing of its own. Where `keeps` says so the mode that is
 * on stays until its step ends. The guard has the last word.
 */
export function stateOf(
  log: BatteryLog,
  scene: Scene,
  { outcome, keeps }: { outcome: Outcome; keeps: boolean },
): BatteryState {
  const { settings, now } = scene;
  const plan = typeof outcome === 'string' ? undefined : outcome;
  const percent = percentNow(log, now);
  const measuredKw = (netWatts(log.metering, { now, hasSun: settings.solar === 'yes' }) ?? 0) / 1_000;
  const facts = { settings, percent, netKw: Math.max(measuredKw, plan === undefined ? 0 : netKw(plan.first)) };
  const wanted = wantedState(log, scene, { outcome, keeps });
  const priceCt = priceAt(scene.prices, now)?.priceCt ?? undefined;
  const shown = {
    ...wanted,
    ...(priceCt !== undefined && { priceCt }),
    ...(plan && { storedValueCt: plan.now.storedValueCt }),
  };
  return tidy(guardedState(shown, facts));
}

function wantedState(
  log: BatteryLog,
  scene: Scene,
  { outcome, keeps }: { outcome: Outcome; keeps: boolean },
): BatteryState {
  const { settings, now } = scene;
  const percent = percentNow(log, now);
  const { override, state } = log;
  if (override !== undefined) {
    const until = override.until === null ? {} : { until: override.until };
    return { ...fullOrder(override.mode, settings, percent), reason: 'override', ...until };
  }
  if (typeof outcome === 'string') return { mode: 'auto', minimumPercent: settings.minSocPercent, reason: outcome };
  if (keeps && state !== undefined) {
    const { until: _, ...kept } = state;
    return { ...kept, until: untilOf(outcome, state.mode) };
  }
  const { mode, powerKw, targetKwh } = outcome.now;
  const targetPercent = targetKwh === undefined ? undefined : percentOf(settings, targetKwh);
  return {
    mode,
    ...(powerKw !== undefined && { powerKw }),
    ...(targetPercent !== undefined && { targetPercent }),
    minimumPercent: targetPercent ?? minimumOf(mode, settings, percent),
    reason: reasonOf(outcome, settings),
    until: untilOf(outcome, mode),
  };
}

/** What an override means: as much as is allowed. */
function fullOrder(mode: Mode, settings: BatterySettings, percent: number | undefined) {
  const { chargeKw, dischargeKw, minSocPercent, maxSocPercent } = settings;
  if (mode === 'charge')
    return { mode, powerKw: chargeKw, targetPercent: maxSocPercent, minimumPercent: maxSocPercent };
  if (mode === 'discharge')
    return { mode, powerKw: dischargeKw, targetPercent: minSocPercent, minimumPercent: minSocPercent };
  return { mode, minimumPercent: minimumOf(mode, settings, percent) };
}

function reasonOf({ now, battery, storedKwh, first }: BatteryPlan, { capacityKwh }: BatterySettings): BatteryReason {
  const nearKwh = capacityKwh / 100;
  const isEmpty = storedKwh <= battery.minKwh + nearKwh;
  switch (now.mode) {
    case 'charge':
      return 'cheap';
    case 'discharge':
      return 'sell';
    case 'keep':
      return 'room-for-sun';
    case 'hold':
      return isEmpty ? 'empty' : 'worth-more-later';
    case 'auto':
      if (first.netKwh < 0) return storedKwh >= battery.maxKwh - nearKwh ? 'full' : 'worth-more-later';
      return isEmpty ? 'empty' : 'dear';
  }
}

/** The end of the steps in a row that have this mode by published prices. */
function untilOf({ steps, way, first }: BatteryPlan, mode: Mode): Ms {
  let { end } = first;
  for (let index = 1; index < steps.length; index += 1) {
    if (steps[index]?.expected || way.at(index)?.mode !== mode) break;
    end = steps[index]?.end ?? end;
  }
  return end;
}

/** Numbers as an inverter takes them. */
function tidy(state: BatteryState): BatteryState {
  const { powerKw, targetPercent, minimumPercent } = state;
  return {
    ...state,
    ...(powerKw !== undefined && { powerKw: Math.floor(powerKw * 1_000 + 1e-6) / 1_000 }),
    ...(targetPercent !== undefined && { targetPercent: Math.round(targetPercent * 10) / 10 }),
    minimumPercent: Math.round(minimumPercent * 10) / 10,
  };
}
