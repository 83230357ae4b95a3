// @ts-nocheck
import { apiEndpoint } from '../api/api-endpoints.js';
import { askedBy, type Resource } from '../api/api-resources.js';
import { apiVersions, clientDefaultVersion } from '../api/versions.js';
import { authorizeEndpoint } from '../consent/authorize-endpoint.js';
import { errorScreen } from '../consent/consent-html.js';
import { consentStep } from '../consent/consent-screens.js';
import { tokenEndpoint } from '../tokens/token-endpoint.js';
import { fileEndpoint } from '../usage/invoice-file.js';
import type { Exchange, World } from '../world.js';
import { type Answer, envelope, json, Refusal } from './envelope.js';
import { checkLimit } from './request-limit.js';

/** What a request asks for; faults are aimed at these. */
export type Target = 'authorize' | 'token' | 'metadata' | 'file' | Resource | 'other';

/** The target of a path. */
export function targetOf(path: string): Target {
  if (path === '/oauth/authorize' || path.startsWith('/oauth/consent/')) return 'authorize';
  if (path === '/oauth/token') return 'token';
  if (path === '/.well-known/oauth-authorization-server') return 'metadata';
  if (path.startsWith('/files/')) return 'file';
  return askedBy(path)?.resource ?? (path.startsWith('/subscriptions/') ? 'subscription' : 'other');
}

/** The answer of the simulated Nomos, refusals included; never throws one. */
export function answerTo(world: World, exchange: Exchange): Answer {
  const target = targetOf(exchange.path);
  try {
    if (target === 'authorize' || target === 'metadata' || target === 'file') return route(world, exchange, target);
    const limits = target === 'other' ? {} : checkLimit(world, exchange);
    const apiVersion = target === 'other' ? undefined : chooseVersion(world, exchange);
    const answer = route(world, exchange, target);
    return { ...answer, headers: { ...answer.headers, ...limits, ...versionHeader(apiVersion) } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusal(world, { refusal: error, target, apiVersion: exchange.entry.apiVersion });
  }
}

function route(world: World, exchange: Exchange, target: Target): Answer {
  const { method, path } = exchange;
  if (path === '/health') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' };
  if (path === '/.well-known/openid-configuration') throw new Refusal(401, 'Invalid or malformed token');
  if (target === 'other') throw new Refusal(404, 'Not found');
  if (target === 'metadata') return metadata(world);
  if (target === 'file') return fileEndpoint(world, exchange);
  if (target === 'token') {
    if (method !== 'POST') throw new Refusal(405, 'Method not allowed', { headers: { allow: 'POST' } });
    return tokenEndpoint(world, exchange);
  }
  if (target !== 'authorize') return apiEndpoint(world, exchange);
  if (path === '/oauth/authorize' && method === 'GET') return authorizeEndpoint(world, exchange);
  const [, step = ''] = /^\/oauth\/consent\/([a-z]+)$/.exec(path) ?? [];
  if (method !== 'POST') throw new Refusal(405, 'Method not allowed');
  return consentStep(world, exchange, step);
}

/** RFC 8414. */
function metadata({ url, modes }: World): Answer {
  return json(200, {
    issuer: url,
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    code_challenge_methods_supported: ['S256', 'plain'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    ...(modes.iss !== 'off' && { authorization_response_iss_parameter_supported: true }),
  });
}

/** Takes the version from `X-API-Version`, else from the client's default, into the ledger. Throws a refusal. */
function chooseVersion(world: World, { headers, entry }: Exchange): string {
  const wanted = headers['x-api-version'];
  if (wanted === undefined) world.ledger.find('missing-api-version', entry);
  const version = wanted ?? clientDefaultVersion;
  if (!apiVersions.some((known) => known === version)) throw new Refusal(400, 'Unknown X-API-Version');
  entry.apiVersion = version;
  return version;
}

function versionHeader(apiVersion: string | undefined): Record<string, string> {
  return apiVersion === undefined ? {} : { 'x-api-version': apiVersion };
}

interface Refused {
  readonly refusal: Refusal;
  readonly target: Target;
  readonly apiVersion: string | undefined;
}

function refusal(
  { modes }: World,
  { refusal: { status, message, headers, errors, rfcError }, target, apiVersion }: Refused,
): Answer {
  if (target === 'authorize') {
    const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
    return { status, headers: { ...headers, ...html }, body: errorScreen(message) };
  }
  const extra = { ...headers, ...versionHeader(apiVersion) };
  if (rfcError === undefined || modes.tokenErrors === 'envelope')
    return envelope({ status, message, headers: extra, errors });
  const body = { error: rfcError, error_description: message };
  return json(rfcError === 'invalid_client' ? 401 : 400, body, { ...extra, 'cache-control': 'no-store' });
}
