// @ts-nocheck
import type { Subscription } from '../customers.js';
import { localDate, localInstant } from '../local-time.js';
import { makePriceDays } from '../prices/price-days.js';
import { defaultModes } from '../server/modes.js';

/** The demo's device: how long it runs, and between which local times. */
export const demoWindow = { from: '06:00', to: '22:00', durationMinutes: 30 };

/** The instant of today at which the demo device is cheapest, found by trying every quarter-hour edge. */
export function cheapestDemoStart(seed: number, subscription: Subscription, now: number): number {
  const date = localDate(now);
  const prices = makePriceDays(seed)(subscription, date, defaultModes) ?? [];
  const first = localInstant(date, demoWindow.from);
  const last = localInstant(date, demoWindow.to) - demoWindow.durationMinutes * 60_000;
  const starts = prices.map(({ timestamp }) => Date.parse(timestamp)).filter((at) => at >= first && at <= last);
  const costOf = (start: number) => {
    const end = start + demoWindow.durationMinutes * 60_000;
    const inside = prices.filter(({ timestamp }) => Date.parse(timestamp) >= start && Date.parse(timestamp) < end);
    return inside.reduce((sum, { amount }) => sum + (amount ?? Number.POSITIVE_INFINITY), 0);
  };
  return starts.reduce((best, start) => (costOf(start) < costOf(best) ? start : best), starts[0] ?? now);
}
