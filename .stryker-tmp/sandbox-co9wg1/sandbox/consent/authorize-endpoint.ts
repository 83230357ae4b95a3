// @ts-nocheck
import { type Answer, Refusal } from '../server/envelope.js';
import type { Client, Exchange, World } from '../world.js';
import type { AuthorizationRequest } from './attempt.js';
import { callbackUrl } from './callback-url.js';
import { beginConsent } from './consent-screens.js';

/**
 * `GET /oauth/authorize` (RFC 6749 4.1.1, RFC 7636 4.3).
 *
 * Throws a refusal while it is not certain where to send the browser; later mistakes go back to the client's address.
 */
export function authorizeEndpoint(world: World, exchange: Exchange): Answer {
  const { query, entry } = exchange;
  const names = [...query.keys()];
  if (new Set(names).size < names.length) {
    world.ledger.find('duplicate-parameter', entry);
    throw new Refusal(400, 'A parameter is repeated');
  }
  if (query.has('client_secret')) world.ledger.find('secret-in-query', entry);
  const client = world.clients.find(({ clientId }) => clientId === query.get('client_id'));
  if (client === undefined) throw new Refusal(400, 'Unknown client_id');
  entry.client = client.clientId;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isRegistered(client, redirectUri)) throw new Refusal(400, 'This redirect_uri is not registered for the client');
  const request = readRequest(query, { client, redirectUri });
  const mistake = mistakeIn(query, client);
  if (mistake !== undefined) {
    const location = callbackUrl(world, request, mistake);
    return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
  }
  noteWeaknesses(world, exchange, request);
  return beginConsent(world, exchange, request);
}

function readRequest(
  query: URLSearchParams,
  { client, redirectUri }: { client: Client; redirectUri: string },
): AuthorizationRequest {
  const challenge = query.get('code_challenge') ?? undefined;
  return {
    clientId: client.clientId,
    redirectUri,
    state: query.get('state') ?? undefined,
    // Consent never grants more than reading, whatever was asked for.
    scope: 'read:*',
    challenge,
    challengeMethod: challenge === undefined ? undefined : (query.get('code_challenge_method') ?? 'plain'),
    isLoginOnly: query.get('flow_type') === 'login',
  };
}

function mistakeIn(query: URLSearchParams, client: Client): { error: string; description: string } | undefined {
  if (query.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', description: 'response_type must be code' };
  }
  const method = query.get('code_challenge_method') ?? 'plain';
  if (!['S256', 'plain'].includes(method)) {
    return { error: 'invalid_request', description: 'code_challenge_method must be S256 or plain' };
  }
  const challenge = query.get('code_challenge');
  if (challenge === null && client.clientSecret === undefined) {
    return { error: 'invalid_request', description: 'A public client needs PKCE' };
  }
  if (challenge !== null && !/^[A-Za-z0-9\-._~]{43,128}$/.test(challenge)) {
    return { error: 'invalid_request', description: 'Malformed code_challenge' };
  }
  return undefined;
}

/** Things that a server lets pass and a careful client does not do. */
function noteWeaknesses({ ledger, seen }: World, { entry }: Exchange, request: AuthorizationRequest): void {
  const { challenge, challengeMethod, state } = request;
  if (challenge === undefined) ledger.find('missing-pkce', entry);
  else if (challengeMethod === 'plain') ledger.find('plain-pkce', entry);
  if (challenge !== undefined && seen.challenges.has(challenge)) ledger.find('reused-challenge', entry);
  if (state === undefined) ledger.find('missing-state', entry);
  // 128 bits are 22 characters of base64url.
  else if (state.length < 22) ledger.find('short-state', entry);
  if (state !== undefined && seen.states.has(state)) ledger.find('reused-state', entry);
  if (challenge !== undefined) seen.challenges.add(challenge);
  if (state !== undefined) seen.states.add(state);
}

/** The same origin as a registered address, or any plain `http` address of this machine where none is registered. */
function isRegistered({ redirectUris }: Client, text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const { origin, protocol, hostname } = new URL(text);
  if (redirectUris !== undefined) return redirectUris.some((registered) => new URL(registered).origin === origin);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
