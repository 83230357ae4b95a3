import { finished, type Steps } from '../../planner/index.js';
import { horizon, type PriceSeries, type UsualDay } from '../../prices/index.js';
import type { Interval, Ms } from '../../time/index.js';
import { contains, msPerMinute } from '../../time/index.js';
import { fingerprint } from '../device/fingerprint.js';
import { type RunLog, withoutClosed, withoutTelling } from '../device/log.js';
import { settingsNow } from '../device/open-window.js';
import { isSame } from '../device/same.js';
import type { RunSettings } from '../device/settings.js';
import type { HouseShare } from '../placing/house-share.js';
import type { Scene } from '../placing/plan-job.js';
import { type DeviceState, deviceState, type OutputReason } from '../told/device-state.js';
import { type RunEvent, runEvent } from '../told/events.js';
import { withoutOvertaken } from '../told/overtaken.js';
import { type PlanView, planView } from '../told/view.js';
import { advance, type Progress } from './advance.js';
import { nextAlarm } from './alarm.js';
import { type Command, obey } from './commands.js';
import { extraStretches } from './extra.js';
import { landed, settledLeaps, withoutLeaps } from './leaps.js';
import { pausedFor, tellOverLimit } from './over-limit.js';
import { aliveMs, beginLate, type Cause, lastSeenEveryMs, settled } from './settle.js';

/** A window that was given up so little ahead of now was given up in time. */
const toleranceMs = msPerMinute;

/** Everything a decision depends on. */
export interface Situation {
  /** The node's own settings, checked by `checkRunSettings`. */
  readonly settings: RunSettings;
  readonly series: PriceSeries;
  /** What prices usually are, for where none are published; absent = nothing is learned. */
  readonly usual?: UsualDay | undefined;
  readonly log: RunLog;
  readonly command?: Command | undefined;
  readonly cause: Cause;
  readonly now: Ms;
  /** What a house leaves to the device; absent = it shares nothing. */
  readonly house?: HouseShare | undefined;
  /** The `nextAlarmAt` of the decision before; absent at a start, and where that is not known. */
  readonly dueAt?: Ms | null | undefined;
}

/** What output 1 says. */
export interface DeviceOutput {
  /** Undefined = nothing is to be said. */
  readonly on: boolean | undefined;
  readonly reason: OutputReason;
  readonly until: Ms | undefined;
  /** See {@link DeviceState}. */
  readonly offMinutes?: number | undefined;
  /** True when a message is due now; never with `on` undefined. */
  readonly send: boolean;
}

/** What a device should do now, what is to be told, and when to ask again. */
export interface Decision {
  readonly log: RunLog;
  /** True when the log has to be stored now. */
  readonly saveLog: boolean;
  /** The state for a status line; differs from `output` only in the reason `startup`. */
  readonly state: DeviceState;
  readonly output: DeviceOutput;
  /** The plan of the window or request; undefined without one. */
  readonly plan: PlanView | undefined;
  readonly events: readonly RunEvent[];
  /** When the device is on only because power is so cheap; in order. */
  readonly extra: readonly Interval[];
  /** Null = nothing happens by time alone. */
  readonly nextAlarmAt: Ms | null;
  /** True when the plan is another than the one last shown, or the prices under it are. */
  readonly replanned: boolean;
}

/**
 * The one decision: recomputes plan, state and messages from settings, prices, log and time.
 *
 * Asked again with its own log and no command it changes nothing; asked late it catches up. Throws a ConfigError for a
 * command that cannot be, and then nothing has changed.
 */
export function decide(situation: Situation): Decision {
  return finished(decideInSteps(situation));
}

/** The same in steps, of which there is one unless planning is long. */
export function* decideInSteps(situation: Situation): Steps<Decision> {
  const { settings, series, usual, now, cause, command, house } = situation;
  const scene: Scene = { settings, series, usual, now, ...(house && { house }) };
  const reachedLog = landed(situation.log, { scene, cause, dueAt: situation.dueAt });
  const log = beginLate(pausedFor(scene, settled(forgotten(reachedLog, now), scene, cause)), scene);
  const before = command === undefined ? { log, events: [] } : yield* advance({ log, events: [] }, scene);
  const commanded = command === undefined ? before : givingWay(obeyed(before, command, scene), scene);
  const reached = yield* advance(staleness(commanded, scene), scene);
  const extra = extraStretches(reached.log, scene);
  const plan = reached.log.job && planView(reached.log.job, scene, extra);
  const shown = plan && printOf(plan);
  const replanned = shown !== reached.log.shown;
  const state = deviceState(reached.log, scene, extra);
  const limited = tellOverLimit(reached.log, scene, state);
  const told = tell({ ...situation, log: withShown(limited.log, shown) }, state, replanned);
  const next = settledLeaps(remembered(told.log, { state, extra, now }), situation.log, now);
  return {
    log: next,
    saveLog: !isSame(withoutTelling(next), withoutTelling(situation.log)),
    state,
    output: told.output,
    plan,
    events: [...withoutOvertaken(reached.events, before.events.length), ...limited.events].map((event) =>
      runEvent(event, scene, plan),
    ),
    extra,
    nextAlarmAt: nextAlarm(next, scene, extra),
    replanned,
  };
}

