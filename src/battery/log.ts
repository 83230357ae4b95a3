import type { BatteryWhyCode } from '../protocol/admin-api.js';
import type { Mode } from '../storage/index.js';
import type { Interval, Ms } from '../time/index.js';
import { type HouseProfile, nothingLearned } from './expected/house-profile.js';
import { type MarketAmounts, noAmounts } from './expected/market-zero.js';
import { type Metering, noMetering } from './expected/readings.js';
import type { RecentDay } from './expected/recent-days.js';
import type { Today } from './expected/today.js';
import type { BatteryOptions } from './settings.js';

/** Why the battery does what it does. */
export type BatteryReason = Exclude<BatteryWhyCode, 'sun-later'>;

/** What an inverter is told. */
export interface BatteryOrder {
  readonly mode: Mode;
  /** With `charge` and `discharge`, kW. */
  readonly powerKw?: number;
  /** With `charge` and `discharge`: the state of charge at which it ends. */
  readonly targetPercent?: number;
  /** For an inverter that knows nothing but a minimum. */
  readonly minimumPercent: number;
}

/** What the battery does now, and why. */
export interface BatteryState extends BatteryOrder {
  readonly reason: BatteryReason;
  /** When that changes as far as it is known now. */
  readonly until?: Ms;
  /** Of this moment, ct/kWh. */
  readonly priceCt?: number;
  /** What another stored kWh is worth, ct. */
  readonly storedValueCt?: number;
}

/** What is stored as far as it is known. */
export interface StoredEnergy {
  readonly percent: number;
  readonly at: Ms;
  /** When a reading last said so; earlier than `at` where it was reckoned on by the plan. */
  readonly toldAt: Ms;
}

/** The step of the plan that is on. */
export interface CurrentStep extends Interval {
  /** State of charge at its start. */
  readonly percent?: number;
  /** How the state of charge is expected to change in it, per cent an hour. */
  readonly percentPerHour: number;
  readonly plannedAt: Ms;
}

/** What was told once, and is not told again until it is over. */
export interface Told {
  readonly pricesStale?: true;
  readonly readingsStale?: true;
  readonly learned?: true;
  readonly pricesUntil?: Ms;
}

/** A mode that somebody holds the battery in; null = until it is ended. */
export interface Override {
  readonly mode: Mode;
  readonly until: Ms | null;
}

/** All that is remembered of a battery. */
export interface BatteryLog {
  readonly version: 1;
  readonly options: BatteryOptions;
  readonly metering: Metering;
  readonly profile: HouseProfile;
  readonly amounts: MarketAmounts;
  /** What power cost on the last days that are over; absent before the first. */
  readonly recent?: readonly RecentDay[];
  readonly today?: Today;
  readonly stored?: StoredEnergy;
  readonly override?: Override;
  readonly step?: CurrentStep;
  readonly state?: BatteryState;
  readonly sent?: BatteryOrder;
  readonly sentAt?: Ms;
  readonly savedAt?: Ms;
  readonly told: Told;
}

/** Before the first decision. */
export const emptyBatteryLog: BatteryLog = {
  version: 1,
  options: {},
  metering: noMetering,
  profile: nothingLearned,
  amounts: noAmounts,
  told: {},
};
