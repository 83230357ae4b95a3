import * as z from 'zod/mini';
import { DecodeError } from '../../errors.js';
import {
  columnsOf,
  isUsualDay,
  nothingUsual,
  type PriceColumns,
  type PriceInterval,
  type PriceSeries,
  seriesOf,
  type UsualDay,
} from '../../prices/index.js';
import type { Store } from '../../store/store.js';
import { hurryEntries, loadEntries, updateEntries } from '../../store/stored-map.js';
import { sweepEntries } from '../../store/sweep.js';
import { type Ms, msPerHour } from '../../time/index.js';
import type { Attempts } from './cadence.js';

/** The key of the store under which all price records live, by account and subscription. */
const pricesKey = 'nomosPrices';

/** Which record: the series of one subscription as one account sees it. */
export interface RecordName {
  readonly accountId: string;
  readonly subscriptionId: string;
}

/** What a restart needs to go on without asking Nomos. */
export interface PriceRecord {
  readonly series: PriceSeries;
  readonly attempts: Attempts;
  /** What was learned of the days that are gone; nothing in records of earlier versions. */
  readonly usual: UsualDay;
}

const recordVersion = 2;
/** Records that nobody has saved for so long are of accounts that are gone. */
const forgottenAfterMs = 30 * 24 * msPerHour;

const instant = z.int();
const storedHead = z.object({ version: z.literal([1, recordVersion]), savedAt: instant });
const storedFacts = {
  savedAt: instant,
  attempts: z.object({
    day: z.string(),
    calls: z.int().check(z.nonnegative()),
    failures: z.int().check(z.nonnegative()),
    notBefore: z.number(),
    answeredAt: z.optional(z.number()),
  }),
  usual: z.catch(z.optional(z.custom<UsualDay>(isUsualDay)), undefined),
};
const amount = z.nullable(z.number());
const storedColumns = {
  stretches: z.array(z.tuple([instant, instant, z.int().check(z.positive())])),
  prices: z.array(amount),
  components: z.array(z.string()),
  amounts: z.array(z.union([amount, z.array(amount)])),
} satisfies Record<keyof PriceColumns, z.ZodMiniType>;
/** In columns, because it is written to flash memory. */
const storedRecord = z.object({ version: z.literal(recordVersion), ...storedFacts, ...storedColumns });
/** As versions before 0.2 stored it. */
const firstRecord = z.object({
  version: z.literal(1),
  ...storedFacts,
  components: z.array(z.string()),
  /** `[start, end, price, ...components]`. */
  intervals: z.array(z.tuple([instant, instant, amount], amount)),
});

/**
 * The stored record, or undefined when there is none.
 *
 * Throws `stored-prices-unreadable` for a record that is damaged or of another version, `stored-map-unreadable` when
 * that is true of the whole map, and whatever the store throws.
 */
export async function loadPriceRecord(store: Store, name: RecordName): Promise<PriceRecord | undefined> {
  const entry = (await loadEntries(store, pricesKey))[entryId(name)];
  return entry === undefined ? undefined : decodeRecord(entry);
}

/**
 * Saves the record. Others that nobody has saved for 30 days, or that cannot be read, are marked and dropped after 7 days
 * more (see `sweepEntries`), so that a clock that was wrong for a while costs none. Throws whatever the store throws.
 */
export async function savePriceRecord(
  store: Store,
  name: RecordName,
  { record, now }: { readonly record: PriceRecord; readonly now: Ms },
): Promise<void> {
  const entry = encodeRecord(record, now);
  await updateEntries(store, pricesKey, (entries) => {
    sweepEntries(entries, (_id, other) => !isForgotten(other, now), now);
    entries[entryId(name)] = entry;
  });
}

/** Has what waits for being saved be saved now: whoever stops waits for it. */
export function hurryPriceRecords(store: Store): void {
  hurryEntries(store, pricesKey);
}

function entryId({ accountId, subscriptionId }: RecordName): string {
  return `${accountId}/${subscriptionId}`;
}

function isForgotten(entry: unknown, now: Ms): boolean {
  // All records are looked at with every save: reading all their prices, too, costs seconds with many accounts.
  const head = storedHead.safeParse(entry);
  return !head.success || head.data.savedAt < now - forgottenAfterMs;
}

function encodeRecord({ series, attempts, usual }: PriceRecord, now: Ms): z.input<typeof storedRecord> {
  return { version: recordVersion, savedAt: now, attempts, usual, ...columnsOf(series) };
}

function decodeRecord(entry: unknown): PriceRecord {
  const isFirst = storedHead.safeParse(entry).data?.version === 1;
  const record = (isFirst ? firstRecord : storedRecord).safeParse(entry);
  if (!record.success) throw unreadable(record.error.issues[0]?.path.join('.') ?? '');
  const { attempts, usual = nothingUsual } = record.data;
  const series = record.data.version === 1 ? seriesOfRows(record.data) : seriesOf(record.data);
  if (series === undefined) throw unreadable('stretches');
  const broken = series.findIndex(({ start, end }, i) => start >= end || end > (series[i + 1]?.start ?? end));
  if (broken >= 0) throw unreadable(`intervals.${broken}`);
  return { series, attempts, usual };
}

function seriesOfRows({ components, intervals }: z.infer<typeof firstRecord>): PriceInterval[] {
  return intervals.map(([start, end, priceCt, ...amounts]) => {
    const listed = components.flatMap((name, i) => (typeof amounts[i] === 'number' ? [[name, amounts[i]]] : []));
    return { start, end, priceCt, components: Object.fromEntries(listed) };
  });
}

function unreadable(path: string): DecodeError {
  return new DecodeError('stored-prices-unreadable', `The stored prices cannot be read at "${path}".`, { path });
}
