import { type Interval, parseInstant } from '../time/index.js';
import { hyphenated, type Privacy, type ResourceItem } from './resource-item.js';
import { type ListName, lists, wireWord } from './resource-lists.js';

/** What to read of a list. */
export interface ListQuery {
  readonly list: ListName;
  /** Only entries of this contract; absent = of all. */
  readonly subscriptionId?: string | undefined;
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  /** Only entries whose instant lies in this stretch; which instant that is, the list says. */
  readonly period?: Partial<Interval> | undefined;
  readonly maxItems: number;
  readonly privacy: Privacy;
}

/** The parameters with which Nomos narrows the list, as far as it can. */
export function listParameters(query: ListQuery): URLSearchParams {
  const { words, datedOnWire, isOfContract } = lists[query.list];
  const { subscriptionId, period = {} } = query;
  const parameters = new URLSearchParams({ limit: '100' });
  for (const name of ['status', 'type'] as const) {
    const [filter, wanted] = [words[name], query[name]];
    if (filter?.by === 'nomos' && wanted !== undefined) {
      parameters.set(`filter[${name}][eq]`, wireWord(filter, wanted));
    }
  }
  if (isOfContract && subscriptionId !== undefined) parameters.set('filter[subscription][eq]', subscriptionId);
  if (datedOnWire === undefined) return parameters;
  const { start, end } = period;
  if (start !== undefined) parameters.set(`filter[${datedOnWire}][gte]`, new Date(start).toISOString());
  // Nomos knows no "before": the last millisecond of the stretch is the nearest.
  if (end !== undefined) parameters.set(`filter[${datedOnWire}][lte]`, new Date(end - 1).toISOString());
  return parameters;
}

/** True for an entry that was asked for: Nomos silently ignores a filter that it does not know. */
export function isWanted(query: ListQuery, item: ResourceItem): boolean {
  const { isOfContract, dated } = lists[query.list];
  const { subscriptionId, status, type } = query;
  if (isOfContract && subscriptionId !== undefined && item.subscription !== subscriptionId) return false;
  if (status !== undefined && item.status !== hyphenated(status)) return false;
  if (type !== undefined && item.type !== hyphenated(type)) return false;
  return liesIn(query.period, item[dated]);
}

/** An entry without its instant lies in no stretch. */
function liesIn(period: Partial<Interval> = {}, value: unknown): boolean {
  const { start = Number.NEGATIVE_INFINITY, end = Number.POSITIVE_INFINITY } = period;
  if (period.start === undefined && period.end === undefined) return true;
  const at = typeof value === 'string' ? parseInstant(value) : undefined;
  return at !== undefined && start <= at && at < end;
}
