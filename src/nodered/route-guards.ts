import { errorAnswer } from './account-answer.js';
import type { AdminHandler, AdminRequest, AdminResponse } from './red.js';
import { asNomosError, type Translate } from './texts.js';

/** A route's work: what it returns is sent as JSON; what it throws becomes a clear error answer. */
export type RouteWork = (request: AdminRequest, response: AdminResponse) => Promise<unknown> | unknown;

const statusOfCode: Readonly<Record<string, number>> = {
  'unknown-account': 404,
  'unknown-subscription': 404,
  'request-refused': 403,
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

/**
 * Lets only our own editor change anything (RFC 9700 4.7): JSON, a header that a plain form cannot set, and no browser
 * that calls the request cross-site. Hosts are not compared, because proxies rewrite them.
 */
export const refuseForeign: AdminHandler = (request, response, next) => {
  const site = request.headers['sec-fetch-site'];
  const fromOurEditor = site === undefined || site === 'same-origin' || site === 'none';
  if (fromOurEditor && request.headers['x-nomos-request'] !== undefined && request.is('application/json'))
    return next();
  response.status(403).json({ error: { code: 'request-refused', text: 'This request did not come from the editor.' } });
};
