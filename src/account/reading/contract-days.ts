import { ConfigError } from '../../errors.js';
import type { Subscription } from '../../nomos/subscription.js';
import { civilDate, marketTimeZone } from '../../time/index.js';
import { commonDays, type Period } from '../../usage/index.js';

/**
 * The days on which the contract held, as far as that is known; throws ConfigError `outside-contract` where it held on
 * none of them.
 */
export function daysOfContract(days: Period, contract: Partial<Subscription> | undefined): Period {
  const { startAt, endAt } = contract ?? {};
  const begin = startAt === undefined ? days.firstDay : civilDate(marketTimeZone, startAt);
  // The end is an instant that no longer belongs to the contract.
  const end = endAt === undefined ? days.lastDay : civilDate(marketTimeZone, endAt - 1);
  const held = commonDays(days, { firstDay: begin, lastDay: end });
  if (held !== undefined) return held;
  const params = { from: startAt === undefined ? '…' : begin, to: endAt === undefined ? '…' : end };
  throw new ConfigError('outside-contract', `the contract holds from ${params.from} to ${params.to}`, { params });
}
