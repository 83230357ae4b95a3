import type { Steps } from '../../planner/index.js';
import type { PriceSeries, UsualDay } from '../../prices/index.js';
import { type Interval, type Ms, overlaps } from '../../time/index.js';
import { fingerprint } from '../device/fingerprint.js';
import { freezes, isTooLate, staysEmpty } from '../device/freeze.js';
import { begunRuns, type Job } from '../device/log.js';
import { exceedsOffLimit } from '../device/off-rule.js';
import type { DeviceFacts } from '../device/off-since.js';
import { closedIn, excludedIn, openParts } from '../device/open-time.js';
import { type RunSettings, wantedMs, withOptions } from '../device/settings.js';
import { settingsKey } from '../device/settings-key.js';
import { usualPrint } from './expected.js';
import { type HouseShare, sunIn } from './house-share.js';
import { freeFrom, type Placing, placeRuns } from './place-runs.js';
import { isPriced } from './priced.js';
import { seriesKey } from './series-key.js';

/** What every decision is made from, besides the log. */
export interface Scene {
  /** The node's own settings. */
  readonly settings: RunSettings;
  /** What is published. */
  readonly series: PriceSeries;
  /** What prices usually are; absent = nothing is learned. */
  readonly usual?: UsualDay | undefined;
  readonly now: Ms;
  /** What a house leaves to the device; absent = it shares nothing. */
  readonly house?: HouseShare | undefined;
}

/**
 * The job with its plan as it has to be now: frozen runs stay, a run that is on stays, everything else follows from
 * settings, prices and what has been run.
 *
 * An optimal plan stays optimal while time passes before its next run, so it is computed again only when something that
 * it was made from has changed.
 */
export function* planJob(job: Job, scene: Scene, device: DeviceFacts): Steps<Job> {
  const grounds = groundsOf(job, scene, device);
  const { settings, key, wanted, excluded, closed, room, provisional, basis } = grounds;
  const missed = job.runs.some((run) => run.start < scene.now);
  if (job.locked && !missed && staysLocked(job, grounds, scene))
    return job.provisional ? { ...job, provisional: false } : job;
  const { emptyFrom, earlier, offFrom, ...rest } = job;
  if (basis === job.basis && !missed && (job.runs.length > 0 || staysEmpty(job, settings, room))) return job;
  if (basis === job.basis && isGivenUp(job, settings, scene)) return job;
  const keepsOffFrom = offFrom !== undefined && (basis === job.basis || begunRuns(job).length > 0);
  const open = {
    ...rest,
    ...(keepsOffFrom && { offFrom }),
    settingsKey: key,
    basis,
    wantedMs: wanted,
    provisional,
  };
  const { series, usual, now, house } = scene;
  const placing = { settings, series, usual, now, room, closed, device, house };
  const planned = yield* beside(open, placing, excluded);
  return {
    ...planned,
    locked: freezes(planned, settings),
    ...(isEmpty(planned, settings) && { emptyFrom: room.start }),
  };
}

/** True where a limit leaves no run: with less time, there is none either. */
function isEmpty({ runs, reason }: Job, { mode, maxOffMinutes }: RunSettings): boolean {
  if (runs.length > 0) return false;
  return (reason === 'price-cap' && mode !== 'threshold') || (reason === 'power-limit' && maxOffMinutes === 0);
}

/** True where there was no plan before it was too late for one: that it is too late now is not the reason. */
function isGivenUp(job: Job, { maxOffMinutes }: RunSettings, scene: Scene): boolean {
  const hadNone = !job.feasible && job.runs.length === 0 && job.reason !== 'missing-prices';
  return hadNone && maxOffMinutes === 0 && isTooLate(job, scene);
}

/** What a plan is made from. */
type Grounds = ReturnType<typeof groundsOf>;

function groundsOf(job: Job, scene: Scene, device: DeviceFacts) {
  const { house } = scene;
  const settings = withOptions(scene.settings, job.options);
  const key = settingsKey(settings);
  // A contiguous run that is on is all that its job wanted when it began.
  const keepsWanted = settings.mode !== 'interruptible' && job.current !== undefined;
  const wanted = keepsWanted ? job.wantedMs : wantedMs(settings);
  const excluded = excludedIn(settings, job.window);
  const closed = closedIn(excluded, job.window, house?.closed ?? []);
  const room = { start: freeFrom(job, scene.now, device), end: job.window.end };
  const provisional = !openParts(room, closed).every((part) => isPriced(scene.series, part));
  const { override } = device;
  const usualKey = provisional ? usualPrint(scene, settings) : undefined;
  const madeFrom = [seriesKey(scene.series), key, wanted, job.window, job.ran, job.current, override, provisional];
  const houseKey = house && [closed, sunIn(house, settings, job.window)];
  const basis = fingerprint(withoutLast([...madeFrom, usualKey, houseKey]));
  return { settings, key, wanted, excluded, closed, room, provisional, basis };
}

/** True where frozen runs stay: other settings thaw them, and where others have left no room they have to move. */
function staysLocked(job: Job, { key }: Grounds, { house }: Scene): boolean {
  return key === job.settingsKey && !job.runs.some((run) => house?.closed.some((time) => overlaps(run, time)));
}

/** True where the runs to come are still those that are to be run, whatever time has passed. */
export function isInForce(job: Job, scene: Scene, device: DeviceFacts): boolean {
  const grounds = groundsOf(job, scene, device);
  return job.locked ? staysLocked(job, grounds, scene) : grounds.basis === job.basis;
}

/**
 * The job with its runs beside what others take; without all that it wants, or off for too long, only because of them, that is the
 * reason. What a limit on time off forces is run all the same, where there is room, and so is what is run blindly.
 */
function* beside(job: Job, placing: Placing, excluded: readonly Interval[]): Steps<Job> {
  const { settings } = placing;
  const planned = yield* placeRuns(job, placing);
  const isOffTooLong = exceedsOffLimit(planned, settings);
  if ((planned.feasible && !isOffTooLong) || placing.closed === excluded) return planned;
  const freely = yield* placeRuns(job, { ...placing, closed: excluded });
  const isInTheWay = (isOffTooLong && !exceedsOffLimit(freely, settings)) || (!planned.feasible && freely.feasible);
  // Whatever others take, this is why there would be no plan without them either.
  if (!isInTheWay) return planned.feasible ? planned : { ...planned, reason: freely.reason };
  return { ...planned, reason: 'power-limit' };
}

/** A list without what is undefined at its end: fingerprints of earlier versions stay. */
function withoutLast(list: readonly unknown[]): readonly unknown[] {
  return list.slice(0, list.findLastIndex((one) => one !== undefined) + 1);
}
