import * as z from 'zod/mini';
import { ConfigError, ConsentRequiredError } from '../../errors.js';
import type { Subscription } from '../../nomos/subscription.js';
import type { SubscriptionAnswer, SubscriptionsAnswer, TestAnswer } from '../../protocol/admin-api.js';
import { accountAnswer } from '../account/account-answer.js';
import { tryClient } from '../account/client-trial.js';
import { givenClient } from '../account/given-client.js';
import type { Runtime } from '../account/runtime.js';
import { isoText } from '../platform/instants.js';
import type { AdminRequest } from '../platform/red.js';
import { choiceField, decodeFields } from '../values/fields.js';
import { answer, refuseForeign, sendPass } from './route-guards.js';

/** Opening what is stored takes a small computer about a second, ms. */
const patienceMs = 3_000;

const typedText = z.optional(z.string('text').check(z.maxLength(10_000, 'at most 10000 characters')));
const testBody = z.object({
  grant: choiceField(['consent', 'client-credentials']),
  clientId: typedText,
  clientSecret: typedText,
  baseUrl: typedText,
});

/** The routes of an account: where it stands, its contracts, testing and disconnecting. */
export function registerAccountRoutes(runtime: Runtime): void {
  const { red, routes, accounts, translate } = runtime;
  const read = red.auth.needsPermission('nomos.read');
  const write = red.auth.needsPermission('nomos.write');
  const get = (path: string, work: (accountId: string) => unknown) =>
    routes.get(
      `/nomos/accounts/:id${path}`,
      read,
      answer(translate, (request) => work(idOf(request))),
    );
  const post = (path: string, work: (accountId: string, body: unknown) => unknown) =>
    routes.post(
      `/nomos/accounts/:id${path}`,
      ...[write, refuseForeign, answer(translate, (request) => work(idOf(request), request.body))],
    );
  routes.get('/nomos/pass', read, sendPass);
  get('', async (accountId) => {
    await accounts.shown(accountId).account?.known(patienceMs);
    return accountAnswer(runtime, accountId);
  });
  get('/subscriptions', async (accountId) => {
    const account = accounts.requireShown(accountId);
    const subscriptions = await account.subscriptions();
    return subscriptionsAnswer(subscriptions, await account.automaticContract());
  });
  post('/test', (accountId, body) => test(runtime, accountId, body));
  post('/disconnect', async (accountId) => {
    await accounts.disconnect(accountId);
    return accountAnswer(runtime, accountId);
  });
}

/** Tests what stands in the dialog; an empty body means the account as it is. */
async function test(runtime: Runtime, accountId: string, body: unknown): Promise<TestAnswer> {
  const { accounts } = runtime;
  const { grant, ...typed } = decodeFields(testBody, body);
  if (grant === undefined) {
    const subscriptions = await accounts.requireShown(accountId).subscriptions();
    return { ok: true, subscriptions: subscriptions.length };
  }
  const client = givenClient(typed, accounts.find(accountId)?.client);
  const known = accounts.withClient(accountId, grant, client);
  if (known !== undefined) return { ok: true, subscriptions: (await known.subscriptions()).length };
  if (grant === 'consent') throw new ConsentRequiredError('connect-first', 'nobody signed in with these settings');
  const subscriptions = await tryClient(runtime, client);
  return { ok: true, subscriptions: subscriptions.length, listed: subscriptionsAnswer(subscriptions) };
}

/** `automatic` is the contract that is used where nobody chose one; it may have been found while it was the only active one. */
function subscriptionsAnswer(subscriptions: readonly Subscription[], automatic?: string): SubscriptionsAnswer {
  const active = subscriptions.filter(({ status, type }) => status === 'active' && type === 'consumption');
  const only = active.length === 1 ? active[0]?.id : undefined;
  const proposedId = subscriptions.some(({ id }) => id === automatic) ? automatic : only;
  return {
    subscriptions: subscriptions.map(subscriptionAnswer),
    activeCount: active.length,
    ...(proposedId === undefined ? {} : { proposedId }),
  };
}

function subscriptionAnswer({ id, number, status, type, startAt, endAt }: Subscription): SubscriptionAnswer {
  return {
    id,
    status,
    type,
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
