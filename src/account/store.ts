/**
 * Where everything durable lives: one small port, implemented on Node-RED's settings.
 *
 * Values are JSON. When the promise of `save` has resolved, the value survives a power cut; when it rejects, the value
 * counts as not saved. `load` gives undefined for a key that was never saved. Both reject with the `storage-unavailable`
 * UnavailableError (`sent: false`) when there is no storage at all.
 */
export interface Store {
  load(key: string): Promise<unknown>;
  save(key: string, value: unknown): Promise<void>;
}
