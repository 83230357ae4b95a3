import { z } from 'zod';
import { lackingClient } from '../account/lacking-client.js';
import { storageError } from '../account/renewal.js';
import { ConfigError, invalidValue, type NomosError } from '../errors.js';
import { checkBaseUrl } from '../http/base-url.js';
import { createHttpDoor } from '../http/door.js';
import type { AcceptedAttempt } from '../oauth/attempt.js';
import { requestTokens } from '../oauth/token-request.js';
import { accountAnswer, isoText } from './account-answer.js';
import { defaultBaseUrl } from './account-settings.js';
import type { AccountAnswer, StartAnswer } from './admin-api.js';
import { type CallbackOutcome, redirectToOutcome, sendCallbackPage } from './callback-page.js';
import { decodeFields } from './fields.js';
import type { AdminRequest, AdminResponse } from './red.js';
import { answer, refuseForeign } from './route-guards.js';
import { proxySettings, type Runtime } from './runtime.js';
import { asNomosError } from './texts.js';

const cookieName = 'nomos_signin';
const callbackPath = '/nomos/oauth/callback';
const attemptMinutes = 10;

const id = z.string('id').min(1, 'id').max(100, 'id');
const longText = z.string('text').max(10_000, 'at most 10000 characters');
const startBody = z.object({
  accountId: id,
  redirectUri: longText,
  clientId: longText.optional(),
  clientSecret: longText.optional(),
  baseUrl: longText.optional(),
});
const pasteBody = z.object({ accountId: id, url: longText });
const confirmBody = z.object({ accountId: id, attemptId: id });

/** The routes of signing in. Only the callback is open: one-time state and cookie guard it, and its page is fixed. */
export function registerOauthRoutes(runtime: Runtime): void {
  const { red, translate } = runtime;
  const write = red.auth.needsPermission('nomos.write');
  const post = (path: string, work: (request: AdminRequest, response: AdminResponse) => unknown) =>
    red.httpAdmin.post(`/nomos/oauth/${path}`, write, refuseForeign, answer(translate, work));
  post('start', (request, response) => start(runtime, request, response));
  post('paste', (request) => {
    const { accountId, url } = decodeFields(pasteBody, request.body);
    return exchange(runtime, runtime.consents.paste(accountId, url, Date.now()));
  });
  post('confirm', (request) => {
    const { accountId, attemptId } = decodeFields(confirmBody, request.body);
    return exchange(runtime, runtime.consents.confirm(accountId, attemptId, Date.now()));
  });
  red.httpAdmin.get(callbackPath, (request, response) => {
    callback(runtime, request)
      .catch((): CallbackOutcome => 'failed')
      .then((outcome) => redirectToOutcome(response, outcome))
      .catch(() => undefined);
  });
  red.httpAdmin.get(`${callbackPath}/:outcome`, sendCallbackPage);
}

/** Begins an attempt, after making sure that its tokens could be saved (fault case 55). */
async function start(runtime: Runtime, request: AdminRequest, response: AdminResponse): Promise<StartAnswer> {
  const body = decodeFields(startBody, request.body);
  const deployed = runtime.accounts.find(body.accountId)?.client;
  const clientId = body.clientId || deployed?.clientId;
  if (!clientId) throw new ConfigError('client-missing', 'no client id is known for the account');
  const baseUrl = checkBaseUrl(body.baseUrl || deployed?.baseUrl || defaultBaseUrl);
  // A deployed secret goes only where it belongs: not to another address, nor with another id.
  const isDeployed = clientId === deployed?.clientId && baseUrl === deployed.baseUrl;
  const settings = {
    accountId: body.accountId,
    clientId,
    clientSecret: body.clientSecret || (isDeployed ? deployed.clientSecret : ''),
    baseUrl,
    redirectUri: checkRedirectUri(body.redirectUri),
  };
  const lack = lackingClient(settings);
  if (lack !== undefined) throw lack;
  await runtime.vault.trySave().catch((error: unknown) => {
    // Without any storage the tokens live in memory, and every status says so.
    if (asNomosError(error).code !== 'storage-unavailable') throw storageError(error);
  });
  const opened = runtime.consents.open({ ...settings, now: Date.now() });
  const { attemptId, authorizeUrl, cookieValue, expiresAt } = opened;
  const path = request.baseUrl + callbackPath;
  response.cookie(cookieName, cookieValue, { httpOnly: true, sameSite: 'lax', path, maxAge: attemptMinutes * 60_000 });
  return { attemptId, authorizeUrl, expiresAt: isoText(expiresAt) };
}

/** Judges what the browser brought back, and gets the tokens where all is well. */
async function callback(runtime: Runtime, request: AdminRequest): Promise<CallbackOutcome> {
  const query = new URL(request.url, 'http://callback').searchParams;
  const verdict = runtime.consents.judge(query, cookieOf(request), Date.now());
  if (verdict.kind === 'refused') return verdict.error.code.startsWith('attempt-') ? 'expired' : 'failed';
  if (verdict.kind === 'matched') {
    const error = await exchange(runtime, verdict.attempt).then(
      () => undefined,
      (thrown: unknown) => asNomosError(thrown),
    );
    return error === undefined ? 'connected' : 'failed';
  }
  runtime.publish(verdict.accountId);
  if (verdict.kind === 'held') return 'held';
  return verdict.error.code === 'consent-denied' ? 'denied' : 'failed';
}

/** Exchanges an accepted code for tokens, once, and hands them to the account they belong to. */
async function exchange(runtime: Runtime, attempt: AcceptedAttempt): Promise<AccountAnswer> {
  const { accountId, attemptId, clientId, clientSecret, baseUrl, code, verifier, redirectUri } = attempt;
  const client = { clientId, clientSecret, baseUrl };
  const door = createHttpDoor({ proxy: proxySettings(runtime.red) });
  try {
    const outcome = await requestTokens(door, client, { kind: 'code', code, verifier, redirectUri });
    if (outcome.kind !== 'tokens') throw outcome.error;
    await runtime.accounts.forClient(accountId, client).adopt(outcome.tokens, client);
    runtime.consents.finish(attemptId);
    return accountAnswer(runtime, accountId);
  } catch (error) {
    const known: NomosError = asNomosError(error);
    runtime.consents.finish(attemptId, known);
    throw known;
  } finally {
    door.close();
    runtime.publish(accountId);
  }
}

function cookieOf({ headers }: AdminRequest): string | undefined {
  const pairs = String(headers.cookie ?? '').split(';');
  const own = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(`${cookieName}=`));
  return own?.slice(cookieName.length + 1);
}

function checkRedirectUri(text: string): string {
  const isAddress = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !text.includes('#');
  if (!isAddress) throw invalidValue('redirectUri', text, 'http(s)://…/nomos/oauth/callback');
  return text;
}
