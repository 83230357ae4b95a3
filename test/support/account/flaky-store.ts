import { isDeepStrictEqual } from 'node:util';
import { UnavailableError } from '#src/errors.js';
import type { Kept, Store } from '#src/store/store.js';

/**
 * A store like Node-RED's settings: memory changes before the write, an equal value is not written again, and a kill
 * forgets what was not written.
 */
export class FlakyStore implements Store {
  /** What would be on the disk after a power cut. */
  readonly disk: Record<string, unknown>;
  /** How many of the next writes fail. */
  failures = 0;
  /** No storage at all. */
  isUnavailable = false;
  /** Another process saves here, too. */
  isReplaced = false;
  writes = 0;
  /** Called before each write, for tests that look in at this moment. */
  onWrite: (value: unknown) => void | Promise<void> = () => {};
  readonly #memory: Record<string, unknown>;

  constructor(disk: Record<string, unknown> = {}) {
    this.disk = disk;
    this.#memory = structuredClone(disk);
  }

  async load(key: string): Promise<unknown> {
    this.#check();
    return this.#memory[key];
  }

  async save(key: string, value: unknown): Promise<void> {
    this.#check();
    if (isDeepStrictEqual(this.#memory[key], value)) return;
    this.#memory[key] = value;
    await this.onWrite(value);
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('ENOSPC: no space left on device');
    }
    this.writes += 1;
    this.disk[key] = structuredClone(value);
  }

  async stillHas(key: string): Promise<Kept> {
    this.#check();
    if (this.isReplaced) return 'replaced';
    // Asked after every save; comparing texts is much quicker.
    return JSON.stringify(this.disk[key]) === JSON.stringify(this.#memory[key]) ? 'kept' : 'lost';
  }

  /** A store as the next process finds it. */
  afterKill(): FlakyStore {
    return new FlakyStore(structuredClone(this.disk));
  }

  #check(): void {
    if (this.isUnavailable) throw new UnavailableError('storage-unavailable', 'no storage', { sent: false });
  }
}
