// @ts-nocheck
import { badField } from '../api/paging.js';
import { checkDays, checkFeedIn, isDelivered, requiredDate } from '../api/period-rules.js';
import type { Subscription } from '../customers.js';
import { daysBetween, shiftDate, startOfDate } from '../local-time.js';
import { type Answer, json, Refusal } from '../server/envelope.js';
import type { UnpublishedShape } from '../server/modes.js';
import type { Exchange, World } from '../world.js';
import type { WirePrice } from './all-in.js';
import { publicationOf } from './price-days.js';

/** `GET /subscriptions/{id}/prices`: whole local days from `start` to `end`, both inclusive. Throws a refusal. */
export function pricesEndpoint(world: World, { query, entry }: Exchange, subscription: Subscription): Answer {
  const start = requiredDate(query, 'start');
  const end = requiredDate(query, 'end');
  entry.days = `${start}..${end}`;
  if (end < start) throw badField('end', 'custom', 'end lies before start');
  const { modes } = world;
  checkDays(daysBetween(start, end) + 1, modes.mostPriceDays);
  checkFeedIn(subscription, entry.apiVersion);
  return json(200, {
    object: 'price',
    subscription: subscription.id,
    period: { start, end },
    unit: 'ct/kWh',
    currency: 'EUR',
    resolution: modes.resolutionText ?? (subscription.resolutionMinutes === 60 ? 'hourly' : '15min'),
    reference: modes.referenceText,
    items: wirePrices(world, subscription, { start, end }),
  });
}

function wirePrices(
  world: World,
  subscription: Subscription,
  { start, end }: { start: string; end: string },
): readonly WirePrice[] | null {
  if (subscription.status !== 'active') return inactivePrices(world, subscription);
  const prices: WirePrice[] = [];
  for (let date = start; date <= end; date = shiftDate(date, 1)) {
    const day = publishedDay(world, subscription, date);
    if (day !== undefined) {
      prices.push(...day.filter(({ timestamp }) => isDelivered(subscription, Date.parse(timestamp))));
      continue;
    }
    const shown = unpublishedDay(world, subscription, date);
    if (shown === 'empty') return [];
    if (shown === 'null') return null;
    prices.push(...shown);
  }
  return prices;
}

function publishedDay(world: World, subscription: Subscription, date: string): readonly WirePrice[] | undefined {
  const { modes, seed, clock } = world;
  if (publicationOf(seed, date, modes) > clock.now()) return undefined;
  return world.priceDays(subscription, date, modes) ?? undefined;
}

function unpublishedDay(
  world: World,
  subscription: Subscription,
  date: string,
): readonly WirePrice[] | 'empty' | 'null' {
  const { modes, clock } = world;
  const shape = modes.unpublished;
  if (shape === 'bad-request') throw badField('end', 'custom', 'Prices are not available yet');
  if (shape === 'not-found') throw new Refusal(404, 'Prices are not available yet');
  if (shape === 'empty' || shape === 'null') return shape;
  // No server fills the far future with placeholders: only the next days get them.
  const isNear = startOfDate(date) - clock.now() < 2 * 86_400_000;
  if (shape === 'absent' || !isNear) return [];
  const shapeModes = { ...modes, priceSource: undefined };
  return (world.priceDays(subscription, date, shapeModes) ?? []).map((price) => placeholder(price, shape));
}

function placeholder(price: WirePrice, shape: UnpublishedShape): WirePrice {
  if (shape === 'no-electricity') {
    const components = price.components.filter(({ type }) => type !== 'electricity');
    const amount = Math.round(components.reduce((sum, { amount: part }) => sum + (part ?? 0), 0) * 100) / 100;
    return { ...price, amount, components };
  }
  const amount = shape === 'zeros' ? 0 : null;
  return { ...price, amount, components: price.components.map(({ type }) => ({ type, amount })) };
}

function inactivePrices({ modes }: World, { status }: Subscription): null {
  if (modes.inactivePrices === 'null') return null;
  throw status === 'ended'
    ? badField('', 'ended_subscription', 'The subscription has ended')
    : badField('', 'subscription_not_started', 'The subscription has not started');
}
