import { ConfigError } from '../../errors.js';
import type { Subscription } from '../../nomos/subscription.js';

/**
 * The one contract that a person can only mean: the single active one for consumption.
 *
 * Throws ConfigError `no-subscription` when there is none, `several-subscriptions` when a person has to choose.
 */
export function onlyActiveSubscription(subscriptions: readonly Subscription[]): Subscription {
  const candidates = subscriptions.filter(({ status, type }) => status === 'active' && type === 'consumption');
  const [only] = candidates;
  if (only === undefined) throw new ConfigError('no-subscription', 'the account has no active subscription');
  if (candidates.length === 1) return only;
  throw new ConfigError('several-subscriptions', `the account has ${candidates.length} active subscriptions`, {
    params: { count: candidates.length },
  });
}
