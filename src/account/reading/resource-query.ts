import type { ResourceItem } from '../../nomos/resource-item.js';
import type { ListName } from '../../nomos/resource-lists.js';
import type { CivilDate } from '../../time/index.js';

/** What can be read, by name. */
export type Resource = ListName | 'subscription' | 'plan' | 'customer' | 'invoice-file';

/** One question. What does not matter for the resource is left aside. */
export interface ResourceQuery {
  readonly resource: Resource;
  /** The contract it is about; empty = the account's own. */
  readonly subscription: string;
  /** First and last local day, both included; absent = from the beginning, to the end. */
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  /** The `status` of the entries; a node has a status and a type of its own, so that the settings need other names. */
  readonly entryStatus?: string | undefined;
  /** The `type` of the entries. */
  readonly kind?: string | undefined;
  readonly maxItems: number;
  /** The invoice whose file is wanted; absent = the newest. */
  readonly invoice?: string | undefined;
  /** Whether values that say who the customer is, and where and how they live or pay, are read at all. */
  readonly personalData: boolean;
}

/** The answer: a list, or one thing. */
export interface ResourceAnswer {
  readonly payload: ResourceItem | readonly ResourceItem[];
  /** True when there is more than was to be given. */
  readonly truncated: boolean;
  /** The number of the contract that it is about, where it is about one and its number is known. */
  readonly subscriptionNumber?: string | undefined;
}
