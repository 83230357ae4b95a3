import * as z from 'zod/mini';
import { isSalt, seal, sealedShape, unseal } from './sealing.js';
import { parseRecord, type TokenRecord } from './token-record.js';

const entryShape = z.looseObject({
  sealed: sealedShape,
  /** A sealed record that could not be opened, kept once when a new consent took its place. */
  unreadable: z.optional(z.unknown()),
});

/** A record in the store, opened. */
export interface OpenedEntry {
  readonly record: TokenRecord;
  /** True when it was not the first of the secrets that opened it. */
  readonly isOldSecret: boolean;
}

/** An entry of the token map, opened with one of the secrets; undefined where none fits, and for what is none of ours. */
export async function openEntry(
  entry: unknown,
  secrets: readonly string[],
  accountId: string,
): Promise<OpenedEntry | undefined> {
  const { sealed } = entryShape.safeParse(entry).data ?? {};
  if (sealed === undefined) return undefined;
  const opened = await unseal(sealed, secrets, accountId);
  const record = opened && readRecord(opened.text);
  return record && { record, isOldSecret: opened.secret !== secrets[0] };
}

/** What an entry of the token map is made of. */
export interface EntrySource {
  readonly record: TokenRecord;
  readonly accountId: string;
  /** The secret to seal with. */
  readonly secret: string;
  /** The salt to seal with; undefined = a fresh one. */
  readonly salt: string | undefined;
  /** The entry that it takes the place of, if any. */
  readonly old: unknown;
  /** Whether that can be opened. */
  readonly isOpened: boolean;
}

/** The salt that an entry is sealed with; undefined for what is none of ours. */
export function saltOf(entry: unknown): string | undefined {
  const { salt } = entryShape.safeParse(entry).data?.sealed ?? {};
  return salt !== undefined && isSalt(salt) ? salt : undefined;
}

/** A new entry; an old one that cannot be opened is put aside in it, once. */
export async function sealEntry({ record, accountId, secret, salt, old, isOpened }: EntrySource): Promise<object> {
  const sealed = await seal(JSON.stringify(record), { secret, owner: accountId, salt });
  const unreadable = !isOpened ? old : entryShape.safeParse(old).data?.unreadable;
  return unreadable === undefined ? { sealed } : { sealed, unreadable };
}

function readRecord(text: string): TokenRecord | undefined {
  try {
    return parseRecord(text);
  } catch {
    return undefined;
  }
}
