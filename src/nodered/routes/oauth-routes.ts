import * as z from 'zod/mini';
import { storageError } from '../../account/session/renewal.js';
import { systemClock } from '../../clock/clock.js';
import { ConsentRequiredError, invalidValue, type NomosError } from '../../errors.js';
import { createHttpDoor } from '../../http/door.js';
import type { Acceptance, AcceptedAttempt } from '../../oauth/attempt.js';
import { exchangeCode } from '../../oauth/code-exchange.js';
import type { AccountAnswer, StartAnswer } from '../../protocol/admin-api.js';
import { accountAnswer } from '../account/account-answer.js';
import { givenClient } from '../account/given-client.js';
import type { Runtime } from '../account/runtime.js';
import { proxySettings } from '../platform/proxy-settings.js';
import type { AdminRequest, AdminResponse } from '../platform/red.js';
import { asNomosError } from '../platform/texts.js';
import { decodeFields } from '../values/fields.js';
import { type CallbackOutcome, redirectToOutcome, sendCallbackPage } from './callback-page.js';
import { answer, refuseForeign } from './route-guards.js';

const cookieName = 'nomos_signin';
const callbackPath = '/nomos/oauth/callback';
/** A redirect address is registered as a person wrote it: doubled slashes and one at the end must not end in a 404. */
const callbackRoute = /^\/+nomos\/+oauth\/+callback\/*$/i;
const outcomeRoute = /^\/+nomos\/+oauth\/+callback\/+([^/]+)\/*$/i;
const attemptMinutes = 10;

const id = z.string('id').check(z.minLength(1, 'id'), z.maxLength(100, 'id'));
const longText = z.string('text').check(z.maxLength(10_000, 'at most 10000 characters'));
const startBody = z.object({
  accountId: id,
  redirectUri: longText,
  clientId: z.optional(longText),
  clientSecret: z.optional(longText),
  baseUrl: z.optional(longText),
});
const pasteBody = z.object({ accountId: id, url: longText });
const confirmBody = z.object({ accountId: id, attemptId: id });

/** The routes of signing in. Only the callback is open: one-time state and cookie guard it, and its page is fixed. */
export function registerOauthRoutes(runtime: Runtime): void {
  const { red, routes, translate } = runtime;
  const write = red.auth.needsPermission('nomos.write');
  const post = (path: string, work: (request: AdminRequest, response: AdminResponse) => unknown) =>
    routes.post(`/nomos/oauth/${path}`, write, refuseForeign, answer(translate, work));
  post('start', (request, response) => start(runtime, request, response));
  post('paste', (request) => {
    const { accountId, url } = decodeFields(pasteBody, request.body);
    return finish(runtime, runtime.consents.paste(accountId, url, systemClock.now()), 'pasted');
  });
  post('confirm', (request) => {
    const { accountId, attemptId } = decodeFields(confirmBody, request.body);
    return finish(runtime, runtime.consents.confirm(accountId, attemptId, systemClock.now()), 'confirmed');
  });
  routes.get(callbackRoute, (request, response) => {
    callback(runtime, request)
      .catch((): CallbackOutcome => 'failed')
      .then((outcome) => redirectToOutcome(request, response, outcome))
      .catch(() => undefined);
  });
  routes.get(outcomeRoute, sendCallbackPage);
}

/** Begins an attempt, after making sure that its tokens could be saved (fault case 55). */
async function start(runtime: Runtime, request: AdminRequest, response: AdminResponse): Promise<StartAnswer> {
  const body = decodeFields(startBody, request.body);
  const client = givenClient(body, runtime.accounts.find(body.accountId)?.client);
  const settings = { accountId: body.accountId, ...client, redirectUri: checkRedirectUri(body.redirectUri) };
  await runtime.vault.trySave().catch((error: unknown) => {
    // Without any storage the tokens live in memory, and every status says so.
    if (asNomosError(error).code !== 'storage-unavailable') throw storageError(error);
  });
  const now = systemClock.now();
  const opened = runtime.consents.open({ ...settings, now });
  const { attemptId, authorizeUrl, cookieValue, expiresAt } = opened;
  for (const path of cookiePaths(settings.redirectUri, request.baseUrl)) {
    const maxAge = attemptMinutes * 60_000;
    response.cookie(cookieName, cookieValue, { httpOnly: true, sameSite: 'lax', path, maxAge });
  }
  return { attemptId, authorizeUrl, lifeMs: expiresAt - now };
}

