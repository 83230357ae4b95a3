import type { PriceSeries } from '../../prices/index.js';
import type { CivilDate } from '../../time/index.js';
import type { MeteredSeries } from '../../usage/index.js';

/** The local days whose usage is wanted, both included; `subscription` empty = the account's own contract. */
export interface PeriodQuery {
  readonly subscription: string;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  /** `prices` leaves the metered values out. */
  readonly what: 'usage' | 'prices';
}

/** What Nomos has metered in some local days, and what it cost then. */
export interface PeriodUsage {
  /** The number a person knows the contract by, where it could be found out. */
  readonly subscriptionNumber?: string | undefined;
  /** The days that were read: those that were wanted, as far as the contract held. */
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  /** `consumption`, `feed-in`, or what Nomos may add. */
  readonly direction: string;
  readonly meterType: 'smart' | 'analog' | 'unknown';
  /** Whole values: those of an analog meter may reach over the days. */
  readonly metered: MeteredSeries;
  readonly prices: PriceSeries;
}

/** Told after each part of a reading. */
export type PeriodProgress = (doneDays: number, ofDays: number) => void;
