import { ConfigError } from '../errors.js';
import type { Subscription } from '../nomos/subscription.js';
import { accountAnswer, isoText } from './account-answer.js';
import type { SubscriptionAnswer, SubscriptionsAnswer, TestAnswer } from './admin-api.js';
import type { AdminRequest } from './red.js';
import { answer, refuseForeign } from './route-guards.js';
import type { Runtime } from './runtime.js';

/** The routes of an account: where it stands, its contracts, testing and disconnecting. */
export function registerAccountRoutes(runtime: Runtime): void {
  const { red, accounts, translate } = runtime;
  const read = red.auth.needsPermission('nomos.read');
  const write = red.auth.needsPermission('nomos.write');
  const get = (path: string, work: (accountId: string) => unknown) =>
    red.httpAdmin.get(
      `/nomos/accounts/:id${path}`,
      read,
      answer(translate, (request) => work(idOf(request))),
    );
  const post = (path: string, work: (accountId: string) => unknown) =>
    red.httpAdmin.post(
      `/nomos/accounts/:id${path}`,
      ...[write, refuseForeign, answer(translate, (request) => work(idOf(request)))],
    );
  get('', (accountId) => accountAnswer(runtime, accountId));
  get('/subscriptions', async (accountId) =>
    subscriptionsAnswer(await accounts.requireShown(accountId).subscriptions()),
  );
  post('/test', async (accountId): Promise<TestAnswer> => {
    const subscriptions = await accounts.requireShown(accountId).subscriptions();
    return { ok: true, subscriptions: subscriptions.length };
  });
  post('/disconnect', async (accountId) => {
    await accounts.disconnect(accountId);
    return accountAnswer(runtime, accountId);
  });
}

function subscriptionsAnswer(subscriptions: readonly Subscription[]): SubscriptionsAnswer {
  const active = subscriptions.filter(({ status, type }) => status === 'active' && type === 'consumption');
  const [only] = active;
  const proposed = only !== undefined && active.length === 1 ? { proposedId: only.id } : {};
  return { subscriptions: subscriptions.map(subscriptionAnswer), ...proposed };
}

function subscriptionAnswer({ id, number, status, type, startAt, endAt }: Subscription): SubscriptionAnswer {
  return {
    ...{ id, status, type },
    ...(number === undefined ? {} : { number }),
    ...(startAt === undefined ? {} : { startAt: isoText(startAt) }),
    ...(endAt === undefined ? {} : { endAt: isoText(endAt) }),
  };
}

function idOf({ params }: AdminRequest): string {
  const { id = '' } = params;
  if (/^[\w.-]{1,100}$/.test(id)) return id;
  throw new ConfigError('unknown-account', 'not an id of a config node');
}
