import { horizon, isKnown, nextEdge, priceAt } from '../prices/index.js';
import { type Battery, type Marks, storedAfter } from '../storage/index.js';
import { type Ms, msPerHour, msPerMinute, msPerQuarterHour } from '../time/index.js';
import { type BatteryCommand, obeyed, withoutOverride } from './commands.js';
import { isBeyondLimit, isDue, isFarOff, isPlanned, nextAlarm } from './due.js';
import { type BatteryEvent, eventsOf } from './events.js';
import { countAmounts } from './expected/market-zero.js';
import { withDaysOver } from './expected/recent-days.js';
import { landed, type Readings, withReadings } from './landed.js';
import type { BatteryLog, BatteryOrder, BatteryState, CurrentStep } from './log.js';
import { type BatteryPlan, type Outcome, planBattery, type Surroundings } from './plan.js';
import { type BatterySettings, percentOf, withOptions } from './settings.js';
import { type Scene, stateOf } from './state.js';
import { knowledgeOf, reckoned } from './stored-energy.js';
import { type BatteryPlanView, batteryView } from './view.js';

const saveEveryMs = msPerQuarterHour;
/** Inverters are told whole watts. */
const leastCutKw = 0.001;

/** What makes a battery decide. */
export type BatteryCause = 'start' | 'prices' | 'forecast' | 'alarm' | 'command' | 'readings';

/** Everything a decision depends on. */
export interface BatterySituation extends Surroundings {
  /** The node's own settings, checked. */
  readonly settings: BatterySettings;
  readonly log: BatteryLog;
  readonly readings?: Readings | undefined;
  readonly command?: BatteryCommand | undefined;
  readonly cause: BatteryCause;
  /** False where nobody looks at the plan: then it is not shown, which is most of the work. */
  readonly isPlanWatched?: boolean;
}

/** What the battery should do, what is to be told, and when to ask again. */
export interface BatteryDecision {
  readonly log: BatteryLog;
  /** True when the log has to be stored now. */
  readonly saveLog: boolean;
  readonly state: BatteryState;
  /** What output 1 says; `isStart`: only said again because Node-RED has started. */
  readonly output: { readonly send: boolean; readonly isStart: boolean };
  /** True while what is stored is only reckoned, or the house not learned. */
  readonly isUnsure: boolean;
  /** Absent where nothing had to be planned (the plan before still holds), and where nobody looks at it. */
  readonly plan?: BatteryPlanView;
  readonly events: readonly BatteryEvent[];
  readonly nextAlarmAt: Ms;
  readonly replanned: boolean;
}

/**
 * The one decision: takes what is told, and plans where that is due: at a start, at new prices, a forecast, a command, at the
 * end of a step, when the state of charge is another one than planned, and when a charge goes beyond the limit of the grid. Readings
 * alone never plan.
 *
 * Asked again with its own log, the same time and no command it changes nothing; asked late it catches up. Throws `invalid-value`
 * for a command that cannot be, and then nothing has changed.
 */
export function decideBattery(situation: BatterySituation): BatteryDecision {
  const { settings, now, cause, command, prices } = situation;
  const before = landed(situation.log, situation);
  const read = situation.readings === undefined ? before : withReadings(before, situation.readings, situation);
  const inForce = withOptions(settings, read.options);
  const isForced = isFarOff(before, situation.readings?.socPercent, now) || isBeyondLimit(read, inForce, now);
  if (cause === 'readings' && before.state !== undefined && !isForced && !isDue(read, inForce.resend, now))
    return quietly(situation, read, before.state);
  const isOver = read.override?.until != null && read.override.until <= now;
  const ended = isOver ? withoutOverride(read) : read;
  const asked = command === undefined ? ended : obeyed(ended, command, { settings, now });
  const scene: Scene = { ...situation, settings: withOptions(settings, asked.options) };
  const amounts = countAmounts(asked.amounts, prices, { now, timeZone: settings.timeZone });
  const recent = withDaysOver(asked.recent ?? [], prices, { now, timeZone: settings.timeZone });
  const log = reckoned({ ...asked, amounts, recent }, now);
  const outcome = planBattery(log, scene.settings, scene);
  const isAsked = command !== undefined && command.kind !== 'status';
  const keeps = !isForced && !isAsked && !isOver && isPlanned(log, now);
  const state = stateOf(log, scene, { outcome, keeps });
  return told(situation, { log, scene, outcome, state, keeps });
}

