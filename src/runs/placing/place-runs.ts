import type { Steps } from '../../planner/index.js';
import { contains, type Interval, joined, type Ms } from '../../time/index.js';
import { usableStretches } from '../device/below-limit.js';
import { begunRuns, type Job, type Run, totalMs } from '../device/log.js';
import { offRuleAt, shutAfter } from '../device/off-rule.js';
import { type DeviceFacts, offSince } from '../device/off-since.js';
import { lastMoment, openParts } from '../device/open-time.js';
import type { RunSettings } from '../device/settings.js';
import { type Ask, startsLeft } from './ask.js';
import type { Choice } from './best-runs.js';
import { blindRuns } from './blind-run.js';
import { withDayLimit } from './day-limit.js';
import { doneEarlier } from './done-earlier.js';
import { chosenRuns, type Knowledge, plannedSeries } from './expected.js';
import { type HouseShare, judgedBy } from './house-share.js';
import type { Limited } from './off-prices.js';
import { placedWithinOff } from './place-within-off.js';
import { isPriced, stretchesWhere } from './priced.js';

/** What runs are placed by. */
export interface Placing extends Knowledge {
  /** Those of the job: the node's own, with what its request says. */
  readonly settings: RunSettings;
  readonly now: Ms;
  /** The part of the window in which the device is free. */
  readonly room: Interval;
  /** When it must not run, in order and apart. */
  readonly closed: readonly Interval[];
  readonly device: DeviceFacts;
  /** What a house leaves to the device; absent = it shares nothing. */
  readonly house?: HouseShare | undefined;
}

/** The job with the runs that are best for what it still wants; runs that have begun are left alone. */
export function* placeRuns(job: Job, placing: Placing): Steps<Job> {
  if (placing.settings.mode !== 'threshold') return yield* runTime(job, placing);
  const ask = askOf(job, placing, 0);
  const { off } = ask;
  if (off === undefined) return belowLimit(ask, job, placing);
  const limited = { ...ask, off };
  return { ...job, ...fromWhen(job, limited), ...(yield* placedWithinOff(limited, job, placing, belowFreely)) };

  // biome-ignore lint/correctness/useYield: the same as a plan that is long.
  function* belowFreely() {
    return belowLimit(ask, job, placing);
  }
}

function* runTime(job: Job, placing: Placing): Steps<Job> {
  const { override } = placing.device;
  if (override?.until === null && !override.on)
    return { ...job, runs: [], feasible: false, reason: 'override', provisional: false };
  const rest = Math.max(0, job.wantedMs - totalMs(begunRuns(job)));
  const ask = askOf(job, placing, rest);
  const { off } = ask;
  if (off !== undefined) {
    const limited = { ...ask, off };
    const within = yield* placedWithinOff(limited, job, placing, (free) => placed(free, job, placing));
    return { ...job, ...fromWhen(job, limited), ...within };
  }
  if (rest === 0) return { ...job, runs: [], feasible: true, reason: undefined, provisional: false };
  return { ...job, ...(yield* placed(ask, job, placing)) };
}

function askOf(job: Job, placing: Placing, wantMs: number): Ask {
  const { settings, series, room, closed } = placing;
  const before = joined(begunRuns(job));
  const initial = initialState(job, room.start, placing);
  const cuts = job.ran.filter(({ cut }) => cut).length;
  // What has begun is finished as far as it can be; a start beyond their limit is worth it only for all that is left.
  const isBeyond = startsLeft({ settings, before, cuts, initial, wantMs: 0 }) === 0 && !initial?.on;
  const hasBegun = before.length > 0 && !isOnlyForced(job, settings);
  const shortened = settings.partial === 'maximise' || (hasBegun && !isBeyond);
  return {
    settings,
    series,
    window: room,
    closed,
    wantMs,
    before,
    cuts,
    initial,
    shortened,
    off: offRule(job, placing),
  };
}

/** True where what has begun is only what a limit on time off forces, beside a job that has no plan of its own. */
function isOnlyForced(job: Job, { mode }: RunSettings): boolean {
  return (
    mode === 'interruptible' &&
    !job.feasible &&
    begunRuns(job).every(({ forcedAfterMs }) => forcedAfterMs !== undefined)
  );
}

/** The limit on time off where planning begins; a device that is on then has not been off. */
function offRule(job: Job, { settings, room, now, device: facts }: Placing): Ask['off'] {
  const { counted, dark } = facts;
  const since = Math.min(room.start, offSince(facts, settings, now) ?? 0);
  const afterMs = shutAfter(job, settings);
  const rule = offRuleAt(settings, room.start, { since: since === dark?.end ? dark.start : since, counted, afterMs });
  return rule && { ...rule, forcedAfterMs: job.current?.forcedAfterMs };
}

