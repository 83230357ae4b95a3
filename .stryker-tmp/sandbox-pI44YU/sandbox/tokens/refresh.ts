// @ts-nocheck
import { invalidGrant } from '../server/envelope.js';
import type { Client, Exchange, World } from '../world.js';
import type { Family, RefreshToken, TokenPair } from './grants.js';

interface RefreshRequest {
  readonly client: Client;
  readonly body: ReadonlyMap<string, string>;
}

/** Trades a refresh token for the next pair (RFC 6749 6); a replay ends the whole family (RFC 9700 4.14.2). */
export function refresh(
  world: World,
  { entry }: Exchange,
  { client, body }: RefreshRequest,
): { family: Family; pair: TokenPair } {
  const { grants, ledger, clock, modes } = world;
  const value = body.get('refresh_token') ?? '';
  const token = grants.refreshToken(value);
  if (token === undefined) throw invalidGrant('Invalid refresh token');
  const { family, generation } = token;
  entry.family = family.id;
  entry.presented = generation;
  if (family.clientId !== client.clientId) {
    ledger.find('foreign-refresh-token', entry);
    throw invalidGrant('Invalid refresh token');
  }
  const isTwin = ledger
    .pending()
    .some((other) => other !== entry && other.family === family.id && other.grant === 'refresh_token');
  if (isTwin) ledger.find('concurrent-refresh', entry);
  if (family.isRevoked) throw invalidGrant('Consent was withdrawn');
  const now = clock.now();
  if (isReplay(token, world, now)) {
    ledger.find('replayed-refresh-token', entry);
    family.isRevoked = true;
    throw invalidGrant('Refresh token was already used');
  }
  if (modes.rotation === 'off') return { family, pair: grants.issue(family, { now, modes, keep: value }) };
  token.usedAt ??= now;
  return { family, pair: grants.issue(family, { now, modes }) };
}

function isReplay({ usedAt }: RefreshToken, { modes }: World, now: number): boolean {
  if (usedAt === undefined) return false;
  return modes.rotation !== 'grace' || now - usedAt > modes.graceSeconds * 1000;
}
