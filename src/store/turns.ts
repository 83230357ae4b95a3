import type { Store } from './store.js';

const turns = new WeakMap<Store, Promise<void>>();

/** Runs `work` after everything begun before for the same store has ended; rejects as `work` does. */
export function inTurn(store: Store, work: () => Promise<void>): Promise<void> {
  const mine = (turns.get(store) ?? Promise.resolve()).then(work);
  turns.set(
    store,
    mine.catch(() => undefined),
  );
  return mine;
}
