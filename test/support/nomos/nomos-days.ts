import type { PriceAnswer } from '#src/account/feed/price-request.js';
import { addDays, civilDay, type Interval } from '#src/time/index.js';

const berlin = 'Europe/Berlin';

/** A made-up but stable price of an instant, ct/kWh; distinct for neighbouring intervals. */
export function priceOf(start: number): number {
  const quarters = Math.round(start / 900_000);
  return ((((quarters * 7919) % 3001) + 3001) % 3001) / 100 - 2;
}

/** The points of a local day as Nomos gives them; `step` in minutes. */
export function dayPoints(date: string, step = 15): PriceAnswer['points'][number][] {
  const { start, end }: Interval = civilDay(berlin, date);
  const points = [];
  for (let at = start; at < end; at += step * 60_000) {
    const priceCt = priceOf(at);
    points.push({ start: at, priceCt, components: { electricity: priceCt - 17, grid: 9, levies: 8 } });
  }
  return points;
}

/** The answer for local days, both included, as far as `isPublished` says; other days are absent. */
export function answerFor(firstDay: string, lastDay: string, isPublished: (date: string) => boolean): PriceAnswer {
  const points = [];
  for (let date = firstDay; date <= lastDay; date = addDays(date, 1))
    if (isPublished(date)) points.push(...dayPoints(date));
  return { active: true, resolutionMs: 900_000, points };
}
