import type { Ms } from '../time/index.js';

/** A contract with Nomos, without personal data. */
export interface Subscription {
  readonly id: string;
  /** The number a person knows it by. */
  readonly number?: string;
  /** `pending`, `active`, `ended`, or what Nomos adds. */
  readonly status: string;
  /** `consumption`, `feed-in`, or what Nomos adds; before the API knew feed-in, everything was consumption. */
  readonly type: string;
  readonly startAt?: Ms;
  readonly endAt?: Ms;
}
