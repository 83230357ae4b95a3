import { msPerHour } from '../time/index.js';
import type { Clock } from './clock.js';
import { elapsedMs, type Mark } from './elapsed.js';
import type { Grant } from './renewal.js';
import type { SessionSettings } from './session-options.js';
import { clientFingerprint, type TokenRecord } from './token-record.js';

/** The life of a refresh token that nobody uses is not documented: it is used after this time at the latest, in ms. */
const longestUnusedMs = 12 * msPerHour;

/** A share of its life before its end, a token counts as about to expire. */
const lastShare = 0.25;

/**
 * When tokens were obtained, on both clocks of now.
 *
 * A wall clock that stands before that (a computer without one, after a power cut) makes the age 0: the token is tried, and
 * a 401 is believed.
 */
export function obtainedMark(record: TokenRecord, clock: Clock): Mark {
  const ageMs = Math.max(0, clock.now() - record.obtainedWall);
  return { wall: record.obtainedWall, monotonicMs: clock.monotonicMs() - ageMs };
}

/** What time does to a token: good, about to expire (renew before use, use it where that fails) or expired. */
export type Freshness = 'good' | 'due' | 'expired';

/** How fresh the access token of a record is. */
export function freshness(record: TokenRecord, obtained: Mark, clock: Clock): Freshness {
  const ageMs = elapsedMs(obtained, clock);
  if (ageMs >= record.expiresInMs) return 'expired';
  return ageMs > record.expiresInMs * (1 - lastShare) || ageMs >= longestUnusedMs ? 'due' : 'good';
}

/** True when the refresh token was not used for 12 hours. */
export function isLongUnused(obtained: Mark, clock: Clock): boolean {
  return elapsedMs(obtained, clock) >= longestUnusedMs;
}

/** How the tokens of a record fit the settings of an account. */
export function fitOf(record: TokenRecord, settings: SessionSettings, grant: Grant): 'fits' | 'ask-again' | 'foreign' {
  const sameServer = record.issuer === settings.baseUrl;
  if (grant === 'consent') return sameServer ? 'fits' : 'foreign';
  return sameServer && record.clientFp === clientFingerprint(settings) ? 'fits' : 'ask-again';
}
