import type { Field } from './field.js';
import { at, gcd, infinite } from './numbers.js';
import type { Program } from './program.js';
import type { RunsWanted } from './runs-wanted.js';

const msPerMinute = 60_000;

/** A programme over cells of `cellMs`, the first `history` of which lie before the field. */
export interface Grid {
  readonly cellMs: number;
  readonly history: number;
  /** With the run before the field; Infinity = any number. */
  readonly maxStarts: number;
  /** What a cost of the field is multiplied by in the programme. */
  readonly factor: number;
  readonly program: Program;
}

/**
 * Cuts a field into equal cells on the greatest common grid of prices, window and lengths; `src/planner/planner.md` says why that is enough.
 *
 * What the device did before goes into the cells: a run that is on as cells before the field that cost nothing, a
 * pause that is still too short as cells that stay closed. A cell of which any part is closed is closed.
 */
export function layCells(field: Field, wanted: RunsWanted): Grid {
  const { initial, minRunMs, minPauseMs } = wanted;
  const ageMs = initial === undefined ? 0 : Math.min(initial.forMs, initial.on ? minRunMs : minPauseMs);
  const cellMs = commonGrid(field, [wanted.leastMs, wanted.mostMs, minRunMs, minPauseMs, ageMs]);
  const beginsOn = initial?.on === true;
  const history = beginsOn ? (minRunMs === 0 ? 1 : ageMs / cellMs) : 0;
  const count = Math.floor((at(field.edges, field.count) - at(field.edges, 0)) / cellMs) + history;
  const minRun = Math.max(1, minRunMs / cellMs);
  const most = Math.min(wanted.mostMs / cellMs + history, count);
  const cells = { costs: field.space.numbers(count), count, history, cellMs };
  fillCells(field, cells);
  if (initial?.on === false) cells.costs.fill(infinite, 0, Math.min(count, (minPauseMs - ageMs) / cellMs));
  const weight = weigh(cells, wanted, Math.floor(most / minRun) + 1);
  return {
    cellMs,
    history,
    maxStarts: wanted.maxStarts + (beginsOn ? 1 : 0),
    factor: weight.factor,
    program: {
      space: field.space,
      count,
      costs: cells.costs,
      least: wanted.leastMs / cellMs + history,
      most,
      partial: wanted.partial,
      minRun,
      minPause: Math.max(1, minPauseMs / cellMs),
      startCost: weight.startCost,
      beginsOn,
      endsOn: false,
    },
  };
}

interface Cells {
  readonly costs: Float64Array;
  readonly count: number;
  readonly history: number;
  readonly cellMs: number;
}

/** In whole minutes, however odd the price edges are. */
function commonGrid(field: Field, lengths: readonly number[]): number {
  let gridMs = 0;
  for (const length of lengths) gridMs = gcd(gridMs, length);
  for (let i = 0, last = 0; i < field.count; i++) {
    const length = at(field.edges, i + 1) - at(field.edges, i);
    if (length !== last) gridMs = gcd(gridMs, length);
    last = length;
  }
  return gridMs === 0 || gridMs % msPerMinute !== 0 ? msPerMinute : gridMs;
}

/** Gives each cell the mean cost of the stretches it covers. */
function fillCells(field: Field, { costs, count, history, cellMs }: Cells): void {
  costs.fill(0, 0, history);
  for (let cell = history, i = 0; cell < count; cell++) {
    const start = at(field.edges, 0) + (cell - history) * cellMs;
    let cost = 0;
    for (let from = start; from < start + cellMs; ) {
      const to = Math.min(at(field.edges, i + 1), start + cellMs);
      cost += at(field.costs, i) * (to - from);
      if (to === at(field.edges, i + 1)) i++;
      from = to;
    }
    costs[cell] = cost / cellMs;
  }
}

/**
 * Stretches the costs of the cells; returns the factor, and the cost of a start in the same whole numbers.
 *
 * The start cost is seldom whole in units of a cell, so that all are multiplied by what still sums exactly. For
 * `fewest` every start costs one more of the smallest unit, and a unit of money more than all starts together.
 */
function weigh({ costs, count, cellMs }: Cells, { startCost, tieBreak }: RunsWanted, mostRuns: number) {
  const unit = tieBreak === 'fewest' ? mostRuns + 1 : 1;
  let [largest, isWhole] = [1, startCost === 0];
  for (let cell = 0; cell < count; cell++) {
    if (at(costs, cell) === infinite) continue;
    largest = Math.max(largest, Math.abs(at(costs, cell)));
    isWhole &&= Number.isInteger(at(costs, cell));
  }
  const spare = 2 ** Math.floor(Math.log2(2 ** 52 / (largest * (count + 1) * unit)));
  const factor = isWhole ? 1 : Math.min(Math.max(spare, 1), 2 ** 20);
  for (let cell = 0; cell < count; cell++) costs[cell] = Math.round(at(costs, cell) * factor) * unit;
  return {
    factor: factor * unit,
    startCost: Math.round((startCost / cellMs) * factor) * unit + (unit > 1 ? 1 : 0),
  };
}
