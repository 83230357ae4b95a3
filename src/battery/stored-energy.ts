import { type Ms, msPerHour, msPerMinute } from '../time/index.js';
import type { BatteryLog, StoredEnergy } from './log.js';

/** How long a state of charge that was told counts by itself, and how long the plan goes on with what it reckons. */
const freshMs = 30 * msPerMinute;
const reckonedMs = 2 * msPerHour;

/** `fresh`: told lately. `reckoned`: by the plan since then, too old to charge or discharge by. `unknown`: no idea. */
export type Knowledge = 'fresh' | 'reckoned' | 'unknown';

/** How well the state of charge is known. */
export function knowledgeOf(stored: StoredEnergy | undefined, now: Ms): Knowledge {
  if (stored === undefined || now >= stored.toldAt + freshMs + reckonedMs) return 'unknown';
  return now < stored.toldAt + freshMs ? 'fresh' : 'reckoned';
}

/** When that changes next; nothing changes where it is unknown. */
export function knowledgeEdges(stored: StoredEnergy | undefined): Ms[] {
  return stored === undefined ? [] : [stored.toldAt + freshMs, stored.toldAt + freshMs + reckonedMs];
}

/** What is stored now, per cent: what was told, reckoned on by the step that is on; undefined where nothing was ever told. */
export function percentNow({ stored, step }: BatteryLog, now: Ms): number | undefined {
  if (stored === undefined) return undefined;
  if (step === undefined) return stored.percent;
  const from = Math.max(stored.at, step.start);
  const to = Math.min(now, step.end);
  const moved = to <= from ? 0 : (step.percentPerHour * (to - from)) / msPerHour;
  return Math.min(100, Math.max(0, stored.percent + moved));
}

/** The log with what is stored reckoned up to now. */
export function reckoned(log: BatteryLog, now: Ms): BatteryLog {
  const percent = percentNow(log, now);
  return log.stored === undefined || percent === undefined
    ? log
    : { ...log, stored: { ...log.stored, percent, at: now } };
}
