import { hasHash, hashOf } from '../../oauth/attempt.js';
import { randomText } from '../../oauth/pkce.js';
import { errorAnswer } from '../account/account-answer.js';
import type { AdminHandler, AdminRequest, AdminResponse } from '../platform/red.js';
import { asNomosError, type Translate } from '../platform/texts.js';

/** A route's work: what it returns is sent as JSON; what it throws becomes a clear error answer. */
export type RouteWork = (request: AdminRequest, response: AdminResponse) => Promise<unknown> | unknown;

const statusOfCode: Readonly<Record<string, number>> = {
  'unknown-account': 404,
  'no-home': 404,
  'unknown-subscription': 404,
  'request-refused': 403,
  'too-many-previews': 429,
  'preview-too-long': 503,
  'internal-error': 500,
};

/**
 * Runs the work of a route and answers in JSON; never rejects, because an async handler that does kills Node-RED.
 * Answers carry no secrets and must not be cached.
 */
export function answer(translate: Translate, work: RouteWork): AdminHandler {
  return (request, response) => {
    Promise.resolve()
      .then(() => work(request, response))
      .then(
        (value) => response.set({ 'Cache-Control': 'no-store' }).json(value),
        (error: unknown) => answerError(translate, response, error),
      )
      .catch(() => undefined);
  };
}

function answerError(translate: Translate, response: AdminResponse, error: unknown): void {
  if (response.headersSent) return;
  const known = asNomosError(error);
  response
    .status(statusOfCode[known.code] ?? 400)
    .set({ 'Cache-Control': 'no-store' })
    .json({ error: errorAnswer(translate, known) });
}

/** What the editor of this process proves itself with; a new one after each restart. */
const pass = randomText();
const passHash = hashOf(pass);

/**
 * Lets only our own editor change anything (RFC 9700 4.7): JSON, a header that a plain form cannot set, and no browser
 * that calls the page foreign, in one of two ways.
 *
 * `Sec-Fetch-Site` says it outright, but browsers send it to https and to localhost only. On a plain-http name `Origin` is
 * all there is, and it is on every POST of a browser. It is ours when it names the very host and port that the request was
 * sent to. Behind a proxy that rewrites `Host` it does not, and nothing else in the request can be believed: Node-RED 4.1
 * without adminAuth lets foreign pages set any header (its preflight answers `*`), `X-Forwarded-Host` included, and a
 * redirect address in the body as well. What a foreign page cannot do is to read without telling its origin: so the editor
 * fetches a pass (see `sendPass`) and shows it in our header. A request without `Origin` comes from no page.
 */
export const refuseForeign: AdminHandler = (request, response, next) => {
  const { origin, host } = request.headers;
  const shown = request.headers['x-nomos-request'];
  const isOurs =
    request.headers['sec-fetch-site'] !== undefined ||
    origin === undefined ||
    isSameHost(String(origin), String(host)) ||
    hasHash(String(shown), passHash);
  if (isCalledOurs(request) && isOurs && shown !== undefined && request.is('application/json')) return next();
  refuse(response);
};

/**
 * Gives the editor its pass. A page reads its own host without `Origin` and every other host with it (`null` in a sandbox or
 * a file): so whoever can read this answer in a browser is a page of ours.
 */
export const sendPass: AdminHandler = (request, response) => {
  if (request.headers.origin !== undefined || !isCalledOurs(request)) return refuse(response);
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).json({ pass });
};

/** False when the browser says outright that the page is another's. */
function isCalledOurs({ headers }: AdminRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** True when an origin is the address in `Host`, port included; TLS may end at a proxy, so that the scheme does not count. */
function isSameHost(origin: string, host: string): boolean {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false;
  const { protocol, host: own } = new URL(origin);
  const asked = `${protocol}//${host}`;
  return URL.canParse(asked) && new URL(asked).host === own;
}

function refuse(response: AdminResponse): void {
  response.status(403).json({ error: { code: 'request-refused', text: 'This request did not come from the editor.' } });
}
