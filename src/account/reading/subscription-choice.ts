import { ConfigError } from '../../errors.js';
import type { Subscription } from '../../nomos/subscription.js';

/** What a contract is for, as `Subscription.type` says it. */
export type ContractKind = 'consumption' | 'feed-in';

const codes = {
  consumption: { none: 'no-subscription', several: 'several-subscriptions' },
  'feed-in': { none: 'no-feed-in-subscription', several: 'several-feed-in-subscriptions' },
} as const;

/**
 * The one contract of a kind that a person can only mean: the single active one.
 *
 * Throws ConfigError `no-subscription` (`no-feed-in-subscription`) when there is none, `several-subscriptions`
 * (`several-feed-in-subscriptions`) when a person has to choose.
 */
export function onlyActiveSubscription(subscriptions: readonly Subscription[], kind: ContractKind): Subscription {
  const candidates = subscriptions.filter(({ status, type }) => status === 'active' && type === kind);
  const [only] = candidates;
  const { none, several } = codes[kind];
  if (only === undefined) throw new ConfigError(none, `the account has no active ${kind} subscription`);
  if (candidates.length === 1) return only;
  throw new ConfigError(several, `the account has ${candidates.length} active ${kind} subscriptions`, {
    params: { count: candidates.length },
  });
}
