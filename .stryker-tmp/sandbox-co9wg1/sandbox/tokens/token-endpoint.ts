// @ts-nocheck
import { createHash } from 'node:crypto';
import { isAtLeastCurie } from '../api/versions.js';
import { authenticateClient } from '../consent/client-authentication.js';
import { type Answer, invalidGrant, json, Refusal } from '../server/envelope.js';
import type { Client, Exchange, World } from '../world.js';
import type { Family, TokenPair } from './grants.js';
import { refresh } from './refresh.js';

const grants = ['authorization_code', 'refresh_token', 'client_credentials'];

type Body = ReadonlyMap<string, string>;

/** `POST /oauth/token`: the three grants; form or JSON. Throws a refusal. */
export function tokenEndpoint(world: World, exchange: Exchange): Answer {
  const body = readBody(world, exchange);
  const client = authenticateClient(world, exchange, body);
  const grant = body.get('grant_type') ?? '';
  exchange.entry.grant = grants.includes(grant) ? grant : 'unknown';
  if (body.has('redirect_uri') && world.modes.redirectUriAtToken === 'reject') throw unknownKey('redirect_uri');
  const { family, pair } = grantTokens(world, exchange, { client, grant, body });
  exchange.entry.family = family.id;
  exchange.entry.issued = family.generation;
  const answer = {
    access_token: pair.accessToken,
    token_type: 'Bearer',
    expires_in: world.modes.accessTokenTtlSeconds,
    refresh_token: pair.refreshToken,
    ...(isAtLeastCurie(exchange.entry.apiVersion) && { scope: family.scope }),
  };
  return json(200, answer, { 'cache-control': 'no-store', pragma: 'no-cache' });
}

interface TokenRequest {
  readonly client: Client;
  readonly grant: string;
  readonly body: Body;
}

function grantTokens(world: World, exchange: Exchange, request: TokenRequest): { family: Family; pair: TokenPair } {
  const now = world.clock.now();
  if (request.grant === 'refresh_token') return refresh(world, exchange, request);
  if (request.grant === 'authorization_code') {
    const family = redeemCode(world, exchange, request);
    return { family, pair: world.grants.issue(family, { now, modes: world.modes }) };
  }
  if (request.grant !== 'client_credentials') {
    throw new Refusal(400, "invalid_value in 'grant_type'", {
      errors: [{ code: 'invalid_value', field: 'grant_type', message: 'Invalid option' }],
      rfcError: 'unsupported_grant_type',
    });
  }
  const { customer, clientId, clientSecret } = request.client;
  if (customer === undefined || clientSecret === undefined) {
    throw new Refusal(403, 'This client may not use client_credentials', { rfcError: 'unauthorized_client' });
  }
  const family = world.grants.start({ clientId, email: customer, scope: 'read:* write:*' });
  return { family, pair: world.grants.issue(family, { now, modes: world.modes }) };
}

/** Spends an authorization code (RFC 6749 4.1.3, RFC 7636 4.6); a second use ends what the first one started. */
function redeemCode(world: World, { entry }: Exchange, { client, body }: TokenRequest): Family {
  const { grants, ledger, clock } = world;
  const code = grants.code(body.get('code') ?? '');
  if (code === undefined || code.clientId !== client.clientId) throw invalidGrant('Invalid authorization code');
  if (code.family !== undefined) {
    ledger.find('replayed-code', entry);
    code.family.isRevoked = true;
    throw invalidGrant('Authorization code was already used');
  }
  if (code.expiresAt <= clock.now()) throw invalidGrant('Authorization code expired');
  const redirectUri = body.get('redirect_uri');
  if (redirectUri !== undefined && redirectUri !== code.redirectUri) {
    ledger.find('redirect-uri-mismatch', entry);
    throw invalidGrant('redirect_uri differs from the one of the authorization request');
  }
  const verifier = body.get('code_verifier');
  if (verifier !== undefined) grants.secrets.add(verifier);
  if (!verifies(verifier, code)) {
    ledger.find('wrong-verifier', entry);
    throw invalidGrant('Invalid code_verifier');
  }
  code.family = grants.start({ clientId: client.clientId, email: code.email, scope: code.scope });
  return code.family;
}

function verifies(
  verifier: string | undefined,
  code: { challenge: string | undefined; challengeMethod: string | undefined },
): boolean {
  if (code.challenge === undefined) return verifier === undefined;
  if (verifier === undefined || !/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return false;
  if (code.challengeMethod === 'plain') return verifier === code.challenge;
  return createHash('sha256').update(verifier).digest('base64url') === code.challenge;
}

function readBody({ ledger }: World, { headers, body, entry }: Exchange): Body {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return new Map(Object.entries(parseObject(body)).map(([k, v]) => [k, String(v)]));
  if (type !== 'application/x-www-form-urlencoded') throw invalidRequest('Send a form or JSON');
  const fields = new URLSearchParams(body);
  const names = [...fields.keys()];
  if (new Set(names).size < names.length) {
    ledger.find('duplicate-parameter', entry);
    throw invalidRequest('A parameter is repeated');
  }
  return new Map(fields);
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through to the refusal.
  }
  throw invalidRequest('Malformed JSON');
}

function invalidRequest(message: string): Refusal {
  return new Refusal(400, message, { rfcError: 'invalid_request' });
}

function unknownKey(key: string): Refusal {
  const message = `Unrecognized key: "${key}"`;
  return new Refusal(400, message, { errors: [{ code: 'unrecognized_keys', field: '', message }] });
}
