import type { PriceSeries, UsualDay } from '../../prices/index.js';
import { emptyRunLog, type RunLog } from '../../runs/index.js';
import type { Store } from '../../store/store.js';
import type { Ms } from '../../time/index.js';
import { hasNews, type MessagePrices, noMessagePrices, withLearned } from './message-prices.js';
import { hurryRunRecords, loadRunRecord, saveRunRecord } from './run-record.js';

interface MemoryParts {
  readonly store: Store;
  readonly nodeId: string;
  /** Hears what the store rejects with. */
  readonly failed: (error: unknown) => void;
}

/** What a `cheapest-window` node remembers: what it has run and is to run, and the prices that came by message. */
export class WindowMemory {
  readonly #parts: MemoryParts;
  #log: RunLog = emptyRunLog;
  /** Prices of messages as they are now; some may not be saved yet. */
  messages: MessagePrices = noMessagePrices;
  #savedSeries: PriceSeries = [];
  #saving: Promise<void> = Promise.resolve();

  constructor(parts: MemoryParts) {
    this.#parts = parts;
  }

  get log(): RunLog {
    return this.#log;
  }

  /** Takes up what was saved last; nothing where that cannot be read. Never rejects. */
  async load(): Promise<void> {
    const { store, nodeId } = this.#parts;
    const { log, prices } = await loadRunRecord(store, nodeId);
    this.#log = log;
    this.messages = prices;
    this.#savedSeries = prices.series;
  }

  /** Remembers a log, and saves it where it `hasToStay`, or prices that are not saved yet. */
  remember(log: RunLog, hasToStay: boolean): void {
    this.#log = log;
    if (hasToStay || hasNews(this.messages.series, this.#savedSeries)) this.#save();
  }

  /** Forgets the log, and not what is saved of it. */
  forgetLog(): void {
    this.#log = emptyRunLog;
  }

  /** What prices usually are, learned of those that came by message. */
  learned(now: Ms, timeZone: string): UsualDay {
    this.messages = withLearned(this.messages, { now, timeZone });
    return this.messages.usual;
  }

  /** Resolves when all is saved, or cannot be. */
  async close(): Promise<void> {
    hurryRunRecords(this.#parts.store);
    await this.#saving;
  }

  #save(): void {
    const { store, nodeId, failed } = this.#parts;
    this.#savedSeries = this.messages.series;
    this.#saving = saveRunRecord(store, nodeId, { log: this.#log, prices: this.messages }).catch(failed);
  }
}
