import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock/clock.js';
import { NomosError } from '../errors.js';
import type { Kept, Store } from './store.js';

const mapVersion = 1;
const saveAgainMs = 30_000;

/** How the map under one key is read and written. */
export interface MapForm<M, W extends object = object> {
  readonly key: string;
  /** The map before anything was saved; a new one each time. */
  readonly empty: () => M;
  /** A stored map, which is not changed but copied first; undefined for what is no map of ours. */
  readonly read: (stored: unknown) => M | undefined;
  /** A copy of a map that may be changed. */
  readonly copy: (map: M) => M;
  /** What is stored of a map, besides what all maps have. */
  readonly write: (map: M) => W | Promise<W>;
  /** How long the edits after a save gather before the next one, ms; absent = not at all. */
  readonly restMs?: (map: M) => number;
  /**
   * What becomes of a map that could not be saved. `kept`: it is loaded from then on, and saved with the next edit, or within
   * a minute once the store takes it. `left`: whoever edited it takes care of that.
   */
  readonly unsaved: 'kept' | 'left';
}

/** Changes a map in place; must not have changed anything when it throws. */
export type Edit<M> = (map: M) => void | Promise<void>;

interface Waiting<M> {
  readonly edit: Edit<M>;
  error?: unknown;
}

/** The edits that are saved together, and what becomes of that. */
interface Batch<M> {
  readonly waiting: Waiting<M>[];
  /** True when it does not rest before it is saved. */
  isUrgent: boolean;
  saved: Promise<void>;
}

/** What is going on in one store. */
interface Place<M> {
  /** Ends when everything begun so far has ended. */
  turn: Promise<unknown>;
  /** The edits that wait for their turn. */
  next?: Batch<M> | undefined;
  unsaved?: object | undefined;
  /** When the next save may begin, by the monotonic clock. */
  restsUntil: number;
  /** Ends the rest. */
  wake?: (() => void) | undefined;
}

/**
 * A map under one key of a store: its edits come one after the other, and those that wait together are saved together.
 *
 * A stored value that is not a map of ours counts as empty, and is kept beside the new map as `unreadable`: a newer release
 * or a person may still make sense of it. Make one for each key and process, so that no writer overwrites what another one
 * has just saved.
 */
export class VersionedMap<M, W extends object = object> {
  readonly #form: MapForm<M, W>;
  readonly #places = new WeakMap<Store, Place<M>>();

  constructor(form: MapForm<M, W>) {
    this.#form = form;
  }

  /** The map, which nobody may change; undefined where what is stored is no map of ours. Throws what the store throws. */
  async load(store: Store): Promise<M | undefined> {
    return this.#read(await this.#newest(store));
  }

  /** Edits the map; resolves when that is saved. Throws what the edit throws, and what the store throws. */
  async edit(store: Store, edit: Edit<M>): Promise<void> {
    const place = this.#placeOf(store);
    const own: Waiting<M> = { edit };
    place.next ??= this.#beginBatch(store, place);
    const { waiting, saved } = place.next;
    waiting.push(own);
    await saved;
    if (own.error !== undefined) throw own.error;
  }

  /** Looks whether what was saved last is still there, and saves it again where it is lost. Throws what the store throws. */
  secure(store: Store): Promise<Kept> {
    const place = this.#placeOf(store);
    return inTurn(place, async () => {
      const kept = (await store.stillHas?.(this.#form.key)) ?? 'kept';
      if (kept === 'lost') await this.#editAndSave(store, [{ edit: () => {} }]);
      return kept;
    });
  }

  /** Ends the rest between two saves, so that what waits is saved now. */
  hurry(store: Store): void {
    const place = this.#placeOf(store);
    place.restsUntil = 0;
    // A save under way begins a rest when it ends.
    if (place.next !== undefined) place.next.isUrgent = true;
    place.wake?.();
  }

  #beginBatch(store: Store, place: Place<M>): Batch<M> {
    const batch: Batch<M> = { waiting: [], isUrgent: false, saved: Promise.resolve() };
    batch.saved = inTurn(place, () => this.#afterRest(store, batch));
    return batch;
  }

  /** Edits that come during the rest join those that wait. */
  async #afterRest(store: Store, batch: Batch<M>): Promise<void> {
    const place = this.#placeOf(store);
    const restMs = place.restsUntil - systemClock.monotonicMs();
    if (restMs > 0 && !batch.isUrgent) await rested(place, restMs);
    await this.#editAndSave(store, batch.waiting);
  }

  async #editAndSave(store: Store, waiting: readonly Waiting<M>[]): Promise<void> {
    const place = this.#placeOf(store);
    const stored = await this.#newest(store).finally(() => {
      // What comes from here on waits for the next save.
      place.next = undefined;
    });
    const found = this.#read(stored);
    const map = found === undefined ? this.#form.empty() : this.#form.copy(found);
    for (const own of waiting) {
      try {
        await own.edit(map);
      } catch (error) {
        own.error = error;
      }
    }
    if (waiting.every(({ error }) => error !== undefined)) return;
    const unreadable = found === undefined ? stored : unreadableIn(stored);
    const kept = unreadable === undefined ? {} : { unreadable };
    // Node-RED skips the write of a value that equals the one in its memory, even after a failed write: hence the id.
    const written = await this.#form.write(map);
    await this.#save(store, { version: mapVersion, ...written, ...kept, writeId: randomUUID() });
    place.restsUntil = systemClock.monotonicMs() + (this.#form.restMs?.(map) ?? 0);
  }

  async #save(store: Store, map: object): Promise<void> {
    const { key, unsaved } = this.#form;
    if (unsaved === 'left') return store.save(key, map);
    const place = this.#placeOf(store);
    place.unsaved = map;
    try {
      await store.save(key, map);
      place.unsaved = undefined;
    } catch (error) {
      // Where there is no storage at all, there will hardly be one soon.
      const isLasting = error instanceof NomosError && error.code === 'storage-unavailable';
      if (!isLasting) systemClock.after(saveAgainMs, () => void this.#saveAgain(store, map));
      throw error;
    }
  }

  /** Nothing may ever change again of what could not be saved; a newer edit has its own repetition. */
  async #saveAgain(store: Store, map: object): Promise<void> {
    if (this.#placeOf(store).unsaved === map) await this.edit(store, () => {}).catch(() => undefined);
  }

  async #newest(store: Store): Promise<unknown> {
    const stored = await store.load(this.#form.key);
    return this.#placeOf(store).unsaved ?? stored;
  }

  #read(stored: unknown): M | undefined {
    return stored === undefined || stored === null ? this.#form.empty() : this.#form.read(stored);
  }

  #placeOf(store: Store): Place<M> {
    const place = this.#places.get(store) ?? { turn: Promise.resolve(), restsUntil: 0 };
    this.#places.set(store, place);
    return place;
  }
}

/** Runs `work` after everything begun before has ended; rejects as `work` does. */
function inTurn<T>(place: { turn: Promise<unknown> }, work: () => Promise<T>): Promise<T> {
  const mine = place.turn.then(work);
  place.turn = mine.catch(() => undefined);
  return mine;
}

function rested(place: { wake?: (() => void) | undefined }, restMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = systemClock.after(restMs, resolve);
    place.wake = () => {
      cancel();
      resolve();
    };
  });
}

function unreadableIn(stored: unknown): unknown {
  return (stored as { readonly unreadable?: unknown } | null | undefined)?.unreadable;
}
