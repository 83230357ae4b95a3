import type { Clock } from '../../clock/clock.js';
import { elapsedMs, type Mark, markNow } from '../../clock/elapsed.js';
import { NomosError, UnavailableError } from '../../errors.js';
import type { HttpDoor } from '../../http/door.js';
import type { TokenOutcome } from '../../oauth/token-outcome.js';
import { requestTokens, type TokenClient, type TokenGrant } from '../../oauth/token-request.js';
import { nextGeneration, type TokenRecord } from '../tokens/token-record.js';
import type { LoadedRecord, TokenVault } from '../tokens/token-vault.js';
import { earlyWaitMs, isOldLoss } from './early-tries.js';

/** How an account gets its tokens. */
export type Grant = 'consent' | 'client-credentials';

/** One renewal. */
export interface Renewal {
  readonly accountId: string;
  readonly grant: Grant;
  readonly client: TokenClient;
  readonly vault: TokenVault;
  readonly door: HttpDoor;
  readonly clock: Clock;
  /** The record that the renewal starts from. */
  readonly record: TokenRecord | undefined;
  /** When an answer may have been lost, where the tries that follow are still under way. */
  readonly lostAt: Mark | undefined;
  /** Waits; false when the session ends meanwhile. */
  readonly pause: (durationMs: number) => Promise<boolean>;
}

/** A token outcome that brought no tokens. */
export type TokenFailure = Exclude<TokenOutcome, { readonly kind: 'tokens' }>;

/** A renewal that was tried and brought no tokens. */
export interface FailedRenewal {
  readonly kind: 'failed';
  readonly failure: TokenFailure;
  readonly record: TokenRecord | undefined;
  /** When an answer may have been lost. */
  readonly lostAt: Mark | undefined;
}

/** What a renewal came to; `record` is what is known from now on. */
export type RenewalResult =
  | ({ readonly kind: 'renewed' } & LoadedRecord)
  /** Nothing was sent, because it could not be noted down first. */
  | { readonly kind: 'not-reserved'; readonly error: NomosError }
  | { readonly kind: 'nothing-to-renew' }
  /** The tokens were removed from the store: somebody disconnected the account. */
  | { readonly kind: 'gone' }
  | FailedRenewal;

/** Whoever waits for a token is kept waiting for repetitions so long after a loss, in ms; later ones come by themselves. */
const patienceMs = 6_000;

/**
 * Renews the tokens of an account: load again, reserve, ask, commit before use.
 *
 * Runs alone for its account (see `exclusively`) and is never cut short: what the server gave must be written down.
 */
export async function renewTokens(renewal: Renewal): Promise<RenewalResult> {
  const { accountId, vault, record } = renewal;
  const loaded = await vault.load(accountId).catch(() => 'unreadable' as const);
  if (loaded === undefined && record !== undefined) return { kind: 'gone' };
  if (typeof loaded === 'object' && loaded.record.gen > (record?.gen ?? 0)) return { kind: 'renewed', ...loaded };
  const grant = grantOf(renewal);
  if (grant === undefined) return { kind: 'nothing-to-renew' };
  const reserved = await reserve(renewal);
  if (reserved instanceof NomosError) return { kind: 'not-reserved', error: reserved };
  return ask(renewal, grant, reserved);
}

/** Saves new tokens before anybody uses them; where that fails, they are kept in memory and given out all the same. */
export async function commitTokens(
  { accountId, vault }: Pick<Renewal, 'accountId' | 'vault'>,
  record: TokenRecord,
): Promise<LoadedRecord> {
  vault.keep(accountId, record);
  try {
    await vault.save(accountId, record);
    return { record, saved: true };
  } catch (error) {
    return { record, saved: false, error: storageError(error) };
  }
}

/** The error for tokens that could not be saved. */
export function storageError(error: unknown): NomosError {
  if (error instanceof NomosError) return error;
  return new NomosError('tokens-not-saved', 'the tokens could not be saved');
}

