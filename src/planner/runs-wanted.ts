import type { InitialState, TieBreak } from './request.js';

/** Run time to place under rules; lengths are whole minutes in ms, `startCost` is in units of the field's cost x ms. */
export interface RunsWanted {
  readonly leastMs: number;
  readonly mostMs: number;
  readonly partial: 'exact' | 'maximise';
  readonly minRunMs: number;
  readonly minPauseMs: number;
  /** Infinity = any number. */
  readonly maxStarts: number;
  readonly startCost: number;
  readonly tieBreak: TieBreak;
  /** What the device has been doing up to the beginning of the field, for whole minutes; undefined = nothing binds it. */
  readonly initial: InitialState | undefined;
}
