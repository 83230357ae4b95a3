// @ts-nocheck
import type { PriceInterval, PriceSeries } from '#src/prices/series.js';
import { instantOf, isoLocal, type Ms } from '#src/time/index.js';

const berlin = 'Europe/Berlin';
const minuteMs = 60_000;

/** The instant of `2026-11-22 14:15` in Berlin. */
export function at(text: string): Ms {
  const [date = '', time = '00:00'] = text.split(' ');
  return instantOf(berlin, date, time);
}

/** `02:15` in Berlin, to compare with. */
export function clock(instant: Ms | null | undefined): string | undefined {
  return instant == null ? undefined : isoLocal(berlin, instant).slice(11, 16);
}

/** A series of equal intervals from an instant on; null = unknown. */
export function series(start: Ms, pricesCt: readonly (number | null)[], minutes = 60): PriceSeries {
  return pricesCt.map(
    (priceCt, index): PriceInterval => ({
      start: start + index * minutes * minuteMs,
      end: start + (index + 1) * minutes * minuteMs,
      priceCt,
      components: {},
    }),
  );
}

/** Hours of one price each, with other prices at chosen local hours: `hours(at('2026-11-22'), 24, 30, { 2: 10 })`. */
export function hours(
  start: Ms,
  count: number,
  priceCt: number,
  others: Readonly<Record<number, number | null>> = {},
): PriceSeries {
  return series(
    start,
    Array.from({ length: count }, (_, index) => (index in others ? (others[index] ?? null) : priceCt)),
  );
}
