import type { Workspace } from '../problem/workspace.js';

/** How many cells a device may stay off: before the first run, between two runs, and after the last one. */
export interface OffLimit {
  readonly atBegin: number;
  readonly between: number;
  readonly atEnd: number;
}

/** Runs on a grid of equal cells; every length is a number of cells. */
export interface Program {
  readonly space: Workspace;
  readonly count: number;
  /** Whole-number cost of each cell; Infinity where it may not be on. */
  readonly costs: Float64Array;
  /** Run time: the cheapest from `least` to `most`. */
  readonly least: number;
  readonly most: number;
  /** What to do when `least` is out of reach: give up, or take the longest run time there is. */
  readonly partial: 'exact' | 'maximise';
  /** Both at least 1. */
  readonly minRun: number;
  readonly minPause: number;
  readonly startCost: number;
  /** What a start at each cell costs besides, whole numbers; absent = nothing. */
  readonly startWeights?: Float64Array | undefined;
  /** The first run begins with the first cell; the last run ends with the last one. */
  readonly beginsOn: boolean;
  readonly endsOn: boolean;
  /** Absent = it may stay off for as long as it likes. */
  readonly off?: OffLimit | undefined;
}

/** A programme under a limit on time off. */
export type OffProgram = Program & { readonly off: OffLimit };

/** Cells [first, past) that are on. */
export interface CellRun {
  readonly first: number;
  readonly past: number;
}
