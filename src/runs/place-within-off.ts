import type { Steps } from '../planner/index.js';
import { type PriceSeries, slice } from '../prices/index.js';
import { contains, type Interval, type Ms, overlaps, quartersIn, uncovered } from '../time/index.js';
import type { Ask } from './ask.js';
import { belowRuns, bestRuns, type Choice } from './best-runs.js';
import { blindRuns } from './blind-run.js';
import { withDayLimit } from './day-limit.js';
import { chosenRuns, type Knowledge, plannedSeries } from './expected.js';
import { type HouseShare, takesSun, withSun } from './house-share.js';
import { type Job, type PlanReason, type Run, totalMs } from './log.js';
import type { OffRule } from './off-rule.js';
import { openParts } from './open-time.js';
import { wantedMs } from './settings.js';

type Placed = Pick<Job, 'feasible' | 'reason' | 'runs'>;
type Prices = Knowledge & { readonly house?: HouseShare | undefined };
type Limited = Ask & { readonly off: OffRule };

/** How a window is planned without the limit on time off. */
export type Freely = (ask: Ask) => Steps<Placed>;

/**
 * The runs of a job whose device is never off for too long: what is wanted and what the limit forces, or only that where the rest
 * does not fit; where it cannot be kept, the runs without it, or for a device that runs in one piece a run whenever it is due.
 */
export function* placedWithinOff(given: Limited, job: Job, prices: Prices, freely: Freely): Steps<Placed> {
  const { settings, wantMs } = given;
  const free = wantMs > 0 || settings.mode === 'threshold' ? yield* freely({ ...given, off: undefined }) : nothing;
  const reaching = untilItMayRunAgain(given);
  if (!isBinding(reaching)) return free;
  const ask = pricedEverywhere(reaching, job, prices);
  if (settings.mode === 'threshold') {
    const below = yield* belowRuns(ask);
    return below.feasible ? said(ask, below, prices, free) : { ...free, feasible: false, reason: 'off-too-long' };
  }
  const waits = job.provisional && !['use-known', 'expect'].includes(settings.missingPrices);
  if (waits && wantMs > 0) return yield* aroundBlind(ask, job, prices);
  const whole = yield* bestRuns(ask);
  if (whole.feasible) return said(ask, whole, prices, free);
  if (settings.mode === 'contiguous') return whenDue(ask, prices, whole.reason);
  const forced = yield* bestRuns({ ...ask, wantMs: 0 });
  if (!forced.feasible) return { ...free, feasible: free.feasible && wantMs === 0, reason: 'off-too-long' };
  return { ...said(ask, forced, prices, nothing), feasible: wantMs === 0, reason: whole.reason };
}

/** The window with the time after it in which the device is off for certain: what it is off at its end goes on there. */
function untilItMayRunAgain(ask: Limited): Limited {
  const { window, closed, off } = ask;
  if (off.afterMs === 0) return ask;
  const end = window.end + off.afterMs;
  return { ...ask, window: { ...window, end }, closed: [...closed, { start: window.end, end }] };
}

/** True where a device that stays off all the time would be off for too long. */
function isBinding({ window, off }: Limited): boolean {
  return window.start < window.end && off.beforeMs + window.end - window.start > off.maxOffMs;
}

/** By usual prices and the sun where the job is planned by them, and with a price in every gap. */
function pricedEverywhere(ask: Limited, job: Job, prices: Prices): Limited {
  const { settings } = ask;
  const series = job.provisional ? plannedSeries(prices, settings, job.window) : ask.series;
  const limited = withDayLimit(series, settings);
  const paid = takesSun(settings) && withSun(limited.series, limited.settings, prices.house?.sun ?? []);
  const judged = { ...ask, ...(paid || limited) };
  return { ...judged, series: filled(judged) };
}

const nothing: Placed = { feasible: true, reason: undefined, runs: [] };

/**
 * The series with a price in every gap of the window, dearer than all that are known and any limit, and the later the cheaper: so
 * the planner uses them only where it has to, as late as it can.
 */
function filled({ series, window, settings }: Ask): PriceSeries {
  const known = slice(series, window).filter(({ priceCt }) => priceCt !== null);
  const missing = uncovered(window, known);
  if (missing.length === 0) return series;
  const prices = known.map(({ priceCt }) => Math.abs(priceCt ?? 0));
  const worst = Math.ceil(Math.max(0, ...prices, Math.abs(settings.maxPriceCt ?? 0))) + 1000;
  const sign = settings.objective === 'cheapest' ? 1 : -1;
  const pieces = missing.flatMap(quartersIn);
  const added = pieces.map(({ start, end }, index) => ({
    start,
    end,
    components: {},
    priceCt: sign * (worst + pieces.length - index),
  }));
  return [...known, ...added].sort((a, b) => a.start - b.start);
}

