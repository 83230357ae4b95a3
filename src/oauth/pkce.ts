import { createHash, randomBytes } from 'node:crypto';

/** A secret that only the client knows, and what may be shown of it (RFC 7636). */
export interface Pkce {
  /** 43 characters of base64url; never logged, never in an address. */
  readonly verifier: string;
  /** The S256 challenge of the verifier. */
  readonly challenge: string;
}

/** A fresh verifier of 256 bits with its challenge (RFC 7636 4.1, 4.2). */
export function createPkce(): Pkce {
  const verifier = randomText();
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** 256 random bits as 43 characters of base64url. */
export function randomText(): string {
  return randomBytes(32).toString('base64url');
}
