import type { Ms } from '../time/index.js';

/** A battery as the planner sees it: energies are stored kWh, powers and wear are on the AC side. */
export interface Battery {
  /** The reserve: nothing is planned to go below it. */
  readonly minKwh: number;
  readonly maxKwh: number;
  readonly chargeKw: number;
  readonly dischargeKw: number;
  /** Stored kWh for each kWh taken from the house, 0.01 to 1. */
  readonly chargeEfficiency: number;
  /** kWh given to the house for each stored kWh, 0.01 to 1. */
  readonly dischargeEfficiency: number;
  /** What it costs the battery to give 1 kWh, ct. */
  readonly wearCt: number;
  /** Power may be bought to be stored. */
  readonly chargeFromGrid: boolean;
  /** What is stored may be fed in. */
  readonly feedFromBattery: boolean;
  /** The inverter can be told not to store a surplus. */
  readonly leaveRoom: boolean;
  /** The most that house and battery may draw from the grid together; the house alone may draw more. */
  readonly gridLimitKw?: number;
}

/** A stretch of time [start, end) of one price. A price or an energy that is no usable number makes it idle: nothing is done, at no cost. */
export interface Step {
  readonly start: Ms;
  readonly end: Ms;
  readonly buyCt: number;
  readonly feedInCt: number;
  /** What the house uses minus what the sun gives. */
  readonly netKwh: number;
  /** True where the price is not published but expected. */
  readonly expected: boolean;
  /** Stored kWh that are used up during the step whatever is decided, like the heat of a tank; 0 when absent. */
  readonly drainKwh?: number;
}

/** What a home battery can be told to do; `steadyMode` says which of it is best. */
export type Mode = 'auto' | 'hold' | 'charge' | 'keep' | 'discharge';

/** More than any home, price or battery has: beyond it sums would lose their digits. */
const most = 1e6;

/** True for a number that can be planned with: a finite one of at most a million either way. */
export function isUsable(value: number): boolean {
  return Math.abs(value) <= most;
}

const unlimited = Number.POSITIVE_INFINITY;
const share = (value: number) => (value >= 0.01 ? Math.min(value, 1) : 1);
const amount = (value: number) => (isUsable(value) ? Math.max(0, value) : 0);

/** The battery with odd numbers (NaN, negative, efficiency above 1) replaced by harmless ones; throws nothing. */
export function soundBattery(battery: Battery): Battery {
  const minKwh = amount(battery.minKwh);
  const { gridLimitKw } = battery;
  return {
    minKwh,
    maxKwh: Math.max(minKwh, amount(battery.maxKwh)),
    chargeKw: amount(battery.chargeKw),
    dischargeKw: amount(battery.dischargeKw),
    chargeEfficiency: share(battery.chargeEfficiency),
    dischargeEfficiency: share(battery.dischargeEfficiency),
    wearCt: amount(battery.wearCt),
    chargeFromGrid: battery.chargeFromGrid,
    feedFromBattery: battery.feedFromBattery,
    leaveRoom: battery.leaveRoom,
    gridLimitKw:
      gridLimitKw === undefined || gridLimitKw === Number.POSITIVE_INFINITY ? unlimited : amount(gridLimitKw),
  };
}
