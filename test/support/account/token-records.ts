import type { SessionSettings } from '#src/account/session/session-options.js';
import { clientFingerprint, type TokenRecord } from '#src/account/tokens/token-record.js';

/** A client of Nomos, and whose the records are. */
export const client: SessionSettings = { clientId: 'id', clientSecret: 'secret', baseUrl: 'https://api.nomos.energy' };

/** A record of tokens that live an hour, with nothing under way. */
export function tokenRecord(more: Partial<TokenRecord> = {}): TokenRecord {
  return {
    seq: 1,
    gen: 1,
    phase: 'idle',
    issuer: client.baseUrl,
    clientFp: clientFingerprint(client),
    accessToken: 'access-1',
    refreshToken: 'refresh-1',
    expiresInMs: 3_600_000,
    obtainedWall: 7,
    ambiguous: false,
    ...more,
  };
}
