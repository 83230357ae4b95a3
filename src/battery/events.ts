import type { Ms } from '../time/index.js';
import type { BatteryLog, BatteryState, Told } from './log.js';
import { knowledgeOf } from './stored-energy.js';

/** What can happen to a battery and its plan. */
export type BatteryEvent =
  | 'planned'
  | 'charging'
  | 'charged'
  | 'discharging'
  | 'discharged'
  | 'prices-stale'
  | 'prices-back'
  | 'readings-stale'
  | 'readings-back'
  | 'learned'
  | 'override-ended';

interface Now {
  readonly state: BatteryState;
  /** The end of the known prices, where a plan was made by them. */
  readonly pricesUntil: Ms | undefined;
  readonly isPriced: boolean;
  readonly now: Ms;
}

/** What has happened since `before`, each thing told once, and what was told by that. */
export function eventsOf(log: BatteryLog, before: BatteryLog, at: Now): { events: BatteryEvent[]; told: Told } {
  const { told } = before;
  const events: BatteryEvent[] = [];
  if (before.override !== undefined && log.override === undefined) events.push('override-ended');
  const isStale = !at.isPriced;
  if (isStale !== (told.pricesStale === true)) events.push(isStale ? 'prices-stale' : 'prices-back');
  const isUnread = log.stored !== undefined && knowledgeOf(log.stored, at.now) !== 'fresh';
  if (isUnread !== (told.readingsStale === true)) events.push(isUnread ? 'readings-stale' : 'readings-back');
  const isLearned = log.profile.days >= 1;
  if (isLearned && !told.learned) events.push('learned');
  const { pricesUntil = told.pricesUntil } = at;
  if (at.pricesUntil !== undefined && at.pricesUntil > (told.pricesUntil ?? 0)) events.push('planned');
  events.push(...ofMode(before.state?.mode, at.state.mode));
  return {
    events,
    told: {
      ...(isStale && { pricesStale: true }),
      ...(isUnread && { readingsStale: true }),
      ...(isLearned && { learned: true }),
      ...(pricesUntil !== undefined && { pricesUntil }),
    },
  };
}

function ofMode(before: string | undefined, now: string): BatteryEvent[] {
  if (before === now) return [];
  return [
    ...(before === 'charge' ? (['charged'] as const) : []),
    ...(before === 'discharge' ? (['discharged'] as const) : []),
    ...(now === 'charge' ? (['charging'] as const) : []),
    ...(now === 'discharge' ? (['discharging'] as const) : []),
  ];
}