/** Readings that change nothing but what is known. */
function quietly(
  { log: before, settings, now }: BatterySituation,
  log: BatteryLog,
  state: BatteryState,
): BatteryDecision {
  const isLearned = log.profile !== before.profile;
  const isLongAgo = now >= (log.savedAt ?? Number.NEGATIVE_INFINITY) + saveEveryMs;
  const saveLog = isLearned && isLongAgo;
  const { resend } = withOptions(settings, log.options);
  return {
    log: saveLog ? { ...log, savedAt: now } : log,
    saveLog,
    state,
    isUnsure: false,
    output: { send: false, isStart: false },
    events: [],
    nextAlarmAt: nextAlarm(log, resend, now),
    replanned: false,
  };
}

interface Reached {
  readonly log: BatteryLog;
  readonly scene: Scene;
  readonly outcome: Outcome;
  readonly state: BatteryState;
  /** True where the step of before goes on. */
  readonly keeps: boolean;
}

/** What comes of a state: the next step, what is sent, told and saved. */
function told(situation: BatterySituation, { log: reached, scene, outcome, state, keeps }: Reached): BatteryDecision {
  const { log: before, now, cause } = situation;
  const plan = typeof outcome === 'string' ? undefined : outcome;
  const pricesUntil = horizon(scene.prices);
  const current = priceAt(scene.prices, now);
  const isPriced = current !== undefined && isKnown(current);
  const { events, told } = eventsOf(reached, before, { state, pricesUntil: plan && pricesUntil, isPriced, now });
  const log = { ...reached, state, told, step: nextStep(reached, { scene, outcome, state, keeps }) };
  const output = outputOf(situation, log, scene.settings);
  const sent = output.send ? { ...log, sent: orderOf(state), sentAt: now } : log;
  const isUnsure = plan === undefined || plan.house === 'shape' || knowledgeOf(log.stored, now) !== 'fresh';
  const isLongAgo = now >= (log.savedAt ?? Number.NEGATIVE_INFINITY) + saveEveryMs;
  const isNews = events.length > 0 || cause === 'start' || isOrdered(before, log, isLongAgo);
  const saveLog = isNews || state.mode !== before.state?.mode || (isLongAgo && log.profile !== before.profile);
  return {
    log: saveLog ? { ...sent, savedAt: now } : sent,
    saveLog,
    state,
    output,
    isUnsure,
    ...(situation.isPlanWatched !== false && { plan: viewOf(scene, { log, state, plan, isUnsure }) }),
    events,
    nextAlarmAt: nextAlarm(sent, scene.settings.resend, now),
    replanned: true,
  };
}

/** True where a command has changed what holds: whoever says the same every minute must not wear out a memory card. */
function isOrdered(before: BatteryLog, { options, override }: BatteryLog, isLongAgo: boolean): boolean {
  if (JSON.stringify(options) !== JSON.stringify(before.options)) return true;
  if (override?.mode !== before.override?.mode) return true;
  const [until, untilBefore] = [
    override?.until ?? Number.POSITIVE_INFINITY,
    before.override?.until ?? Number.POSITIVE_INFINITY,
  ];
  return until !== untilBefore && (isLongAgo || !(Math.abs(until - untilBefore) < saveEveryMs));
}

interface Seen {
  readonly log: BatteryLog;
  readonly state: BatteryState;
  readonly plan: BatteryPlan | undefined;
  readonly isUnsure: boolean;
}

