import type { Interval, Ms } from '../../time/index.js';
import type { RunOptions } from './settings.js';

/**
 * Why a run is made: chosen by price, chosen by what prices usually are, blind because prices are missing, begun by `start`,
 * or held on by an override. An expected run becomes another one when it begins.
 */
export type RunCause = 'planned' | 'expected' | 'fallback' | 'manual' | 'override';

/** One on-stretch, [start, end). */
export interface Run extends Interval {
  readonly cause: RunCause;
  /** True when it was an expected one before it began. */
  readonly wasExpected?: true;
  /** Made only because the device would be off for too long: how long it has been off when it begins as planned, ms. */
  readonly forcedAfterMs?: number;
  /** True when it was ended before its planned end: by a person, a power cut or a clock that was set. */
  readonly cut?: true;
}

/** Why there is no plan by prices. */
export type PlanReason =
  | 'window-too-short'
  | 'excluded-times'
  | 'missing-prices'
  | 'price-cap'
  | 'initial-state'
  | 'off-too-long'
  | 'override'
  | 'power-limit';

/** How much earlier runs are done than the best ones (for the tie `latest`: how much later they begin), and what that costs. */
export interface Earlier {
  readonly minutes: number;
  /** Per kW where no power is named. */
  readonly costCt: number;
}

/** What there is to do in one daily window, for one request, or for one `start` outside of both. */
export interface Job {
  readonly kind: 'daily' | 'message' | 'start';
  readonly window: Interval;
  /** When we first planned it: the earliest moment at which it could have been run. */
  readonly since: Ms;
  /** The options of its message, for this job only. */
  readonly options: RunOptions;
  /** Fingerprint of the settings that its plan was made with. */
  readonly settingsKey: string;
  /** Fingerprint of all that its plan was made from. */
  readonly basis?: string | undefined;
  /** Run time wanted; frozen when the first run begins. */
  readonly wantedMs: number;
  /** What has been run, and counts. */
  readonly ran: readonly Run[];
  /** The run that is on, up to its planned end; never cut by new prices or settings. */
  readonly current?: Run | undefined;
  /** Since when the device was off before the first run, where there is a limit on that. */
  readonly offFrom?: Ms | undefined;
  /** The runs to come, ordered. */
  readonly runs: readonly Run[];
  /** Without any run within a limit of price or power: the earliest instant from which on there is none. */
  readonly emptyFrom?: Ms | undefined;
  /** Absent where the runs to come are the best ones. */
  readonly earlier?: Earlier | undefined;
  /** True when the runs to come are frozen. */
  readonly locked: boolean;
  readonly feasible: boolean;
  readonly reason?: PlanReason | undefined;
  /** True when a part of the window that is still to come has no known price. */
  readonly provisional: boolean;
  /** What has been told about it. */
  readonly told: Told;
}

interface Told {
  /** The plan that was last told, by its planId. */
  readonly planId?: string | undefined;
  readonly started?: true;
  readonly fallback?: true;
  readonly overrun?: true;
  readonly noPlan?: true;
}

/** The last window or request that is over before its end: `missed` = its rest became too short. */
export interface Closed {
  readonly kind: 'daily' | 'message';
  readonly how: 'done' | 'cancelled' | 'missed';
  readonly window: Interval;
  /** An instant in the window: the daily window that contains it is not planned again. */
  readonly at: Ms;
  readonly options: RunOptions;
  readonly settingsKey: string;
}

/** A state that a person asked for; `until` null = until changed. */
export interface Override {
  readonly on: boolean;
  readonly until: Ms | null;
}

/**
 * All that a device's state machine remembers, as JSON: an input of planning, saved whenever a decision says so.
 *
 * It holds nothing that could be computed from settings and prices, except the plan itself, so that a late alarm or a
 * restart is measured against what was planned.
 */
