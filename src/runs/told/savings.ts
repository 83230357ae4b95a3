import { type PriceSeries, slice, statistics } from '../../prices/index.js';
import type { Interval } from '../../time/index.js';
import type { RunSettings } from '../device/settings.js';
import { type Cost, costOf, loadOf } from '../placing/costs.js';

/** What a plan is better by, ct; undefined where a price that it takes is unknown. */
export interface Savings {
  /** Than beginning at once and running without a pause. */
  readonly againstNowCt: number | undefined;
  /** Than the same energy at the mean of the known prices. */
  readonly againstAverageCt: number | undefined;
}

/** What runs of `onMs` in all, which cost `total`, are better by in the room [start, end) that they could have taken. */
export function savings(
  { series, settings, room }: { series: PriceSeries; settings: RunSettings; room: Interval },
  total: Cost,
  onMs: number,
): Savings {
  if (total.costCt === undefined || onMs === 0) return { againstNowCt: undefined, againstAverageCt: undefined };
  const sign = settings.objective === 'cheapest' ? 1 : -1;
  const atOnce = costOf(series, { start: room.start, end: room.start + onMs }, loadOf(settings)).costCt;
  const average = statistics(slice(series, room))?.meanCt;
  const against = (costCt: number | undefined) =>
    costCt === undefined ? undefined : sign * (costCt - (total.costCt ?? 0));
  return {
    againstNowCt: against(atOnce),
    againstAverageCt: against(average === undefined ? undefined : average * total.energyKwh),
  };
}