function viewOf({ settings, feedIn, prices }: Scene, { log, state, plan, isUnsure }: Seen): BatteryPlanView {
  return batteryView(plan, {
    settings,
    state,
    learnedDays: log.profile.days,
    isProvisional: isUnsure,
    hasFeedIn: (feedIn?.length ?? 0) > 0,
    pricesUntil: horizon(prices) ?? null,
  });
}

/** A charge or discharge that was kept does what it did; without a plan nothing is expected of the battery. */
function nextStep({ step, stored }: BatteryLog, { scene, outcome, state, keeps }: Omit<Reached, 'log'>): CurrentStep {
  const { now, prices, settings } = scene;
  if (typeof outcome === 'string') {
    return { start: now, end: nextEdge(prices, now) ?? now + saveEveryMs, percentPerHour: 0, plannedAt: now };
  }
  const { first, battery, storedKwh } = outcome;
  const { mode, reason } = state;
  const isHeld = reason === 'override';
  const hours = (first.end - now) / msPerHour;
  const planned = outcome.marks[0] as Marks;
  const mark = isHeld ? { hours, chargeBelow: battery.maxKwh, sellAbove: battery.minKwh } : planned;
  const changeKwh = storedAfter(asTold(battery, state), { mark, mode, storedKwh, netKwh: first.netKwh }) - storedKwh;
  const isKept = !isHeld && mode !== outcome.now.mode && (mode === 'charge' || mode === 'discharge');
  const percentPerHour = isKept ? (step?.percentPerHour ?? 0) : percentOf(settings, changeKwh) / hours;
  const end = keeps ? Math.min(step?.end ?? first.end, first.end) : endOf(outcome, state, now);
  return { start: now, end, plannedAt: now, percentPerHour, ...(stored && { percent: stored.percent }) };
}

/** What gave way to a house that draws much for a while may go on soon. */
function endOf({ first, now: planned }: BatteryPlan, { mode, reason, powerKw = 0 }: BatteryState, now: Ms): Ms {
  const isCut = reason === 'grid-limit' || (mode === 'charge' && powerKw < (planned.powerKw ?? 0) - leastCutKw);
  return isCut ? Math.min(first.end, now + saveEveryMs) : first.end;
}

/** A battery that charges or feeds in does so with the power that it was told. */
function asTold(battery: Battery, { mode, powerKw = 0 }: BatteryState): Battery {
  if (mode === 'charge') return { ...battery, chargeKw: powerKw };
  return mode === 'discharge' ? { ...battery, dischargeKw: powerKw } : battery;
}

function outputOf({ cause, command }: BatterySituation, log: BatteryLog, settings: BatterySettings) {
  const { state, sent, sentAt } = log;
  const { resend, sendOnStart } = settings;
  const isChange = state === undefined || !isSameOrder(sent, orderOf(state));
  if (cause === 'start') return { send: isChange || sendOnStart, isStart: !isChange };
  return { send: isChange || command !== undefined || isAgain(resend, sentAt, log.step?.plannedAt), isStart: false };
}

function isAgain(resend: BatterySettings['resend'], sentAt: Ms | undefined, now: Ms = 0): boolean {
  if (resend === 'replan' || sentAt === undefined) return true;
  return typeof resend === 'number' && now >= sentAt + resend * msPerMinute;
}

function orderOf({ mode, powerKw, targetPercent, minimumPercent }: BatteryState): BatteryOrder {
  return {
    mode,
    ...(powerKw !== undefined && { powerKw }),
    ...(targetPercent !== undefined && { targetPercent }),
    minimumPercent,
  };
}

function isSameOrder(a: BatteryOrder | undefined, b: BatteryOrder): boolean {
  return (
    a?.mode === b.mode &&
    a.powerKw === b.powerKw &&
    a.targetPercent === b.targetPercent &&
    a.minimumPercent === b.minimumPercent
  );
}