/** The choice with its causes; a run that there would not be without the limit says how long the device was off before it. */
function said(ask: Limited, choice: Choice, prices: Knowledge, free: { readonly runs: readonly Interval[] }): Placed {
  const runs = chosenRuns(prices.series, choice.runs).map((run, index, all) => {
    const isFree = free.runs.some(({ start, end }) => start < run.end && run.start < end);
    return isFree ? run : forced(ask, run, all[index - 1]);
  });
  return { feasible: choice.feasible, reason: choice.reason, runs };
}

function forced({ window, off, initial }: Limited, run: Run, before: Interval | undefined): Run {
  const since = before?.end ?? (initial?.on ? window.start : window.start - off.beforeMs);
  return run.start > since ? { ...run, forcedAfterMs: run.start - since } : run;
}

/** What runs in one piece runs whenever it is due: one piece alone cannot keep the limit. */
function whenDue(ask: Limited, prices: Knowledge, reason: PlanReason | undefined): Placed {
  const { window, off, closed, settings } = ask;
  const parts = openParts(window, closed);
  const runs: Interval[] = [];
  let [from, offFrom] = [window.start, window.start - off.beforeMs];
  let lengthMs = ask.wantMs > 0 ? ask.wantMs : wantedMs(settings);
  while ((ask.wantMs > 0 && runs.length === 0) || window.end - offFrom > off.maxOffMs) {
    const start = startNear(parts, { from, due: offFrom + off.maxOffMs, lengthMs });
    if (start === undefined) break;
    from = start + lengthMs;
    offFrom = from;
    runs.push({ start, end: from });
    lengthMs = wantedMs(settings);
  }
  return said(ask, { feasible: false, reason, runs }, prices, nothing);
}

/**
 * The last start up to the one that is due, else the first after it; where the run fits nowhere, when it is due, over the end of the
 * window. Undefined where even then nothing may run.
 */
function startNear(
  parts: readonly Interval[],
  { from, due, lengthMs }: { from: Ms; due: Ms; lengthMs: number },
): Ms | undefined {
  const starts = parts
    .map(({ start, end }) => ({ first: Math.max(start, from), last: end - lengthMs }))
    .filter(({ first, last }) => first <= last);
  const before = starts.findLast(({ first }) => first <= due);
  if (before !== undefined) return Math.min(before.last, due);
  const over = parts.at(-1);
  const latest = Math.max(from, due);
  return starts[0]?.first ?? (over !== undefined && contains(over, latest) ? latest : undefined);
}

/**
 * While prices are waited for: the blind runs, and around them what the limit forces. The hours of the blind runs count as cheaper than
 * all others, so one plan of the whole window keeps the rules between both.
 */
function* aroundBlind(ask: Limited, job: Job, prices: Knowledge): Steps<Placed> {
  const { window, settings, off } = ask;
  const reason: PlanReason = 'missing-prices';
  const blind = yield* blindRuns({ ...ask, off: undefined, series: prices.series }, job.window);
  const blindly = blind.map(({ start, end }): Run => ({ start, end, cause: 'fallback' }));
  if (settings.mode === 'contiguous') {
    const [first, last] = [blind[0], blind.at(-1)];
    const due = window.start + off.maxOffMs - off.beforeMs;
    const isInTime = first && last && first.start <= due && window.end - last.end <= off.maxOffMs;
    return isInTime ? { feasible: false, reason, runs: blindly } : whenDue(ask, prices, reason);
  }
  const wantMs = totalMs(blind);
  const choice = yield* bestRuns({ ...ask, wantMs, series: cheapestIn(blind, ask) });
  if (!choice.feasible) return { feasible: false, reason: 'off-too-long', runs: blindly };
  const placed = said(ask, { feasible: false, reason, runs: choice.runs }, prices, nothing).runs;
  const runs = placed.map((run) =>
    blindly.find((one) => overlaps(one, run)) ? { start: run.start, end: run.end, cause: 'fallback' as const } : run,
  );
  return { feasible: false, reason, runs };
}

/** The series of a window whose prices are all known or filled, with a price in these runs that is better than any other. */
function cheapestIn(runs: readonly Interval[], { series, window, settings }: Ask): PriceSeries {
  const others = uncovered(window, runs).flatMap((part) => slice(series, part));
  const best = Math.max(0, ...others.map(({ priceCt }) => Math.abs(priceCt ?? 0))) + 1;
  const priceCt = settings.objective === 'cheapest' ? -best : best;
  return [...others, ...runs.map((run) => ({ ...run, priceCt, components: {} }))].sort((a, b) => a.start - b.start);
}