/** Since when the device is off before its first run, as long as nothing that its plan is made from changes: extra time comes and goes. */
function fromWhen({ offFrom }: Job, { before, window, off }: Limited): Pick<Job, 'offFrom'> {
  return before.length > 0 ? {} : { offFrom: offFrom ?? window.start - off.beforeMs };
}

type Outcome = Pick<Job, 'feasible' | 'reason' | 'runs' | 'earlier'>;

function* placed(ask: Ask, job: Job, prices: Placing): Steps<Outcome> {
  const { settings, window, wantMs } = ask;
  const choice = yield* byPrice(ask, job, prices);
  if (choice !== undefined) return outcome(choice, chosenRuns(prices.series, choice.runs));
  if (!ask.shortened && lastMoment(settings, openParts(window, ask.closed), wantMs) === undefined) {
    const reason = wantMs > window.end - window.start ? 'window-too-short' : 'excluded-times';
    return outcome({ feasible: false, reason }, []);
  }
  const runs = yield* blindRuns(ask, job.window);
  return outcome({ feasible: false, reason: 'missing-prices' }, causedBy('fallback', runs));
}

/** The choice by price, or undefined when missing prices decide. */
function* byPrice(ask: Ask, job: Job, prices: Placing): Steps<Choice | undefined> {
  const { settings } = ask;
  const { provisional, window, wantedMs, runs } = job;
  if (provisional && !['use-known', 'expect'].includes(settings.missingPrices)) return undefined;
  const series = provisional ? plannedSeries(prices, settings, window) : ask.series;
  const judged = { ...ask, ...judgedBy(series, settings, prices.house) };
  const choice = yield* doneEarlier(judged, { wantedMs, inForce: runs });
  const isNone = !choice.feasible || choice.runs.length === 0;
  const lacksPrices = openParts(ask.window, ask.closed).some((part) => !isPriced(series, part));
  return isNone && lacksPrices && choice.reason !== 'excluded-times' ? undefined : choice;
}

function outcome({ feasible, reason, earlier }: Omit<Choice, 'runs'>, runs: readonly Run[]): Outcome {
  return { feasible, reason, runs, ...(earlier && { earlier }) };
}

function causedBy(cause: Run['cause'], runs: readonly Interval[]): Run[] {
  return runs.map(({ start, end }) => ({ start, end, cause }));
}

/** When the device is free for another run: after the run that is on and after an override that holds it off. */
export function freeFrom(job: Job, now: Ms, { override }: DeviceFacts): Ms {
  const heldOff = override === undefined || override.on ? 0 : (override.until ?? 0);
  const free = Math.max(now, job.window.start, job.current?.end ?? 0, heldOff);
  // Held off beyond its window, or put back before it by a wrong clock: nothing is left of it.
  return Math.min(free, Math.max(now, job.window.end));
}

/** What the device does up to an instant, as far as its minimum run and pause care; undefined where that is not known. */
function initialState(job: Job, at: Ms, { settings, now, closed, device: facts }: Placing): Ask['initial'] {
  const { device } = facts;
  if (job.current?.end === at) {
    if (closed.some((time) => contains(time, at))) return { on: false, forMs: 0 };
    const onSince = device?.on ? Math.min(device.since, job.current.start) : job.current.start;
    return { on: true, forMs: Math.max(0, at - onSince) };
  }
  const since = offSince(facts, settings, now);
  return since === undefined || since > at ? undefined : { on: false, forMs: at - since };
}

function belowLimit(ask: Ask, job: Job, { settings, series, now, room, closed, device }: Placing): Job {
  const limited = withDayLimit(series, settings);
  const { maxPriceCt = Number.NEGATIVE_INFINITY } = limited.settings;
  const since = offSince(device, settings, now);
  const runs = usableStretches(
    stretchesWhere(limited.series, room, (priceCt) => priceCt <= maxPriceCt).flatMap((stretch) =>
      openParts(stretch, closed),
    ),
    {
      settings,
      fixed: job.current ? [job.current] : [],
      offSince: since !== undefined && since > now ? undefined : since,
      startsLeft: startsLeft(ask),
    },
  );
  const feasible = runs.length > 0 || ask.before.length > 0;
  const isWhole = openParts(room, closed).every((part) => isPriced(limited.series, part));
  const reason = feasible ? undefined : isWhole ? 'price-cap' : 'missing-prices';
  return { ...job, ...outcome({ feasible, reason }, causedBy('planned', runs)) };
}
