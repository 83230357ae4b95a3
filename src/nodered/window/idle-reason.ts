import type { Decision } from '../../runs/index.js';

/** Why a device has no planned run, as a key of the shared catalog; undefined where it has one. */
export function idleReason(
  { state, plan }: Pick<Decision, 'state' | 'plan'>,
  trigger: 'daily' | 'message',
): string | undefined {
  if (plan !== undefined && plan.runs.length > 0) return undefined;
  if (plan?.reason === 'price-cap' && plan.minutesMissing === 0) return 'status.never-so-cheap';
  if (plan?.reason !== undefined) return `plan-reasons.${plan.reason}`;
  if (trigger === 'message' && state.reason === 'outside') return 'status.ready-message';
  if (state.reason === 'waiting' && state.until === undefined) return 'status.no-more-runs';
  return `reasons.${state.reason}`;
}
