import { type Ms, msPerHour, msPerMinute } from '../time/index.js';
import { netWatts } from './expected/readings.js';
import type { BatteryLog } from './log.js';
import type { BatterySettings } from './settings.js';
import { knowledgeEdges, knowledgeOf } from './stored-energy.js';

/** A state of charge so far from the planned one makes a new plan, per cent, but not within a minute of the one before. */
const farPercent = 3;
const leastPlanMs = msPerMinute;
/** After a new plan an inverter needs some time to follow. */
const settledMs = msPerMinute / 2;
/** So much beyond the limit of the grid is noise of a meter. */
const toleratedKw = 0.1;
const longestWaitMs = 60 * msPerMinute;

/** True where the state of charge that is told is not the planned one, or has reached what it was to reach. */
export function isFarOff(before: BatteryLog, percent: number | undefined, now: Ms): boolean {
  const { step, state } = before;
  if (percent === undefined || step === undefined || state === undefined) return false;
  if (now < step.plannedAt + leastPlanMs) return false;
  const hours = (Math.min(now, step.end) - step.start) / msPerHour;
  const planned = (step.percent ?? percent) + step.percentPerHour * hours;
  if (Math.abs(percent - planned) >= farPercent) return true;
  const { mode, targetPercent, reason } = state;
  if (targetPercent === undefined || reason === 'override') return false;
  return mode === 'charge' ? percent >= targetPercent : percent <= targetPercent;
}

/** True where house and battery together are measured to draw more than they may, while it charges. */
export function isBeyondLimit({ step, state, metering }: BatteryLog, settings: BatterySettings, now: Ms): boolean {
  const { gridLimitKw, solar } = settings;
  if (gridLimitKw === undefined || state?.mode !== 'charge' || step === undefined) return false;
  if (now < step.plannedAt + leastPlanMs) return false;
  // A meter that has seen the charge begin beside an inverter that has not told of it yet would make a house of it.
  const settledAt = step.plannedAt + settledMs;
  const told = Object.fromEntries(Object.entries(metering.told).filter(([, { at }]) => at >= settledAt));
  const netKw = (netWatts({ ...metering, told }, { now, hasSun: solar === 'yes' }) ?? 0) / 1_000;
  return netKw + (state.powerKw ?? 0) > gridLimitKw + toleratedKw;
}

/** True where a step is over, what was missing is told again, or its alarm is late: a reading that comes before it must not put it off. */
export function isDue(log: BatteryLog, resend: string | number, now: Ms): boolean {
  const { step, state, stored, told } = log;
  if (step === undefined || now >= step.end || nextAlarm(log, resend, step.plannedAt) <= now) return true;
  const isFresh = knowledgeOf(stored, now) === 'fresh';
  return isFresh && (state?.reason === 'no-soc' || told.readingsStale === true);
}

/** True while a step that was planned is on: its mode stays until it ends. */
export function isPlanned({ step, state }: BatteryLog, now: Ms): boolean {
  if (step === undefined || state === undefined || now >= step.end) return false;
  return !['no-prices', 'no-soc', 'learning', 'override', 'grid-limit', 'guard'].includes(state.reason);
}

/** The next instant after now at which time alone changes something; an hour at most. */
export function nextAlarm({ step, override, stored, sentAt }: BatteryLog, resend: string | number, now: Ms): Ms {
  const again = typeof resend === 'number' && sentAt !== undefined ? [sentAt + resend * msPerMinute] : [];
  const edges = [...(step ? [step.end] : []), ...(override?.until == null ? [] : [override.until]), ...again];
  const pending = [...edges, ...knowledgeEdges(stored)].filter((instant) => instant > now);
  return Math.min(now + longestWaitMs, ...pending);
}
