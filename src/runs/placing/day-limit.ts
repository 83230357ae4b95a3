import { gaps, type PriceInterval, type PriceSeries, slice, statistics } from '../../prices/index.js';
import { addDays, civilDate, civilDay } from '../../time/index.js';
import { limitsAverage, type RunSettings } from '../device/settings.js';
import { raisedAbove } from './priced.js';

type Base = Exclude<RunSettings['maxPriceFrom'], 'zero'>;

/** A price with how far it lies above the base of its day; null where that has none. */
interface Judged extends PriceInterval {
  readonly aboveCt: number | null;
}

/** Prices to choose runs by, and the settings that go with them. */
interface Limited {
  readonly series: PriceSeries;
  readonly settings: RunSettings;
}

const judgedBySeries = new WeakMap<PriceSeries, Map<string, readonly Judged[]>>();

/** True where the average of all runs may lie only so far above the bases of their days. */
export function limitsAverageByDay(settings: RunSettings): boolean {
  return settings.maxPriceFrom !== 'zero' && limitsAverage(settings);
}

/**
 * Prices and settings with an absolute limit that closes exactly what lies too far above the mean or the lowest price of its
 * local day: what is too dear costs more than that limit, all else what it costs. A day that is not wholly known has no base,
 * so its prices become unknown. Where the limit is no such one, both are as given.
 */
export function withDayLimit(series: PriceSeries, settings: RunSettings): Limited {
  const { maxPriceFrom, maxPriceCt } = settings;
  if (maxPriceFrom === 'zero' || maxPriceCt === undefined || limitsAverage(settings)) return { series, settings };
  const most = maxPriceCt + 1e-9 * Math.max(1, Math.abs(maxPriceCt));
  const judged = judgedPrices(series, maxPriceFrom, settings.timeZone);
  const isDear = ({ aboveCt }: Judged) => aboveCt !== null && aboveCt > most;
  const pricesWhere = (test: (one: Judged) => boolean) => judged.filter(test).flatMap(({ priceCt }) => priceCt ?? []);
  const cheap = pricesWhere((one) => one.aboveCt !== null && !isDear(one));
  const dear = pricesWhere(isDear);
  const limitCt = cheap.length > 0 ? Math.max(...cheap) : Math.min(0, ...dear) - 1;
  const known = judged.map(({ aboveCt, ...interval }): PriceInterval => {
    return aboveCt === null ? { ...interval, priceCt: null } : interval;
  });
  const limited = raisedAbove(limitCt, known, judged.map(isDear));
  return { series: limited, settings: { ...settings, maxPriceCt: limitCt, maxPriceFrom: 'zero' } };
}

/** How far each price lies above the base of its local day; unknown where that has none. */
export function aboveBase(series: PriceSeries, { maxPriceFrom, timeZone }: RunSettings): PriceSeries {
  if (maxPriceFrom === 'zero') return series;
  return judgedPrices(series, maxPriceFrom, timeZone).map(({ aboveCt, ...interval }) => ({
    ...interval,
    priceCt: aboveCt,
  }));
}

/** Kept, since many nodes of an account plan with one and the same series. */
function judgedPrices(series: PriceSeries, from: Base, timeZone: string): readonly Judged[] {
  const byKey = judgedBySeries.get(series) ?? new Map<string, readonly Judged[]>();
  const key = [from, timeZone].join();
  const judged = byKey.get(key) ?? judge(series, from, timeZone);
  judgedBySeries.set(series, byKey.set(key, judged));
  return judged;
}

function judge(series: PriceSeries, from: Base, timeZone: string): Judged[] {
  const judged: Judged[] = [];
  const [first, last] = [series[0], series.at(-1)];
  if (first === undefined || last === undefined) return judged;
  for (let date = civilDate(timeZone, first.start); ; date = addDays(date, 1)) {
    const day = civilDay(timeZone, date);
    if (day.start >= last.end) return judged;
    const prices = slice(series, day);
    const figures = gaps(prices, day).length === 0 ? statistics(prices) : undefined;
    const baseCt = from === 'average' ? figures?.meanCt : figures?.minCt;
    for (const interval of prices) {
      const isUnknown = baseCt === undefined || interval.priceCt === null;
      judged.push({ ...interval, aboveCt: isUnknown ? null : interval.priceCt - baseCt });
    }
  }
}
