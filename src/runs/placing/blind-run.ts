import type { Steps } from '../../planner/index.js';
import type { PriceSeries } from '../../prices/index.js';
import { type Interval, type Ms, msPerMinute } from '../../time/index.js';
import { openParts } from '../device/open-time.js';
import { leastRunMinutes, type RunSettings } from '../device/settings.js';
import { clockTimeIn } from '../device/windows.js';
import { type Ask, startsLeft } from './ask.js';
import { bestRuns } from './best-runs.js';

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
  if (first?.start !== room.start || first.end !== room.end) return yield* runsByRules(ask, chosen);
  const latest = Math.max(room.start, room.end - wantMs);
  const start = Math.min(latest, Math.max(room.start, chosen ?? latest));
  const run = { start, end: Math.min(room.end, start + wantMs) };
  return keepsRules(ask, run) ? [run] : yield* runsByRules(ask, chosen);
}

/** True for a run that is long enough, and far enough from the one before it. */
function keepsRules(ask: Ask, { start, end }: Interval): boolean {
  const { settings, window, initial } = ask;
  if (settings.mode === 'contiguous') return true;
  const offMs = start - window.start + (initial?.on ? 0 : (initial?.forMs ?? Number.POSITIVE_INFINITY));
  const goesOn = initial?.on === true && start === window.start;
  if (goesOn) return true;
  return offMs >= settings.minPauseMinutes * msPerMinute && end - start >= leastRunMinutes(settings) * msPerMinute;
}

/** Where all prices are equal, only the rules for runs, the closed times and the tie decide. */
function* runsByRules(ask: Ask, chosen: Ms | undefined): Steps<readonly Interval[]> {
  const { window } = ask;
  const series: PriceSeries = [{ ...window, priceCt: 0, components: {} }];
  const settings: RunSettings = { ...ask.settings, startAlignMinutes: 1, tie: 'latest', objective: 'cheapest' };
  if (chosen !== undefined) {
    const later = { start: Math.max(window.start, chosen), end: window.end };
    const early: RunSettings = { ...settings, tie: 'earliest' };
    const initial = afterMs(ask.initial, later.start - window.start);
    const choice = yield* bestRuns({ ...ask, settings: early, series, window: later, initial, shortened: false });
    if (choice.feasible) return choice.runs;
  }
  return (yield* bestRuns({ ...ask, settings, series, shortened: true })).runs;
}

/** What the device has done so much later, if it is off until then. */
function afterMs(initial: Ask['initial'], ms: number): Ask['initial'] {
  if (initial === undefined || ms === 0) return initial;
  return { on: false, forMs: (initial.on ? 0 : initial.forMs) + ms };
}

function chosenStart({ missingPrices, fallbackStart, timeZone }: RunSettings, window: Interval): Ms | undefined {
  if (missingPrices !== 'fallback' || fallbackStart === undefined) return undefined;
  return clockTimeIn(window, timeZone, fallbackStart);
}
