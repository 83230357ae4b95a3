import type { Steps } from '../../planner/index.js';
import { priceAt } from '../../prices/index.js';
import { contains, type Interval, type Ms, msPerQuarterHour, overlaps } from '../../time/index.js';
import { type Job, type PlanReason, type Run, totalMs } from '../device/log.js';
import { openParts } from '../device/open-time.js';
import { type RunSettings, wantedMs } from '../device/settings.js';
import type { Ask } from './ask.js';
import { belowRuns, bestRuns, type Choice } from './best-runs.js';
import { blindRuns } from './blind-run.js';
import { chosenRuns, type Knowledge, plannedSeries } from './expected.js';
import { cheapestIn, type Limited, type Prices, pricedEverywhere } from './off-prices.js';
import { isPriced } from './priced.js';

type Placed = Pick<Job, 'feasible' | 'reason' | 'runs'>;

/** How a window is planned without the limit on time off. */
export type Freely = (ask: Ask) => Steps<Placed>;

/**
 * The runs of a job whose device is never off for too long: what is wanted and what the limit forces, or only that where the rest
 * does not fit; where it cannot be kept, those of the next higher limit that can, or for a device that runs in one piece a run whenever it is due.
 */
export function* placedWithinOff(given: Limited, job: Job, prices: Prices, freely: Freely): Steps<Placed> {
  const { settings, wantMs } = given;
  const free = wantMs > 0 || settings.mode === 'threshold' ? yield* freely({ ...given, off: undefined }) : nothing;
  const reaching = untilItMayRunAgain(given);
  if (!isBinding(reaching)) return free;
  const ask = pricedEverywhere(reaching, job, prices);
  const kept = yield* keeping(ask, job, { prices, free });
  if (kept !== undefined) return kept;
  const nearest = (yield* keeping(yield* nearestKept(ask), job, { prices, free })) ?? free;
  if (nearest.runs.length === 0 && isOnAnyway(job, settings, prices)) return free;
  const isDone = settings.mode !== 'threshold' && wantMs === 0;
  return { ...nearest, feasible: nearest.feasible && isDone, reason: 'off-too-long' };
}

/** True where a device without a plan is on, because that is chosen and nothing is to be waited for: that one is not off. */
function isOnAnyway({ provisional }: Job, { outputNoPlan, mode }: RunSettings, { series, now }: Prices): boolean {
  const waits = (provisional || mode === 'threshold') && priceAt(series, now)?.priceCt != null;
  return outputNoPlan === 'on' && !waits;
}

/** The runs that keep the limit; undefined where none do. What runs in one piece always has some. */
function* keeping(
  ask: Limited,
  job: Job,
  { prices, free }: { readonly prices: Prices; readonly free: Placed },
): Steps<Placed | undefined> {
  const { settings, wantMs } = ask;
  if (settings.mode === 'threshold') {
    const below = yield* belowRuns(ask);
    return below.feasible ? said(ask, below, prices, free) : undefined;
  }
  const waits = job.provisional && !['use-known', 'expect'].includes(settings.missingPrices);
  if (waits && wantMs > 0) return yield* aroundBlind(ask, job, prices);
  const whole = yield* bestRuns(ask);
  if (whole.feasible) return asFarAsPriced(said(ask, whole, prices, free), ask, { job, prices });
  if (settings.mode === 'contiguous') return whenDue(ask, prices, whole.reason);
  const forced = yield* bestRuns({ ...ask, wantMs: 0 });
  if (!forced.feasible) return undefined;
  return { ...said(ask, forced, prices, nothing), feasible: false, reason: whole.reason };
}

/** The runs as they are shown: without a price, known or usual, for all that is wanted, there is no plan by prices, and what has none is blind. */
function asFarAsPriced(placed: Placed, ask: Limited, { job, prices }: { job: Job; prices: Prices }): Placed {
  const series = job.provisional ? plannedSeries(prices, ask.settings, job.window) : prices.series;
  const priced = placed.runs.filter((run) => isPriced(series, run));
  if (priced.length === placed.runs.length || totalMs(priced) >= ask.wantMs) return placed;
  const runs = placed.runs.map((run) => (priced.includes(run) ? run : { ...run, cause: 'fallback' as const }));
  return { feasible: false, reason: 'missing-prices', runs };
}

