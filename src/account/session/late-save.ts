import type { NomosError } from '../../errors.js';
import { backOffMs } from '../../http/back-off.js';
import type { TokenRecord } from '../tokens/token-record.js';
import { storageError } from './renewal.js';
import type { SessionOptions } from './session-options.js';

const backOff = { firstMs: 5_000, longestMs: 30_000 };

/** What late saving works with. */
export interface LateSaveOptions extends Pick<SessionOptions, 'accountId' | 'vault' | 'clock' | 'random'> {
  /** The record of now. */
  readonly record: () => TokenRecord | undefined;
  /** Called when what was unsaved is saved. */
  readonly onSaved: () => void;
  /** Called when what was saved is gone, and cannot be saved again yet. */
  readonly onLost: (error: NomosError) => void;
}

/** Saves, again and again until it works, tokens that could not be saved when they came, or that were lost since. */
export class LateSave {
  readonly #options: LateSaveOptions;
  #cancel: (() => void) | undefined;
  #attempts = 0;

  constructor(options: LateSaveOptions) {
    this.#options = options;
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

  /** Looks whether what was saved is still there, and begins to save it again where it is not. Never rejects. */
  async check(): Promise<void> {
    const error = await this.#secure();
    if (error === undefined || this.#cancel !== undefined) return;
    this.start();
    this.#options.onLost(error);
  }

  /** Tries a last time, where something is unsaved or was lost. */
  async stop(): Promise<void> {
    const isUnsaved = this.#cancel !== undefined;
    this.cancel();
    if (isUnsaved) await this.#try();
    else await this.#secure();
  }

  async #secure(): Promise<NomosError | undefined> {
    const { vault, accountId, record } = this.#options;
    const held = record();
    if (held === undefined || this.#cancel !== undefined) return undefined;
    return vault.secure(accountId, held).then(() => undefined, storageError);
  }

  async #try(): Promise<boolean> {
    const { vault, accountId, onSaved } = this.#options;
    try {
      await vault.saveUnsaved(accountId);
    } catch {
      return false;
    }
    this.cancel();
    onSaved();
    return true;
  }
}
