// @ts-nocheck
import type { Subscription } from '../customers.js';
import { isoSeconds, localDate, minuteOfDay, wallMinute } from '../local-time.js';
import type { GridFee } from './grid-fee.js';
import type { SpotPrice } from './spot.js';

/** One entry of a price answer, as Nomos writes it; ct/kWh incl. VAT, `null` = not known. */
export interface WirePrice {
  readonly timestamp: string;
  readonly amount: number | null;
  readonly components: readonly { readonly type: string; readonly amount: number | null }[];
}

const vat = 1.19;
const marginNetCt = 1.5;
const feedInFeeNetCt = 0.4;
const concessionNetCt = 2.39;
/** Electricity tax and the three levies, ct/kWh net; years after the last one are invented, so that New Year shows a step. */
const leviesNetCt = new Map([
  [2024, 3.624],
  [2025, 4.701],
  [2026, 4.996],
]);

/** What a customer pays (or, feeding in, gets) for a quarter-hour: components rounded first, so that they add up. */
export function allInPrice(subscription: Subscription, { start, eurPerMwh }: SpotPrice): WirePrice {
  const isFeedIn = subscription.type === 'feed_in';
  const netCt = eurPerMwh / 10 + (isFeedIn ? -feedInFeeNetCt : marginNetCt);
  const components = [{ type: 'electricity', amount: cents(netCt * vat) }];
  if (!isFeedIn) {
    components.push({ type: 'grid', amount: gridCt(subscription.gridFee, start) });
    components.push({ type: 'levies', amount: leviesCt(localYear(start)) });
  }
  const amount = cents(components.reduce((sum, component) => sum + component.amount, 0));
  return { timestamp: isoSeconds(start), amount, components };
}

/** Tax and levies of a local calendar year, ct/kWh incl. VAT. */
function leviesCt(year: number): number {
  const known = leviesNetCt.get(year) ?? (year < 2024 ? 3.624 : 4.996 + 0.12 * (year - 2026));
  return cents((known + concessionNetCt) * vat);
}

/** A year begins in winter, when the local clock is an hour before UTC. */
function localYear(instant: number): number {
  return new Date(instant + 3_600_000).getUTCFullYear();
}

function gridCt({ standardCt, levels = [] }: GridFee, start: number): number {
  if (levels.length === 0) return cents(standardCt);
  const month = Number(localDate(start).slice(5, 7));
  const minute = wallMinute(start);
  const level = levels.find(({ from, to, months }) => {
    if (months !== undefined && !months.includes(month)) return false;
    const begin = minuteOfDay(from);
    const end = minuteOfDay(to);
    return begin < end ? begin <= minute && minute < end : begin <= minute || minute < end;
  });
  return cents(level?.ct ?? standardCt);
}

/** Two decimals, and never `-0`, which JSON would write as 0 anyway. */
function cents(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
