import type { FeedEvent } from './feed-state.js';

/** Who listens to a feed. */
export interface FeedListeners {
  subscribe(listener: (event: FeedEvent) => void): () => void;
  tell(event: FeedEvent): void;
  clear(): void;
}

/** Listeners that cannot hurt each other: what one of them throws goes to `onFailure`, and the others are still told. */
export function feedListeners(onFailure: (error: unknown) => void): FeedListeners {
  const listeners = new Set<{ readonly listener: (event: FeedEvent) => void }>();
  return {
    subscribe(listener) {
      const entry = { listener };
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    tell(event) {
      for (const entry of [...listeners]) {
        if (!listeners.has(entry)) continue;
        try {
          entry.listener(event);
        } catch (error) {
          onFailure(error);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
