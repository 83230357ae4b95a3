import type { Ms } from '../../time/index.js';
import type { RunLog } from './log.js';
import { openWindow } from './open-window.js';
import type { RunSettings } from './settings.js';

/** What is known of the device, and what a person has said about it. */
export type DeviceFacts = Pick<
  RunLog,
  'job' | 'closed' | 'closedBefore' | 'override' | 'device' | 'extra' | 'counted' | 'dark'
>;

/**
 * Since when the device is off, or from when on it will be, as far as that is decided: `now` when what it was on for is over and
 * it is about to be told so, infinite while nothing ends it. Undefined before its first message.
 */
export function offSince(facts: DeviceFacts, settings: RunSettings, now: Ms): Ms | undefined {
  const { device, job, extra, override } = facts;
  const heldOn = override?.on ? (override.until ?? Number.POSITIVE_INFINITY) : 0;
  const onUntil = Math.max(job?.current?.end ?? 0, extra?.end ?? 0, heldOn);
  if (onUntil > now) return onUntil;
  if (!device?.on) return device?.since;
  return isOnByChoice(facts, settings, now) ? Number.POSITIVE_INFINITY : now;
}

/** True where a device is on that no run and no person holds on, because that is chosen for outside of windows or without a plan. */
function isOnByChoice(facts: DeviceFacts, { outputOutside, outputNoPlan }: RunSettings, now: Ms): boolean {
  const open = openWindow(facts, now);
  if (open === undefined) return outputOutside === 'on';
  return (open.state === 'planned' || open.state === 'missed') && outputNoPlan === 'on';
}
