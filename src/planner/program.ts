import type { Workspace } from './workspace.js';

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
}

/** Cells [first, past) that are on. */
export interface CellRun {
  readonly first: number;
  readonly past: number;
}
