import type { Steps } from '../planner/index.js';
import type { PriceSeries } from '../prices/index.js';
import type { Interval, Ms } from '../time/index.js';
import { type Ask, bestRuns, startsLeft } from './best-runs.js';
import { openParts } from './open-time.js';
import type { RunSettings } from './settings.js';
import { clockTimeIn } from './windows.js';

/**
 * The runs that are made although prices are missing: from `fallbackStart` on where that is chosen, else at the last moment
 * at which the rest still fits; what does not fit is left out.
 *
 * `window` is that of the job, of which the ask has a part. None with a price limit, since an unknown price never satisfies one.
 */
export function* blindRuns(ask: Ask, window: Interval): Steps<readonly Interval[]> {
  const { settings, window: room, wantMs } = ask;
  if (settings.maxPriceCt !== undefined || room.start >= room.end || startsLeft(ask) === 0) return [];
  const chosen = chosenStart(settings, window);
  const [first] = openParts(room, ask.closed);
  if (first?.start !== room.start || first.end !== room.end) return yield* runsBesideClosed(ask, chosen);
  const latest = Math.max(room.start, room.end - wantMs);
  const start = Math.min(latest, Math.max(room.start, chosen ?? latest));
  return [{ start, end: Math.min(room.end, start + wantMs) }];
}

/** Where all prices are equal, only the rules for runs, the closed times and the tie decide. */
function* runsBesideClosed(ask: Ask, chosen: Ms | undefined): Steps<readonly Interval[]> {
  const { window } = ask;
  const series: PriceSeries = [{ ...window, priceCt: 0, components: {} }];
  const settings: RunSettings = { ...ask.settings, startAlignMinutes: 1, tie: 'latest', objective: 'cheapest' };
  if (chosen !== undefined) {
    const later = { start: Math.max(window.start, chosen), end: window.end };
    const early: RunSettings = { ...settings, tie: 'earliest' };
    const initial = later.start === window.start ? ask.initial : undefined;
    const choice = yield* bestRuns({ ...ask, settings: early, series, window: later, initial, shortened: false });
    if (choice.feasible) return choice.runs;
  }
  return (yield* bestRuns({ ...ask, settings, series, shortened: true })).runs;
}

function chosenStart({ missingPrices, fallbackStart, timeZone }: RunSettings, window: Interval): Ms | undefined {
  if (missingPrices !== 'fallback' || fallbackStart === undefined) return undefined;
  return clockTimeIn(window, timeZone, fallbackStart);
}
