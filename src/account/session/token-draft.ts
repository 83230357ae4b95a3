import type { Clock } from '../../clock/clock.js';
import { type Ms, msPerHour } from '../../time/index.js';
import { clientFingerprint, type TokenRecord } from '../tokens/token-record.js';
import type { TokenVault } from '../tokens/token-vault.js';
import { exclusively } from './exclusively.js';
import type { SessionSettings } from './session-options.js';

/** How long a sign-in with another client than the deployed one waits for its deploy, in ms. */
export const draftLifeMs: Ms = msPerHour;

/** An account, and the client that its tokens must have been given to. */
export interface DraftOwner {
  readonly accountId: string;
  readonly vault: TokenVault;
  readonly client: SessionSettings;
}

/** Where the tokens of a sign-in wait that is not deployed yet; no id of a node has such a sign. */
export function draftKey(accountId: string): string {
  return `${accountId}#draft`;
}

/**
 * Makes the waiting tokens those of the account when they were given to this very client, else drops them after an hour.
 * Runs while no token request of the account is under way; never rejects: what could not be read or saved stays.
 */
export async function takeDraft({ accountId, vault, client, clock }: DraftOwner & { clock: Clock }): Promise<void> {
  const key = draftKey(accountId);
  const work = async () => {
    const draft = await vault.load(key);
    if (draft === undefined) return;
    const ageMs = clock.now() - draft.record.obtainedWall;
    if (isOf(draft.record, client)) await vault.move(key, accountId);
    // From a future that a clock in 1970 has not reached they are not old: what nobody deploys is swept after a week.
    else if (ageMs >= draftLifeMs) await vault.remove(key);
  };
  await exclusively(key, work).catch(() => undefined);
}

/** Drops waiting tokens that were given to another client, before a new draft would present them; never rejects. */
export async function leaveForeignDraft({ accountId, vault, client }: DraftOwner): Promise<void> {
  const key = draftKey(accountId);
  const draft = await vault.load(key).catch(() => undefined);
  if (draft !== undefined && !isOf(draft.record, client)) await vault.remove(key).catch(() => undefined);
}

/**
 * Drops the waiting tokens, if any, whoever they were given to; rejects with what the store rejects with. To be called
 * when the draft has ended.
 */
export async function dropDraft({ accountId, vault }: Omit<DraftOwner, 'client'>): Promise<void> {
  const key = draftKey(accountId);
  const draft = await vault.load(key).catch(() => 'unreadable');
  if (draft !== undefined) await vault.remove(key);
}

function isOf({ issuer, clientFp }: TokenRecord, client: SessionSettings): boolean {
  return issuer === client.baseUrl && clientFp === clientFingerprint(client);
}