function obeyed(progress: Progress, command: Command, scene: Scene): Progress {
  const done = obey(progress, command, scene);
  return command.kind === 'status' ? done : { ...done, log: withoutLeaps(done.log) };
}

/** What a person has begun gives way, too; what somebody holds on does not. */
function givingWay({ log, events }: Progress, scene: Scene): Progress {
  return { log: log.override?.on ? log : pausedFor(scene, log), events };
}

/** A fingerprint of what makes a plan worth showing again; the mere passing of time does not. */
function printOf(plan: PlanView): string {
  const { planId, feasible, reason, provisional, pricesUntil, costCt, averageCt, expectedCostCt } = plan;
  const shown = [planId, feasible, reason, provisional, pricesUntil, costCt, averageCt];
  return fingerprint(expectedCostCt === undefined ? shown : [...shown, expectedCostCt]);
}

function withShown(log: RunLog, shown: string | undefined): RunLog {
  return log.shown === shown ? log : { ...log, shown };
}

/** The log without a left-out window that is over, and without windows that only a clock ahead of its time has missed. */
function forgotten(given: RunLog, now: Ms): RunLog {
  const log = withoutClosed(
    given,
    ({ how, window, at }) => how === 'missed' && (window.start > now || at > now + toleranceMs),
  );
  if (log.skipped === undefined || now < log.skipped.end) return log;
  const { skipped: _, ...rest } = log;
  return rest;
}

/** Tells once when the known prices have ended. */
function staleness({ log, events }: Progress, { series, now }: Scene): Progress {
  const until = horizon(series);
  if (until === undefined || until > now || log.staleSince === until) return { log, events };
  return { log: { ...log, staleSince: until }, events: [...events, { kind: 'prices-stale', job: undefined }] };
}

/** Decides whether output 1 speaks; a device that we switched on is switched off even where nothing else is to be said. */
function tell(situation: Situation, state: DeviceState, replanned: boolean): { log: RunLog; output: DeviceOutput } {
  const { log, now, cause, command, settings } = situation;
  const on = state.on ?? (log.device?.on ? false : undefined);
  if (on === undefined) return { log, output: { ...state, on, send: false } };
  const changed = log.device?.on !== on;
  const { resend } = settingsNow(log, settings, now);
  const isStart = cause === 'start' && settings.sendOnStart;
  const { sentAt } = log;
  // A message from the future was sent before the clock was put back.
  const isDue = sentAt !== undefined && (now < sentAt || now - sentAt >= Number(resend) * msPerMinute);
  const again = typeof resend === 'number' && isDue;
  const send = changed || isStart || again || command?.kind === 'status' || (resend === 'replan' && replanned);
  const reason = isStart && !changed ? 'startup' : state.reason;
  // How long a device has been off before its first message is not known; long enough, then.
  const since = log.device === undefined && !on ? 0 : now;
  const device = changed ? { on, since } : log.device;
  const { until, offMinutes } = state;
  const output = { on, reason, until, send, ...(reason === 'off-limit' && { offMinutes }) };
  // Where a request brings its own `resend`, it counts from there.
  const timed = typeof resend === 'number' && (send || sentAt === undefined) && { sentAt: now };
  return { log: { ...log, ...(send && { device }), ...timed }, output };
}

/** The log with the extra time that is on, and with `lastSeenAt` renewed while anything is. */
function remembered(log: RunLog, of: { state: DeviceState; extra: readonly Interval[]; now: Ms }): RunLog {
  const { now, extra } = of;
  const on = extra.find((stretch) => contains(stretch, now));
  const isOn = log.job?.current !== undefined || on !== undefined;
  const { extra: before, lastSeenAt, ...rest } = log;
  if (!isOn) return rest;
  const seen = lastSeenAt === undefined || now - lastSeenAt >= lastSeenEveryMs ? now : lastSeenAt;
  const kept = on && { start: before?.end !== undefined && before.end >= now ? before.start : on.start, end: on.end };
  return { ...rest, lastSeenAt: seen, ...(kept && { extra: kept }) };
}

/**
 * The log to store when Node-RED stops on purpose, so that a run that is on is credited up to this moment; the log as it is
 * where that is longer than we can have been alive, because the clock has leapt since.
 */
export function closingLog(log: RunLog, now: Ms): RunLog {
  const { lastSeenAt } = log;
  const isAlive = lastSeenAt !== undefined && now >= lastSeenAt && now - lastSeenAt <= aliveMs;
  return isAlive ? { ...log, lastSeenAt: now } : log;
}
