// @ts-nocheck
import { bell } from '../chance.js';
import type { Subscription } from '../customers.js';
import { calendarPlace, quartersOf } from '../local-time.js';
import { hill, sunshine, winterOf } from '../prices/season.js';

/** What a meter counted in a quarter-hour: its start in epoch ms, and kWh with three decimals. */
export interface MeteredQuarter {
  readonly start: number;
  readonly usageKwh: number;
}

/** Hours a year for which a roof would have to give its full power. */
const fullSunHours = 950;
const quartersOfYear = 35_040;

/** The quarter-hours of a local day, from seed, contract and date alone: 92, 96 or 100, drawn by a household or fed in. */
export function meteredDay(seed: number, subscription: Subscription, date: string): MeteredQuarter[] {
  const curve = subscription.type === 'feed_in' ? roofCurve : householdCurve;
  const kwhAt = curve(seed, subscription, date);
  return quartersOf(date).map(({ start, minuteOfDay }, index) => {
    const noise = bell(seed, `load/${subscription.id}/${date}/${index}`);
    return { start, usageKwh: Math.round(Math.max(0, kwhAt(minuteOfDay / 60 + 0.125, noise)) * 1000) / 1000 };
  });
}

type Curve = (seed: number, subscription: Subscription, date: string) => (hour: number, noise: number) => number;

/** A base at night, a morning that comes later at weekends, a noon at home then, and an evening; more of it in winter. */
const householdCurve: Curve = (seed, { id, estimatedUsageKwh }, date) => {
  const isWeekend = calendarPlace(date).weekday >= 6;
  const season = 0.78 + 0.44 * winterOf(date);
  const mood = Math.max(0.5, 1 + 0.12 * bell(seed, `load/${id}/${date}`));
  const meanKwh = (estimatedUsageKwh / quartersOfYear) * season * mood;
  return (hour, noise) => {
    const morning = 0.9 * hill(hour, isWeekend ? 9 : 7, 1.3);
    const noon = (isWeekend ? 0.9 : 0.35) * hill(hour, 12.5, 1.5);
    const evening = 1.7 * hill(hour, 19.3, 2);
    return meanKwh * (0.45 + morning + noon + evening) * Math.max(0.35, 1 + 0.3 * noise);
  };
};

/** A bow between sunrise and sunset, higher and longer in summer; clouds are those of the market's sunshine. */
const roofCurve: Curve = (seed, { estimatedUsageKwh }, date) => {
  const summer = 1 - winterOf(date);
  const peakKw = estimatedUsageKwh / fullSunHours;
  const halfDayHours = 4.1 + 3.9 * summer;
  const brightness = sunshine(seed, date) * (0.19 + 0.37 * summer);
  return (hour, noise) => {
    const place = (hour - 12.4 - 0.9 * summer) / halfDayHours;
    if (Math.abs(place) >= 1) return 0;
    return (peakKw / 4) * brightness * Math.cos((Math.PI / 2) * place) ** 1.3 * Math.max(0.2, 1 + 0.2 * noise);
  };
};