function grantOf({ grant, record }: Renewal): TokenGrant | undefined {
  if (grant === 'client-credentials') return { kind: 'client-credentials' };
  return record?.refreshToken === undefined ? undefined : { kind: 'refresh', refreshToken: record.refreshToken };
}

/**
 * Notes down that a renewal is under way; nothing is sent when that fails, as the answer could not be saved either.
 *
 * A record that came by client credentials needs no note: its secret always gives another token. Where there is no storage
 * at all, there is nothing to protect: tokens live in memory then.
 */
async function reserve(renewal: Renewal): Promise<TokenRecord | undefined | NomosError> {
  const { record, grant, vault, accountId } = renewal;
  if (record === undefined || grant === 'client-credentials') return record;
  const reserved: TokenRecord = { ...record, seq: record.seq + 1, phase: 'refreshing' };
  try {
    await vault.save(accountId, reserved);
    return reserved;
  } catch (error) {
    const known = storageError(error);
    return known.code === 'storage-unavailable' ? reserved : known;
  }
}

/** Asks, and again soon where the answer may have been lost: the time in which the old token still counts is short. */
async function ask(renewal: Renewal, grant: TokenGrant, reserved: TokenRecord | undefined): Promise<RenewalResult> {
  const { clock, door, client } = renewal;
  let record = reserved;
  let { lostAt } = renewal;
  for (;;) {
    if (lostAt !== undefined && isOldLoss(elapsedMs(lostAt, clock))) lostAt = undefined;
    const outcome = await requestTokens(door, client, grant);
    if (outcome.kind === 'tokens') {
      const next = nextGeneration(outcome.tokens, { ...client, now: clock.now() }, record);
      return { kind: 'renewed', ...(await commitTokens(renewal, next)) };
    }
    if (outcome.kind === 'unusable') {
      record = await keepRotated(renewal, outcome.refreshToken, record);
      lostAt = undefined;
    }
    if (outcome.kind === 'ambiguous') lostAt ??= markNow(clock);
    if (record !== undefined && mayHaveRotated(outcome)) record = { ...record, ambiguous: true };
    const pauseMs = repetitionMs(outcome, lostAt, clock);
    if (pauseMs === undefined || !(await renewal.pause(pauseMs))) {
      return { kind: 'failed', failure: outcome, record, lostAt };
    }
  }
}

/** True where the server may have given a refresh token that nobody has now: a refusal is then no sign of a withdrawn consent. */
function mayHaveRotated(outcome: TokenFailure): boolean {
  return outcome.kind === 'ambiguous' || (outcome.kind === 'unusable' && outcome.isRefreshTokenLost === true);
}

/** The wait before a repetition that is soon enough to be waited for; undefined when there is none. */
function repetitionMs({ kind, error }: TokenFailure, lostAt: Mark | undefined, clock: Clock): number | undefined {
  if (kind !== 'ambiguous' || lostAt === undefined) return undefined;
  const sinceLossMs = elapsedMs(lostAt, clock);
  const waitMs = Math.max(earlyWaitMs(sinceLossMs, 0) ?? patienceMs, askedWaitMs(error));
  return sinceLossMs + waitMs <= patienceMs ? waitMs : undefined;
}

/** How long the server asked us to wait, in ms; 0 when it did not. */
export function askedWaitMs(error: NomosError): number {
  return error instanceof UnavailableError ? (error.retryAfterMs ?? 0) : 0;
}

/**
 * The access token is of no use, but the refresh token that came with it is the only one that still counts. The access
 * token of before serves to its end.
 */
async function keepRotated(
  renewal: Renewal,
  refreshToken: string | undefined,
  record: TokenRecord | undefined,
): Promise<TokenRecord | undefined> {
  if (refreshToken === undefined || record === undefined) return record;
  const { accessToken, expiresInMs, obtainedWall } = record;
  const tokens = { accessToken, refreshToken, expiresInMs };
  const next = nextGeneration(tokens, { ...renewal.client, now: obtainedWall }, record);
  return (await commitTokens(renewal, next)).record;
}
