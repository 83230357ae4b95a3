// @ts-nocheck
import type { LedgerEntry } from '../../sandbox/index.js';

/** A process of ours (epoch ms of the machine): `killedAt` is when the signal was sent, `endedAt` when it stopped working. */
export interface Life {
  readonly startedAt: number;
  readonly killedAt: number;
  readonly endedAt: number;
}

/** Why a connection was lost. Only `answer-lost` is nobody's fault: the strict server allows no second try. */
export type Cause = 'answer-lost' | 'whole-answer-forgotten' | 'used-but-not-kept' | 'never-answered' | 'unknown-token';

/** A renewal that the server refused: the consent is gone. */
export interface Loss {
  /** Number of the refused request in the ledger. */
  readonly request: number;
  readonly family: string | undefined;
  readonly cause: Cause;
  /** Longest time, in ms, that a whole answer had been there before the kill; undefined when none was delivered. */
  readonly heldMs?: number;
  /** Time, in ms, from the first use of the refused token to its refusal: more than a grace period where there is one. */
  readonly sinceFirstUseMs?: number;
}

/** A whole answer that was there for longer than this before the kill should have been kept. */
const timeToKeepMs = 250;

/** True for every cause but the lost answer. */
export function isByUs({ cause }: Loss): boolean {
  return cause !== 'answer-lost';
}

/** Finds every lost connection in the server's ledger, once for each consent, and who lost it. */
export function judge(entries: readonly LedgerEntry[], lives: readonly Life[]): Loss[] {
  const losses: Loss[] = [];
  const over = new Set<string>();
  for (const entry of entries) {
    if (!isRefusedRenewal(entry) || (entry.family !== undefined && over.has(entry.family))) continue;
    if (entry.family !== undefined) over.add(entry.family);
    losses.push({ request: entry.number, family: entry.family, ...causeOf(entry, entries, lives) });
  }
  return losses;
}

/** Answers that a fault made up, such as a 500, refuse nothing for good; a late or cut refusal is one. */
const madeUp: ReadonlySet<string | undefined> = new Set(['status', 'raw', 'redirect', 'hang', 'drop-before']);

function isRefusedRenewal({ grant, status = 0, fault }: LedgerEntry): boolean {
  return grant === 'refresh_token' && !madeUp.has(fault) && status >= 400 && status < 429;
}

function causeOf(refused: LedgerEntry, entries: readonly LedgerEntry[], lives: readonly Life[]) {
  const { family, presented } = refused;
  if (family === undefined) return { cause: 'unknown-token' } as const;
  const own = entries.filter((entry) => entry.family === family && entry.number < refused.number);
  const answers = own.filter((entry) => entry.grant === 'refresh_token' && entry.presented === presented);
  const issued = answers.filter((answer) => answer.issued !== undefined);
  const [first] = issued;
  if (first === undefined) return { cause: 'never-answered' } as const;
  const sinceFirstUseMs = refused.receivedAt - first.receivedAt;
  const shown = own.filter(({ grant }) => grant === undefined).map((entry) => entry.presented);
  if (issued.some((answer) => shown.includes(answer.issued)))
    return { cause: 'used-but-not-kept', sinceFirstUseMs } as const;
  const held = issued.filter(({ outcome }) => outcome === 'delivered').map((answer) => heldMs(answer, lives));
  if (held.length === 0) return { cause: 'answer-lost', sinceFirstUseMs } as const;
  const longest = Math.max(...held);
  return {
    cause: longest > timeToKeepMs ? 'whole-answer-forgotten' : 'answer-lost',
    heldMs: longest,
    sinceFirstUseMs,
  } as const;
}

function heldMs({ receivedAt, endedAt = Number.POSITIVE_INFINITY }: LedgerEntry, lives: readonly Life[]): number {
  const life = lives.findLast(({ startedAt }) => startedAt <= receivedAt);
  return (life?.endedAt ?? Number.POSITIVE_INFINITY) - endedAt;
}

/** True when the process died while a renewal was on its way or its answer had been there for at most 250 ms. */
export function diedAmidRenewal(entries: readonly LedgerEntry[], { startedAt, killedAt }: Life): boolean {
  return entries.some(
    (entry) =>
      entry.grant === 'refresh_token' &&
      entry.receivedAt >= startedAt &&
      entry.receivedAt <= killedAt &&
      killedAt - (entry.endedAt ?? killedAt) <= timeToKeepMs,
  );
}
