import type { Interval } from '../time/index.js';
import type { RunSettings } from './settings.js';
import { clockTimeIn } from './windows.js';

/**
 * The run that is made although prices are missing: at `fallbackStart` where that is chosen, else at the last moment at
 * which the rest still fits; what does not fit is left out.
 *
 * `room` is the part of the `window` that can still be used. Undefined with a price limit, since an unknown price never
 * satisfies one.
 */
export function blindRun(
  settings: RunSettings,
  room: Interval & { readonly window: Interval },
  wantMs: number,
): Interval | undefined {
  if (settings.maxPriceCt !== undefined || room.start >= room.end) return undefined;
  const latest = Math.max(room.start, room.end - wantMs);
  const start = Math.min(latest, Math.max(room.start, chosenStart(settings, room.window) ?? latest));
  return { start, end: Math.min(room.end, start + wantMs) };
}

function chosenStart({ missingPrices, fallbackStart, timeZone }: RunSettings, window: Interval): number | undefined {
  if (missingPrices !== 'fallback' || fallbackStart === undefined) return undefined;
  return clockTimeIn(window, timeZone, fallbackStart);
}
