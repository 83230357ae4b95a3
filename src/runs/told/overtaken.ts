import type { Happened } from './events.js';

const plans: readonly Happened['kind'][] = ['planned', 'provisional', 'no-plan', 'power-limit'];

/**
 * What happened, without the plans of the first `count` events that a later one replaces: new prices and a command in
 * one message make one plan, the one that holds. What is told of another window than the later plan's stays.
 */
export function withoutOvertaken(events: readonly Happened[], count: number): readonly Happened[] {
  const later = events.slice(count).findLast(isPlan)?.job;
  if (later === undefined) return events;
  const isOvertaken = (event: Happened) =>
    isPlan(event) && (event.job?.window.end === later.window.end || event.kind !== 'no-plan');
  return events.filter((event, index) => index >= count || !isOvertaken(event));
}

function isPlan({ kind }: Happened): boolean {
  return plans.includes(kind);
}
