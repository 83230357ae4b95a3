import type { BatteryOrder, BatteryState } from './log.js';
import type { BatterySettings } from './settings.js';

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
export function guarded(state: BatteryState, facts: Facts): BatteryState {
  const { powerKw: _power, targetPercent: _target, ...rest } = state;
  const { minSocPercent } = facts.settings;
  if (!isPermitted(state, facts)) return { ...rest, mode: 'auto', reason: 'guard', minimumPercent: minSocPercent };
  const order = withinBounds(state, facts);
  return { ...rest, ...order, minimumPercent: within(order.minimumPercent, minSocPercent, 100) };
}

function isPermitted({ mode, powerKw, targetPercent }: BatteryState, { settings, percent }: Facts): boolean {
  if (mode === 'keep') return settings.leaveRoom;
  if (mode !== 'charge' && mode !== 'discharge') return true;
  if (!(Number(powerKw) > 0) || !Number.isFinite(targetPercent) || percent === undefined) return false;
  if (mode === 'charge') return settings.chargeFromGrid && percent < settings.maxSocPercent;
  return settings.feedFromBattery && percent > settings.minSocPercent;
}

function withinBounds(state: BatteryState, { settings, netKw }: Facts): BatteryOrder {
  const { mode, minimumPercent, powerKw = 0, targetPercent = 0 } = state;
  const { minSocPercent, maxSocPercent, chargeKw, dischargeKw, gridLimitKw } = settings;
  if (mode === 'charge') {
    const roomKw = gridLimitKw === undefined ? chargeKw : Math.max(0, gridLimitKw - netKw);
    const target = Math.min(targetPercent, maxSocPercent);
    const kw = Math.min(powerKw, chargeKw, roomKw);
    return kw > 0
      ? { mode, powerKw: kw, targetPercent: target, minimumPercent: target }
      : { mode: 'hold', minimumPercent };
  }
  if (mode === 'discharge') {
    const target = Math.max(targetPercent, minSocPercent);
    return { mode, powerKw: Math.min(powerKw, dischargeKw), targetPercent: target, minimumPercent: target };
  }
  return { mode, minimumPercent };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
