import type { Clock } from '../../clock/clock.js';
import type { Store } from '../../store/store.js';
import { msPerMinute } from '../../time/index.js';
import { type HomeRecord, hurryHomeRecords, loadHomeRecord, saveHomeRecord } from './home-record.js';

/** So many saves in ten minutes are made at once; whoever tells a limit every few seconds must not wear out a memory card. */
const mostSaves = 10;
const restMs = 10 * msPerMinute;

interface MemoryParts {
  readonly store: Store;
  readonly nodeId: string;
  readonly clock: Clock;
  /** Hears what the store rejects with; what was not saved stays in memory and is saved again. */
  readonly failed: (error: unknown) => void;
}

/** What a house remembers over a restart: saved with every change, though seldom where it changes all the time. */
export class HomeMemory {
  readonly #parts: MemoryParts;
  #kept = '';
  #next: HomeRecord | undefined;
  #savedAt: readonly number[] = [];
  #cancel: (() => void) | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(parts: MemoryParts) {
    this.#parts = parts;
  }

  /** What was kept last; empty where nothing can be read. Never rejects. */
  async load(): Promise<HomeRecord> {
    const { store, nodeId } = this.#parts;
    const record = await loadHomeRecord(store, nodeId);
    this.#kept = JSON.stringify(record);
    return record;
  }

  /** Keeps a record; of several that wait, the last one. */
  keep(record: HomeRecord): void {
    this.#next = record;
    if (this.#cancel !== undefined) return;
    const { clock } = this.#parts;
    const [first = 0] = this.#savedAt;
    const waitMs = this.#savedAt.length < mostSaves ? 0 : first + restMs - clock.monotonicMs();
    if (waitMs <= 0) this.#save();
    else this.#cancel = clock.after(waitMs, () => this.#save());
  }

  /** Saves what waits, and resolves when it is saved or cannot be. */
  async close(): Promise<void> {
    this.#save();
    hurryHomeRecords(this.#parts.store);
    await this.#saving;
  }

  #save(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const record = this.#next;
    this.#next = undefined;
    const text = JSON.stringify(record) ?? this.#kept;
    if (record === undefined || text === this.#kept) return;
    const { store, nodeId, clock, failed } = this.#parts;
    this.#kept = text;
    this.#savedAt = [...this.#savedAt, clock.monotonicMs()].slice(-mostSaves);
    this.#saving = saveHomeRecord(store, nodeId, record).catch(failed);
  }
}
