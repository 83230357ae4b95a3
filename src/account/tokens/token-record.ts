import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { TokenSet } from '../../oauth/token-set.js';
import { type Ms, msPerHour, msPerMinute } from '../../time/index.js';

/** How long a sign-in that was brought here from another installation may be used by both, in ms. */
const contestedMs = 7 * 24 * msPerHour;

const recordShape = z.object({
  /** Grows with every save. */
  seq: z.int(),
  /** Grows with every new pair of tokens. */
  gen: z.int(),
  /** `refreshing`: a renewal was begun and its outcome is not known. */
  phase: z.enum(['idle', 'refreshing', 'signin', 'config']),
  /** The API origin that gave the tokens: they are shown to nobody else. */
  issuer: z.string(),
  /** Tells whether client id and secret are still those that the tokens were renewed with. */
  clientFp: z.string(),
  accessToken: z.string(),
  refreshToken: z.optional(z.string()),
  scope: z.optional(z.string()),
  expiresInMs: z.number().check(z.positive()),
  /** Wall clock when the tokens came. */
  obtainedWall: z.number(),
  /** True when the answer to a renewal of this generation may have been lost. */
  ambiguous: z.boolean(),
  /** The marks of the installation that saved the record. */
  home: z.optional(z.record(z.string(), z.string())),
  /** Wall clock when the record was first found to have been saved by another installation. */
  copiedAt: z.optional(z.number()),
  /** Why the phase is `signin` or `config`: an error code. */
  reason: z.optional(z.string()),
});

/** The tokens of one account with all that is known about them; sealed wherever it is stored. */
export type TokenRecord = z.infer<typeof recordShape>;

/** The record in a stored text; throws when the text is not a record. */
export function parseRecord(text: string): TokenRecord {
  return recordShape.parse(JSON.parse(text));
}

/** Where new tokens come from. */
export interface TokenOrigin {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: Ms;
}

/** The next generation: new tokens in place of `previous`, whose refresh token stays when the server gave no new one. */
export function nextGeneration(tokens: TokenSet, origin: TokenOrigin, previous: TokenRecord | undefined): TokenRecord {
  const refreshToken = tokens.refreshToken ?? previous?.refreshToken;
  const scope = tokens.scope ?? previous?.scope;
  const copiedAt = copiedSince(previous, origin.now);
  return {
    seq: (previous?.seq ?? 0) + 1,
    gen: (previous?.gen ?? 0) + 1,
    phase: 'idle',
    issuer: origin.baseUrl,
    clientFp: clientFingerprint(origin),
    accessToken: tokens.accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(scope === undefined ? {} : { scope }),
    ...(copiedAt === undefined ? {} : { copiedAt }),
    expiresInMs: tokens.expiresInMs,
    obtainedWall: origin.now,
    // The next refusal is then no sign of a withdrawn consent.
    ambiguous: tokens.isRefreshTokenLost ?? false,
  };
}

/** An installation that still renewed would have come in between long since. */
function copiedSince(previous: TokenRecord | undefined, now: Ms): Ms | undefined {
  const { copiedAt } = previous ?? {};
  return copiedAt === undefined || Math.abs(now - copiedAt) > contestedMs ? undefined : copiedAt;
}

/** The first generation of a new consent: nothing of the tokens before it stays. */
export function afterConsent(tokens: TokenSet, origin: TokenOrigin, previous: TokenRecord | undefined): TokenRecord {
  if (previous === undefined) return nextGeneration(tokens, origin, undefined);
  const { refreshToken: _, scope: __, copiedAt: ___, ...counted } = previous;
  return nextGeneration(tokens, origin, counted);
}

/** True for an access token that ends too soon to work with; false where there is none. */
export function isShortLived({ accessToken, expiresInMs }: TokenRecord): boolean {
  return accessToken !== '' && expiresInMs < msPerMinute;
}

/** Equal for equal id and secret, and tells nothing about them. */
export function clientFingerprint({ clientId, clientSecret }: Omit<TokenOrigin, 'now' | 'baseUrl'>): string {
  return createHash('sha256')
    .update(JSON.stringify([clientId, clientSecret]))
    .digest('base64');
}
