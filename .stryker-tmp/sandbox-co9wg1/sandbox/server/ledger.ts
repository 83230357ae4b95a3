/** One request as the server saw it; never a secret, a code or a token. */
// @ts-nocheck

export interface LedgerEntry {
  /** Counts from 1. */
  readonly number: number;
  /** Time of the sandbox's clock, epoch ms. */
  readonly at: number;
  /** Time of the machine's clock, epoch ms: comparable with the moment a test kills a client. */
  readonly receivedAt: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  apiVersion?: string;
  client?: string;
  /** The grant type of a token request. */
  grant?: string;
  /** One consent or sign-in; all its tokens belong to the same family. */
  family?: string;
  /** Generation of the refresh token, or of the access token, that the client showed. */
  presented?: number;
  /** Generation of the tokens in the answer. */
  issued?: number;
  /** First and last day of a request for prices or usage. */
  days?: string;
  status?: number;
  /** The kind of fault that was played. */
  fault?: string;
  /** `delivered`: the last byte of the whole answer was given to the client's socket. */
  outcome: 'pending' | 'delivered' | 'cut';
  /** When the outcome was decided, machine's clock, epoch ms. */
  endedAt?: number;
}

/** A protocol mistake that a client was seen to make. */
export type FindingKind =
  | 'secret-in-body'
  | 'secret-in-query'
  | 'query-at-token-endpoint'
  | 'basic-not-encoded'
  | 'token-in-query'
  | 'token-at-file-host'
  | 'duplicate-parameter'
  | 'missing-pkce'
  | 'plain-pkce'
  | 'reused-challenge'
  | 'missing-state'
  | 'short-state'
  | 'reused-state'
  | 'redirect-uri-mismatch'
  | 'wrong-verifier'
  | 'replayed-code'
  | 'replayed-refresh-token'
  | 'foreign-refresh-token'
  | 'concurrent-refresh'
  | 'missing-api-version'
  | 'over-limit';

export interface Finding {
  readonly kind: FindingKind;
  readonly at: number;
  /** Number of the ledger entry. */
  readonly request: number;
  readonly path: string;
  readonly client: string | undefined;
}

/** Hears of each request when it begins and when it is over, and of each finding. */
export interface LedgerWatcher {
  began?(entry: LedgerEntry): void;
  ended?(entry: LedgerEntry): void;
  found?(finding: Finding): void;
}

/** All requests so far and the mistakes seen in them. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly findings: readonly Finding[];
  open(request: { at: number; method: string; path: string }): LedgerEntry;
  find(kind: FindingKind, entry: LedgerEntry): void;
  close(entry: LedgerEntry, outcome: 'delivered' | 'cut'): void;
  /** Tells of everything that happens from now on; call the returned function to hear no more. */
  watch(watcher: LedgerWatcher): () => void;
  /** The requests that wait for their answer. */
  pending(): LedgerEntry[];
  clear(): void;
}

const maxEntries = 100_000;

/** An empty ledger; it forgets the oldest of more than 100 000 requests. */
export function makeLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  const findings: Finding[] = [];
  const waiting = new Set<LedgerEntry>();
  const watchers = new Set<LedgerWatcher>();
  let count = 0;
  return {
    entries,
    findings,
    open({ at, method, path }) {
      count += 1;
      const entry: LedgerEntry = { number: count, at, receivedAt: Date.now(), method, path, outcome: 'pending' };
      entries.push(entry);
      if (entries.length > maxEntries) entries.shift();
      waiting.add(entry);
      for (const watcher of watchers) watcher.began?.(entry);
      return entry;
    },
    find(kind, entry) {
      const { at, number: request, path, client } = entry;
      const finding = { kind, at, request, path, client };
      findings.push(finding);
      for (const watcher of watchers) watcher.found?.(finding);
    },
    close(entry, outcome) {
      if (!waiting.delete(entry)) return;
      entry.outcome = outcome;
      entry.endedAt = Date.now();
      for (const watcher of watchers) watcher.ended?.(entry);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    pending: () => [...waiting],
    clear() {
      entries.length = 0;
      findings.length = 0;
    },
  };
}
