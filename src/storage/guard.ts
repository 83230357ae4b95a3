import type { Battery, Mode } from './battery.js';

/** A finished decision, as it would be sent. */
export interface Decision {
  readonly mode: Mode;
  readonly powerKw?: number;
  readonly targetKwh?: number;
}

/** What a decision must not do. */
export type Broken =
  | 'charge-from-grid'
  | 'above-maximum'
  | 'grid-limit'
  | 'charge-power'
  | 'feed-in'
  | 'below-minimum'
  | 'discharge-power'
  | 'leave-room'
  | 'odd';

/** What is known of the house when a decision is checked; a net load that is not known counts as a house that uses nothing. */
export interface Seen {
  readonly storedKwh: number;
  /** What the house draws minus what the sun gives, on average, kW. */
  readonly netKw: number;
}

/**
 * The last look at a decision, whoever made it: what breaks a permission becomes `auto`, what goes beyond a limit is cut to it, and
 * `broken` names what was wrong (empty: nothing). It knows nothing of plans and prices. Throws nothing.
 */
export function guarded(battery: Battery, decision: Decision, seen: Seen): { decision: Decision; broken: Broken[] } {
  const broken: Broken[] = [];
  const { mode } = decision;
  if (mode === 'charge') return { decision: guardCharge(battery, decision, { seen, broken }), broken };
  if (mode === 'discharge') return { decision: guardDischarge(battery, decision, { seen, broken }), broken };
  if (mode === 'keep' && !battery.leaveRoom) broken.push('leave-room');
  else if (mode !== 'auto' && mode !== 'hold' && mode !== 'keep') broken.push('odd');
  return { decision: { mode: broken.length > 0 ? 'auto' : mode }, broken };
}

interface Look {
  readonly seen: Seen;
  readonly broken: Broken[];
}

const auto: Decision = { mode: 'auto' };
/** What arithmetic may lose, kW and kWh. */
const noise = 1e-6;
/** An inverter is told whole watts: to charge with less is to wait. */
const leastKw = 0.001;

function guardCharge(battery: Battery, { powerKw, targetKwh }: Decision, { seen, broken }: Look): Decision {
  if (!battery.chargeFromGrid) broken.push('charge-from-grid');
  if (isOdd(powerKw) || isOdd(targetKwh)) broken.push('odd');
  if (broken.length > 0) return auto;
  const target = targetKwh ?? battery.maxKwh;
  if (target > battery.maxKwh + noise) broken.push('above-maximum');
  const wanted = powerKw ?? battery.chargeKw;
  if (wanted > battery.chargeKw + noise) broken.push('charge-power');
  const netKw = Number.isFinite(seen.netKw) ? seen.netKw : 0;
  const limitKw = Math.max(0, (battery.gridLimitKw ?? Number.POSITIVE_INFINITY) - netKw);
  const allowed = Math.min(wanted, battery.chargeKw);
  if (allowed > limitKw + noise) broken.push('grid-limit');
  const power = Math.min(allowed, limitKw);
  const upTo = Math.min(target, battery.maxKwh);
  if (seen.storedKwh > battery.maxKwh + noise) broken.push('above-maximum');
  // What was to be filled must not be emptied instead.
  if (!(power >= leastKw) || seen.storedKwh > battery.maxKwh + noise) return { mode: 'hold' };
  return { mode: 'charge', powerKw: power, targetKwh: upTo };
}

function guardDischarge(battery: Battery, { powerKw, targetKwh }: Decision, { seen, broken }: Look): Decision {
  if (!battery.feedFromBattery) broken.push('feed-in');
  if (isOdd(powerKw) || isOdd(targetKwh)) broken.push('odd');
  if (seen.storedKwh < battery.minKwh - noise) broken.push('below-minimum');
  if (broken.length > 0) return auto;
  const target = targetKwh ?? battery.minKwh;
  if (target < battery.minKwh - noise) broken.push('below-minimum');
  const wanted = powerKw ?? battery.dischargeKw;
  if (wanted > battery.dischargeKw + noise) broken.push('discharge-power');
  return {
    mode: 'discharge',
    powerKw: Math.min(wanted, battery.dischargeKw),
    targetKwh: Math.max(target, battery.minKwh),
  };
}

function isOdd(value: number | undefined): boolean {
  return value !== undefined && !(Number.isFinite(value) && value >= 0);
}
