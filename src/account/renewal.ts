import { NomosError } from '../errors.js';
import type { HttpDoor } from '../http/door.js';
import type { TokenOutcome } from '../oauth/token-outcome.js';
import { requestTokens, type TokenClient, type TokenGrant } from '../oauth/token-request.js';
import type { Clock } from './clock.js';
import { nextGeneration, type TokenRecord } from './token-record.js';
import type { LoadedRecord, TokenVault } from './token-vault.js';

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
  /** Waits; false when the session ends meanwhile. */
  readonly pause: (durationMs: number) => Promise<boolean>;
}

/** A token outcome that brought no tokens. */
export type TokenFailure = Exclude<TokenOutcome, { readonly kind: 'tokens' }>;

/** What a renewal came to; `record` is what is known from now on. */
export type RenewalResult =
  | ({ readonly kind: 'renewed' } & LoadedRecord)
  /** Nothing was sent, because it could not be noted down first. */
  | { readonly kind: 'not-reserved'; readonly error: NomosError }
  | { readonly kind: 'nothing-to-renew' }
  /** The tokens were removed from the store: somebody disconnected the account. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: TokenFailure; readonly record: TokenRecord | undefined };

/** After an answer that may have been lost, the server's grace period is short: ask again at once, then soon. */
const quickRepeatsMs = [500, 2_000, 5_000];

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

async function ask(renewal: Renewal, grant: TokenGrant, reserved: TokenRecord | undefined): Promise<RenewalResult> {
  let record = reserved;
  for (const pauseMs of [...quickRepeatsMs, undefined]) {
    const outcome = await requestTokens(renewal.door, renewal.client, grant);
    if (outcome.kind === 'tokens') {
      const next = nextGeneration(outcome.tokens, { ...renewal.client, now: renewal.clock.now() }, record);
      return { kind: 'renewed', ...(await commitTokens(renewal, next)) };
    }
    if (outcome.kind === 'unusable') record = await keepRotated(renewal, outcome.refreshToken, record);
    if (outcome.kind === 'ambiguous' && record !== undefined) record = { ...record, ambiguous: true };
    const isOver = outcome.kind !== 'ambiguous' || pauseMs === undefined;
    if (isOver || !(await renewal.pause(pauseMs))) return { kind: 'failed', failure: outcome, record };
  }
  return { kind: 'nothing-to-renew' };
}

/** The access token is of no use, but the refresh token that came with it is the only one that still counts. */
async function keepRotated(
  renewal: Renewal,
  refreshToken: string | undefined,
  record: TokenRecord | undefined,
): Promise<TokenRecord | undefined> {
  if (refreshToken === undefined) return record;
  const tokens = { accessToken: '', refreshToken, expiresInMs: 1 };
  const next = nextGeneration(tokens, { ...renewal.client, now: renewal.clock.now() }, record);
  return (await commitTokens(renewal, next)).record;
}
