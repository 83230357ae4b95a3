import type { Store } from '../../store/store.js';
import type { Ms } from '../../time/index.js';
import { shownError } from '../session/connection.js';
import type { FeedLogEntry } from './feed-state.js';
import {
  hurryPriceRecords,
  loadPriceRecord,
  type PriceRecord,
  type RecordName,
  savePriceRecord,
} from './price-record.js';

/** The stored side of a feed; without a working store it goes on in memory. */
export interface FeedRecord {
  /** What is stored, or undefined where nothing is or it cannot be read, which is logged. */
  load(now: Ms): Promise<PriceRecord | undefined>;
  /** Begins to save; a failure is logged once, until saving works again. */
  save(record: PriceRecord, now: Ms): void;
  /** Resolves when everything that was being saved is saved or has failed. */
  settled(): Promise<void>;
}

/** Opens the record of one feed. */
export function feedRecord(store: Store, name: RecordName, log: (entry: FeedLogEntry) => void): FeedRecord {
  let saving: Promise<void> = Promise.resolve();
  let hasFailed = false;

  async function tryToSave(record: PriceRecord, now: Ms): Promise<void> {
    try {
      await savePriceRecord(store, name, { record, now });
      hasFailed = false;
    } catch (error) {
      if (!hasFailed) log({ event: 'not-saved', error: shownError(error, now) });
      hasFailed = true;
    }
  }

  return {
    async load(now) {
      try {
        return await loadPriceRecord(store, name);
      } catch (error) {
        log({ event: 'record-ignored', error: shownError(error, now) });
        return undefined;
      }
    },
    save(record, now) {
      saving = Promise.all([saving, tryToSave(record, now)]).then(() => {});
    },
    settled() {
      hurryPriceRecords(store);
      return saving;
    },
  };
}