/** Judges what the browser brought back, and gets the tokens where all is well. */
async function callback(runtime: Runtime, request: AdminRequest): Promise<CallbackOutcome> {
  const { consents } = runtime;
  const query = new URL(request.url, 'http://callback').searchParams;
  const verdict = consents.judge(query, cookiesOf(request), systemClock.now());
  if (verdict.kind === 'refused') return outcomeOfError(verdict.error);
  if (verdict.kind === 'held' || verdict.kind === 'denied') runtime.publish(verdict.accountId);
  if (verdict.kind === 'matched') await exchange(runtime, verdict.attempt, 'callback').catch(() => undefined);
  // Whoever loads the page again reads how the sign-in ended, not that it is over.
  const attemptId = verdict.kind === 'matched' ? verdict.attempt.attemptId : verdict.attemptId;
  const { state, error } = await consents.settled(attemptId);
  if (state === 'done') return 'connected';
  return state === 'held' ? 'held' : outcomeOfError(error);
}

function outcomeOfError(error: NomosError | undefined): CallbackOutcome {
  if (error?.code === 'consent-denied') return 'denied';
  return error?.code.startsWith('attempt-') ? 'expired' : 'failed';
}

/** What the editor hands over, once or again; rejects with why the sign-in failed. */
async function finish(runtime: Runtime, acceptance: Acceptance, way: Way): Promise<AccountAnswer> {
  if (acceptance.kind === 'matched') return exchange(runtime, acceptance.attempt, way);
  const { accountId, error } = await runtime.consents.settled(acceptance.attemptId);
  if (error !== undefined) throw error;
  return accountAnswer(runtime, accountId);
}

type Way = 'callback' | 'pasted' | 'confirmed';

/** Exchanges an accepted code for tokens, once, and hands them to the account they belong to. */
async function exchange(runtime: Runtime, attempt: AcceptedAttempt, way: Way): Promise<AccountAnswer> {
  const { accountId, attemptId, clientId, clientSecret, baseUrl, code, verifier, redirectUri } = attempt;
  const client = { clientId, clientSecret, baseUrl };
  const door = createHttpDoor({ proxy: proxySettings(runtime.red) });
  try {
    const outcome = await exchangeCode({ door, pause }, client, { kind: 'code', code, verifier, redirectUri });
    const isOfCode = outcome.kind === 'grant-refused' || (outcome.kind === 'refused' && outcome.isOfCode);
    if (isOfCode) throw codeRefused(outcome.error);
    if (outcome.kind !== 'tokens') throw outcome.error;
    await runtime.accounts.forClient(accountId, client).adopt(outcome.tokens, client);
    runtime.consents.finish(attemptId);
    return accountAnswer(runtime, accountId);
  } catch (error) {
    const known: NomosError = asNomosError(error);
    // A pasted address may have lost some letters, and the right one may stand in an open window still.
    if (way === 'pasted' && /^(code|token)-refused$/.test(known.code)) runtime.consents.waitOn(attempt);
    else runtime.consents.finish(attemptId, known);
    throw known;
  } finally {
    door.close();
    runtime.publish(accountId);
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => void systemClock.after(durationMs, resolve));
}

function codeRefused({ params, requestId }: NomosError): ConsentRequiredError {
  return new ConsentRequiredError('code-refused', 'the code is expired, used, or not complete', { params, requestId });
}

/**
 * Where the browser keeps the cookie: under the path that Nomos sends it back to, which behind a proxy has a prefix that
 * Node-RED never sees; and under the path as Node-RED sees it, for a proxy that puts its prefix into cookies itself.
 */
function cookiePaths(redirectUri: string, mountedAt: string): Set<string> {
  const { pathname } = new URL(redirectUri);
  // A semicolon would end the path.
  return new Set([pathname.includes(';') ? '/' : pathname, mountedAt + callbackPath]);
}

function cookiesOf({ headers }: AdminRequest): string[] {
  const pairs = String(headers.cookie ?? '').split(';');
  const own = pairs.map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${cookieName}=`));
  return own.map((pair) => pair.slice(cookieName.length + 1));
}

function checkRedirectUri(text: string): string {
  const isAddress = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !text.includes('#');
  // Nomos appends its own: a name that stands there twice would spoil every answer.
  const isClear = isAddress && ['state', 'code', 'error', 'iss'].every((name) => !new URL(text).searchParams.has(name));
  if (!isClear) throw invalidValue('redirectUri', text, 'http(s)://…/nomos/oauth/callback');
  return text;
}
