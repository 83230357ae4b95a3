// @ts-nocheck
import type { Subscription } from '../customers.js';
import { isDate } from '../local-time.js';
import { badField } from './paging.js';
import { isAtLeastCurie } from './versions.js';

/** Whether a contract holds at an instant: delivery is [startAt, endAt). */
export function isDelivered({ startAt, endAt }: Subscription, instant: number): boolean {
  return instant >= Date.parse(startAt) && (endAt === null || instant < Date.parse(endAt));
}

/** A parameter that has to be a date; throws a refusal. */
export function requiredDate(query: URLSearchParams, field: string): string {
  const date = optionalDate(query, field);
  if (date === undefined) throw badField(field, 'invalid_type', 'Required');
  return date;
}

/** A parameter that has to be a date where it is given; throws a refusal. */
export function optionalDate(query: URLSearchParams, field: string): string | undefined {
  const text = query.get(field);
  if (text === null) return undefined;
  if (!isDate(text)) throw badField(field, 'invalid_format', 'Expected YYYY-MM-DD');
  return text;
}

/** Refuses more days than may be asked for at once. */
export function checkDays(days: number, most: number | undefined): void {
  if (most !== undefined && days > most) throw badField('end', 'too_big', `At most ${most} days`);
}

/** Refuses a solar roof to a version that does not know any. */
export function checkFeedIn({ type }: Subscription, apiVersion: string | undefined): void {
  if (type !== 'feed_in' || isAtLeastCurie(apiVersion)) return;
  throw badField('', 'upgrade_api_version', 'Feed-in needs a newer API version');
}
