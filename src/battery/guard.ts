import { guarded, type Mode } from '../storage/index.js';
import type { BatteryState } from './log.js';
import { type BatterySettings, batteryOf, kwhOf, percentOf } from './settings.js';

/** What is known of the battery and the house when a decision is checked. */
export interface Facts {
  readonly settings: BatterySettings;
  /** Stored now; undefined where nobody knows. */
  readonly percent: number | undefined;
  /** What the house draws besides the battery, kW: the more of what is expected and what is measured. */
  readonly netKw: number;
}

/**
 * The last look at a decision, whoever made it: what is not allowed becomes self-consumption, and no power and no target lies
 * outside of what the settings allow. A decision that is right stays as it is.
 */
export function guardedState(state: BatteryState, { settings, percent, netKw }: Facts): BatteryState {
  const { powerKw, targetPercent, ...rest } = state;
  const least = settings.minSocPercent;
  const isBlind = percent === undefined && (state.mode === 'charge' || state.mode === 'discharge');
  const seen = { storedKwh: kwhOf(settings, percent ?? 0), netKw };
  const wanted = {
    mode: state.mode,
    ...(powerKw !== undefined && { powerKw }),
    ...(targetPercent !== undefined && { targetKwh: kwhOf(settings, targetPercent) }),
  };
  const { decision, broken } = guarded(batteryOf(settings), wanted, seen);
  const minimumPercent = Math.min(100, Math.max(least, state.minimumPercent));
  if (isBlind || (decision.mode !== state.mode && decision.mode === 'auto'))
    return { ...rest, mode: 'auto', reason: 'guard', minimumPercent: least };
  // What waits instead of being filled is not to be filled by its minimum either.
  if (decision.mode !== state.mode) {
    const isLimited = broken.includes('grid-limit') && state.reason !== 'override';
    const reason = isLimited ? 'grid-limit' : state.reason;
    return { ...rest, mode: decision.mode, reason, minimumPercent: minimumOf(decision.mode, settings, percent) };
  }
  if (broken.length === 0) return { ...state, minimumPercent };
  const target = decision.targetKwh === undefined ? undefined : percentOf(settings, decision.targetKwh);
  return {
    ...rest,
    mode: decision.mode,
    ...(decision.powerKw !== undefined && { powerKw: decision.powerKw }),
    ...(target !== undefined && { targetPercent: target }),
    minimumPercent: target ?? minimumPercent,
  };
}

/** What an inverter is told that knows nothing but a minimum: to wait is to hold what is stored now. */
export function minimumOf(mode: Mode, { minSocPercent }: BatterySettings, percent: number | undefined): number {
  return mode === 'hold' ? Math.max(minSocPercent, Math.ceil(percent ?? minSocPercent)) : minSocPercent;
}
