/**
 * Whether what was saved last under a key is still there. `lost`: it is not, because somebody else wrote on a full disk or
 * removed it. `replaced`: another process has saved the key instead.
 */
export type Kept = 'kept' | 'lost' | 'replaced';

/**
 * Where everything durable lives: one small port, implemented on Node-RED's settings.
 *
 * Values are JSON. When the promise of `save` has resolved, the value survives a power cut; when it rejects, the value
 * counts as not saved: with `disk-full` before anything was written, with `save-not-found` where it was reported as saved
 * and is not there. `load` gives undefined for a key that was never saved. All reject with the `storage-unavailable`
 * UnavailableError (`sent: false`) when there is no storage at all.
 */
export interface Store {
  load(key: string): Promise<unknown>;
  save(key: string, value: unknown): Promise<void>;
  /** Looks at what is there; absent where the storage cannot tell. */
  stillHas?(key: string): Promise<Kept>;
}
