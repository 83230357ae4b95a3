import { ConfigError } from '../errors.js';
import type { Subscription } from '../nomos/subscription.js';
import { type CivilDate, civilDate, marketTimeZone } from '../time/index.js';

/** Local days, both included. */
interface Days {
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
}

/**
 * The days on which the contract held, as far as that is known; throws ConfigError `outside-contract` where it held on
 * none of them.
 */
export function daysOfContract({ firstDay, lastDay }: Days, contract: Partial<Subscription> | undefined): Days {
  const begin = contract?.startAt === undefined ? firstDay : civilDate(marketTimeZone, contract.startAt);
  // The end is an instant that no longer belongs to the contract.
  const end = contract?.endAt === undefined ? lastDay : civilDate(marketTimeZone, contract.endAt - 1);
  if (begin <= lastDay && end >= firstDay) {
    return { firstDay: begin > firstDay ? begin : firstDay, lastDay: end < lastDay ? end : lastDay };
  }
  const params = {
    from: contract?.startAt === undefined ? '…' : begin,
    to: contract?.endAt === undefined ? '…' : end,
  };
  throw new ConfigError('outside-contract', `the contract holds from ${params.from} to ${params.to}`, { params });
}