/** The same with the next higher limit, by quarter-hours, that any runs can keep. */
function* nearestKept(ask: Limited): Steps<Limited> {
  const { window, off, settings } = ask;
  const longer = (quarters: number) => {
    return { ...ask, off: { ...off, maxOffMs: off.maxOffMs + quarters * msPerQuarterHour } };
  };
  // Whether any runs can keep it does not depend on how much is wanted, nor on prices.
  const anything = { wantMs: 0, settings: { ...settings, maxPriceCt: settings.maxPriceCt ?? 0 } };
  // Whoever is off all the time keeps the last of them.
  let [broken, kept] = [0, Math.ceil((off.beforeMs + window.end - window.start) / msPerQuarterHour)];
  while (kept - broken > 1) {
    const middle = (broken + kept) >> 1;
    const { feasible } = yield* belowRuns({ ...longer(middle), ...anything });
    if (feasible) kept = middle;
    else broken = middle;
  }
  return longer(kept);
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

const nothing: Placed = { feasible: true, reason: undefined, runs: [] };

/**
 * The choice with its causes; a run that there would not be without the limit, or that goes on with one, says how long the device was
 * off before it.
 */
function said(ask: Limited, choice: Choice, prices: Knowledge, free: { readonly runs: readonly Interval[] }): Placed {
  const runs = chosenRuns(prices.series, choice.runs).map((run, index, all) => {
    const isFree = free.runs.some(({ start, end }) => start < run.end && run.start < end);
    return isFree ? run : forced(ask, run, all[index - 1]);
  });
  return { feasible: choice.feasible, reason: choice.reason, runs };
}

function forced({ window, off, initial }: Limited, run: Run, before: Interval | undefined): Run {
  const since = before?.end ?? (initial?.on ? window.start : window.start - off.beforeMs);
  const goesOnAfterMs = initial?.on ? off.forcedAfterMs : undefined;
  const forcedAfterMs = run.start > since ? run.start - since : goesOnAfterMs;
  return forcedAfterMs === undefined ? run : { ...run, forcedAfterMs };
}

/** What runs in one piece runs whenever it is due, as far as it fits: one piece alone cannot keep the limit. */
function whenDue(ask: Limited, prices: Prices, reason: PlanReason | undefined): Placed {
  const { window, off, closed, settings } = ask;
  const parts = openParts(window, closed);
  const runs: Interval[] = [];
  let [from, offFrom] = [window.start, window.start - off.beforeMs];
  let lengthMs = ask.wantMs > 0 ? ask.wantMs : wantedMs(settings);
  while (window.end - offFrom > off.maxOffMs) {
    const start = startNear(parts, { from, due: offFrom + off.maxOffMs, lengthMs });
    if (start === undefined || isTaken({ start, end: start + lengthMs }, prices)) break;
    from = start + lengthMs;
    offFrom = from;
    runs.push({ start, end: from });
    lengthMs = wantedMs(settings);
  }
  const isKept = window.end - offFrom <= off.maxOffMs;
  return said(ask, { feasible: false, reason: isKept ? reason : 'off-too-long', runs }, prices, nothing);
}

/** True where a house has no room for a run, which may reach over the end of its window. */
function isTaken(run: Interval, { house }: Prices): boolean {
  return house?.closed.some((time) => overlaps(time, run)) === true;
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
function* aroundBlind(ask: Limited, job: Job, prices: Prices): Steps<Placed | undefined> {
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
  if (!choice.feasible) return undefined;
  const placed = said(ask, { feasible: false, reason, runs: choice.runs }, prices, nothing).runs;
  const runs = placed.map((run) =>
    blindly.find((one) => overlaps(one, run)) ? { start: run.start, end: run.end, cause: 'fallback' as const } : run,
  );
  return { feasible: false, reason, runs };
}
