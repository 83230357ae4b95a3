import type { Store } from '#src/store/store.js';

/** A store in memory that keeps JSON, like a file would, and can be told to fail. */
export interface MemoryStore extends Store {
  readonly saved: Map<string, string>;
  /** How many saves were asked for, failed ones included. */
  readonly saves: number;
  failWith(error: unknown): void;
}

/** An empty store, or one with the given values by key. */
export function memoryStore(values: Readonly<Record<string, unknown>> = {}): MemoryStore {
  const saved = new Map(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]));
  let failure: unknown;
  let saves = 0;
  return {
    saved,
    get saves() {
      return saves;
    },
    failWith(error) {
      failure = error;
    },
    async load(key) {
      const text = saved.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async save(key, value) {
      saves += 1;
      await undefined;
      if (failure !== undefined) throw failure;
      saved.set(key, JSON.stringify(value));
    },
  };
}
