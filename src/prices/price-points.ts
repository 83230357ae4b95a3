import type { Ms } from '../time/index.js';
import type { PriceSeries } from './series.js';

/** The series as the planner takes it: ct/kWh or null for unknown, half-open, in order; gaps stay gaps. */
export function toPricePoints(series: PriceSeries): { start: Ms; end: Ms; price: number | null }[] {
  return series.map(({ start, end, priceCt }) => ({ start, end, price: priceCt }));
}
