// @ts-nocheck
import { randomBytes } from 'node:crypto';
import type { Modes } from '../server/modes.js';

/** One consent or sign-in and all that grew out of it. */
export interface Family {
  readonly id: string;
  readonly clientId: string;
  readonly email: string;
  readonly scope: string;
  /** Number of the newest tokens, from 1. */
  generation: number;
  isRevoked: boolean;
}

/** An authorization code with what was agreed when it was asked for. */
export interface Code {
  readonly clientId: string;
  readonly email: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly challenge: string | undefined;
  readonly challengeMethod: string | undefined;
  readonly expiresAt: number;
  /** Set when the code was spent. */
  family?: Family;
}

export interface RefreshToken {
  readonly family: Family;
  readonly generation: number;
  /** Sandbox time of its first use. */
  usedAt?: number;
}

export interface AccessToken {
  readonly family: Family;
  readonly generation: number;
  readonly expiresAt: number;
}

/** A pair as the token endpoint hands it out. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Codes and tokens of one sandbox. */
export interface Grants {
  /** Every code, verifier and token that ever passed, for tests that look for them where they must not be. */
  readonly secrets: Set<string>;
  issueCode(code: Code): string;
  code(value: string): Code | undefined;
  start(family: Pick<Family, 'clientId' | 'email' | 'scope'>): Family;
  /** The next generation; `keep` = the refresh token to hand out again where rotation is off. */
  issue(family: Family, when: { now: number; modes: Modes; keep?: string }): TokenPair;
  /** Takes a refresh token as if the family had been given it earlier. */
  adopt(family: Family, refreshToken: string): void;
  refreshToken(value: string): RefreshToken | undefined;
  accessToken(value: string): AccessToken | undefined;
  /** Ends every family of the customer: the consent was withdrawn. */
  revoke(email: string): void;
}

/** No codes, no tokens. */
export function makeGrants(): Grants {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, RefreshToken>();
  const accessTokens = new Map<string, AccessToken>();
  const families: Family[] = [];
  const secrets = new Set<string>();
  return {
    secrets,
    issueCode(code) {
      const value = randomBytes(24).toString('base64url');
      secrets.add(value);
      codes.set(value, code);
      return value;
    },
    code: (value) => codes.get(value),
    start(fields) {
      const family: Family = { ...fields, id: `family-${families.length + 1}`, generation: 0, isRevoked: false };
      families.push(family);
      return family;
    },
    issue(family, { now, modes, keep }) {
      family.generation += 1;
      const { generation } = family;
      const accessToken = randomJwt(modes.accessTokenLength);
      const refreshToken = keep ?? randomBytes(32).toString('hex');
      secrets.add(accessToken).add(refreshToken);
      for (const [value, { expiresAt }] of accessTokens) if (expiresAt <= now) accessTokens.delete(value);
      accessTokens.set(accessToken, { family, generation, expiresAt: now + modes.accessTokenTtlSeconds * 1000 });
      refreshTokens.set(refreshToken, { family, generation });
      return { accessToken, refreshToken };
    },
    adopt(family, refreshToken) {
      family.generation += 1;
      secrets.add(refreshToken);
      refreshTokens.set(refreshToken, { family, generation: family.generation });
    },
    refreshToken: (value) => refreshTokens.get(value),
    accessToken: (value) => accessTokens.get(value),
    revoke(email) {
      for (const family of families) if (family.email === email) family.isRevoked = true;
    },
  };
}

/** Three parts like a JWT, so that clients meet real lengths and dots; the content is noise. */
function randomJwt(length: number): string {
  const noise = randomBytes(length).toString('base64url').slice(0, Math.max(64, length));
  return `eyJhbGciOiJIUzI1NiJ9.${noise.slice(22, -20)}.${noise.slice(-20)}`;
}