export interface RunLog {
  readonly version: 1;
  readonly job?: Job | undefined;
  /** The daily job that a `start` outside of every window has put aside. */
  readonly aside?: Job | undefined;
  readonly closed?: Closed | undefined;
  /** Other windows that were closed before it, the last one first: while a clock is wrong, a wrong window may be closed. */
  readonly closedBefore?: readonly Closed[] | undefined;
  /** The daily window that `skip` leaves out. */
  readonly skipped?: Interval | undefined;
  readonly override?: Override | undefined;
  /** Whether the device was last told to be on, and since when (0 = unknown); absent before the first message. */
  readonly device?: { readonly on: boolean; readonly since: Ms } | undefined;
  /** Extra time below `alwaysOnBelowCt` that is on now, up to its end. */
  readonly extra?: Interval | undefined;
  /** With a limit on time off: the windows that touch, inside which it counts. */
  readonly counted?: Interval | undefined;
  /** The last power cut in which the device was on, from when it was last seen to when power was back. */
  readonly dark?: Interval | undefined;
  /** While on: an instant at which we surely were alive, at most 5 minutes ago. */
  readonly lastSeenAt?: Ms | undefined;
  /** When output 1 was last sent, or was first to be sent again every so many minutes. */
  readonly sentAt?: Ms | undefined;
  /** Fingerprint of the plan as last shown on output 2. */
  readonly shown?: string | undefined;
  /** The end of the prices that `prices-stale` was told about. */
  readonly staleSince?: Ms | undefined;
  /** When the last decision was made that changed anything in it but `sentAt`. */
  readonly decidedAt?: Ms | undefined;
  /** Leaps of the clock that may still be undone, in the order in which they came; three at most. */
  readonly leaps?: readonly Leap[] | undefined;
  /** While the house takes more than its limit because of this device. */
  readonly overLimit?: true | undefined;
}

/** A leap of the clock between two decisions, with the log of the one before it, without its own leaps. */
export interface Leap {
  /** The last decision before that changed anything. */
  readonly from: Ms;
  readonly to: Ms;
  /** When the clock leapt again without changing anything. */
  readonly leaptAt?: Ms | undefined;
  readonly log: RunLog;
}

/** The log of a node that has never run. */
export const emptyRunLog: RunLog = { version: 1 };

/** The log as far as a restart has to know it: that the same was said again, perhaps every minute, is not worth a save. */
export function withoutTelling({ sentAt: _, ...log }: RunLog): Omit<RunLog, 'sentAt'> {
  return log;
}

/** All windows and requests that are remembered as closed, the last one first. */
export function allClosed({ closed, closedBefore = [] }: Pick<RunLog, 'closed' | 'closedBefore'>): readonly Closed[] {
  return closed === undefined ? closedBefore : [closed, ...closedBefore];
}

/** The log without the closed windows that pass the test; the same log when none does. */
export function withoutClosed(log: RunLog, isLeftOut: (closed: Closed) => boolean): RunLog {
  const all = allClosed(log);
  const kept = all.filter((one) => !isLeftOut(one));
  if (kept.length === all.length) return log;
  const { closed: _, closedBefore: __, ...rest } = log;
  const [closed, ...closedBefore] = kept;
  return { ...rest, ...(closed && { closed }), ...(closedBefore.length > 0 && { closedBefore }) };
}

/** The sum of lengths, ms. */
export function totalMs(stretches: readonly Interval[]): number {
  return stretches.reduce((sum, stretch) => sum + (stretch.end - stretch.start), 0);
}

/** What has been run of a job, and the run that is on up to its planned end, in order. */
export function begunRuns({ ran, current }: Pick<Job, 'ran' | 'current'>): readonly Run[] {
  return current === undefined ? ran : [...ran, current];
}

/** Run time of a job up to now, ms. */
function ranMs(job: Job, now: Ms): number {
  return totalMs(job.ran) + (job.current === undefined ? 0 : Math.max(0, now - job.current.start));
}

/** Run time still wanted at an instant, ms; 0 when there is none. */
export function remainingMs(job: Job, now: Ms): number {
  return Math.max(0, job.wantedMs - ranMs(job, now));
}

/** The job with the run that was on ended at an instant; a run that had not really begun leaves no trace. */
export function stopped(job: Job, at: Ms): Job {
  const { current } = job;
  if (current === undefined) return job;
  const ended: Run = { ...current, end: at, ...(at < current.end && { cut: true }) };
  const ran = at > current.start ? [...job.ran, ended] : job.ran;
  return { ...job, current: undefined, ran };
}
