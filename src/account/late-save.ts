import { backOffMs } from '../http/back-off.js';
import type { SessionOptions } from './session-options.js';

const backOff = { firstMs: 5_000, longestMs: 30_000 };

/** Saves, again and again until it works, tokens that could not be saved when they came. */
export class LateSave {
  readonly #options: Pick<SessionOptions, 'accountId' | 'vault' | 'clock' | 'random'>;
  readonly #onSaved: () => void;
  #cancel: (() => void) | undefined;
  #attempts = 0;

  constructor(options: Pick<SessionOptions, 'accountId' | 'vault' | 'clock' | 'random'>, onSaved: () => void) {
    this.#options = options;
    this.#onSaved = onSaved;
  }

  /** Begins, or goes on; 5 to 30 s between attempts. */
  start(): void {
    this.#cancel?.();
    this.#attempts += 1;
    const delayMs = backOffMs(backOff, this.#attempts, this.#options.random);
    this.#cancel = this.#options.clock.after(delayMs, () => void this.#try().then((saved) => saved || this.start()));
  }

  /** Saved by other means, or no longer wanted. */
  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#attempts = 0;
  }

  /** Tries a last time, where something is unsaved. */
  async stop(): Promise<void> {
    const isUnsaved = this.#cancel !== undefined;
    this.cancel();
    if (isUnsaved) await this.#try();
  }

  async #try(): Promise<boolean> {
    const { vault, accountId } = this.#options;
    try {
      await vault.saveUnsaved(accountId);
    } catch {
      return false;
    }
    this.cancel();
    this.#onSaved();
    return true;
  }
}
