import { addDays, civilDate, civilDay, type Ms } from '../time/index.js';
import { type SunForecast, sunFrom, sunUntil } from './forecast.js';

/**
 * What is known after a newer forecast, which takes the place of the one before from its beginning to the end of the local day on
 * which it ends: today and tomorrow may come one by one, in any order. What was told of tomorrow stays, of later days nothing: that
 * would only grow old. An empty forecast takes all of it back.
 */
export function joinedSun(
  known: SunForecast,
  newer: SunForecast,
  { now, timeZone }: { readonly now: Ms; readonly timeZone: string },
): SunForecast {
  const [first, last] = [newer[0], newer.at(-1)];
  if (first === undefined || last === undefined) return [];
  const dayEnd = civilDay(timeZone, civilDate(timeZone, last.end - 1)).end;
  const tomorrow = civilDay(timeZone, addDays(civilDate(timeZone, now), 1));
  return [...sunUntil(known, first.start), ...newer, ...sunUntil(sunFrom(known, dayEnd), tomorrow.end)];
}
