import type { Ms } from '../time/index.js';

/** The price from an instant on. */
export interface PricePoint {
  readonly start: Ms;
  /** Gross ct/kWh; null = unknown, never zero. */
  readonly priceCt: number | null;
  /** Parts of the price by Nomos' names, gross ct/kWh; unknown parts are absent. */
  readonly components: Readonly<Record<string, number>>;
}

/** What Nomos answered for some days: points as they came, unsorted and with duplicates, where there are any. */
export interface PriceAnswer {
  /** False when the contract has not begun or has ended, so that there are no prices at all. */
  readonly active: boolean;
  /** How long an interval is said to be, in ms; only a hint, the points tell. */
  readonly resolutionMs?: number;
  readonly points: readonly PricePoint[];
}
