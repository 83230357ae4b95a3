import type { Field } from './field.js';
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
  /** Absent = it may stay off for as long as it likes; `mostMs` and `leastMs` are then what the limit may exceed. */
  readonly off?: OffWanted | undefined;
}

/** A limit on time off, ms of whole minutes. */
export interface OffWanted {
  readonly mostMs: number;
  /** How long it has been off when the field begins, as far as that counts. */
  readonly beforeMs: number;
  /** Where the price limit leaves a field open; absent = no price limit. */
  readonly belowLimit?: Field | undefined;
  /** What run time is worth, in costs of the field; present = the run time is whatever pays best. */
  readonly worth?: number | undefined;
}
