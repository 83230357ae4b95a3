import { msPerMinute } from '../../time/index.js';
import type { Field } from '../problem/field.js';
import { at, gcd, infinite } from '../problem/numbers.js';
import type { RunsWanted } from '../problem/runs-wanted.js';
import { layOffLimit } from './off-limit.js';
import type { Program } from './program.js';

/** A programme over cells of `cellMs`, the first `history` of which lie before the field. */
export interface Grid {
  readonly cellMs: number;
  readonly history: number;
  /** With the run before the field; Infinity = any number. */
  readonly maxStarts: number;
  /** What a cost of the field is multiplied by in the programme. */
  readonly factor: number;
  /** What a cell above the price limit costs besides, in the programme; 0 = there is none. */
  readonly penalty: number;
  readonly program: Program;
}

/**
 * Cuts a field into equal cells on the greatest common grid of prices, window and lengths; `src/planner/planner.md` says why that is enough.
 *
 * What the device did before goes into the cells: a run that is on as cells before the field that cost nothing, a
 * pause that is still too short as cells that stay closed. A cell of which any part is closed is closed.
 */
export function layCells(field: Field, wanted: RunsWanted): Grid {
  const { initial, minRunMs, minPauseMs, off } = wanted;
  const ageMs = initial === undefined ? 0 : Math.min(initial.forMs, initial.on ? minRunMs : minPauseMs);
  const cellMs = commonGrid(field, [
    ...[wanted.leastMs, wanted.mostMs, minRunMs, minPauseMs, ageMs],
    ...(off === undefined ? [] : [off.mostMs, Math.min(off.beforeMs, off.mostMs)]),
    // The shortest run time is a minute where no run has to be longer.
    ...(off !== undefined && minRunMs === 0 ? [msPerMinute] : []),
  ]);
  const beginsOn = initial?.on === true;
  const history = beginsOn ? (minRunMs === 0 ? 1 : ageMs / cellMs) : 0;
  const count = Math.floor((at(field.edges, field.count) - at(field.edges, 0)) / cellMs) + history;
  const minRun = Math.max(1, minRunMs / cellMs);
  const most = Math.min(wanted.mostMs / cellMs + history, count);
  const cells = { costs: field.space.numbers(count), count, history, cellMs };
  fillCells(field, cells);
  if (initial?.on === false) cells.costs.fill(infinite, 0, Math.min(count, (minPauseMs - ageMs) / cellMs));
  if (off?.worth !== undefined) lessWorth(cells, off.worth);
  const weight = weigh(cells, wanted, Math.floor((off === undefined ? most : count) / minRun) + 1);
  const penalty = off?.belowLimit === undefined ? 0 : penalise(cells, off.belowLimit, weight.startCost);
  const grid = {
    cellMs,
    history,
    penalty,
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
  if (off === undefined) return grid;
  const limit = layOffLimit(grid.program, Math.round(off.mostMs / cellMs), Math.ceil(off.beforeMs / cellMs));
  return { ...grid, program: { ...grid.program, off: limit } };
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

/** Takes from each cell what it is worth; what is left of a rounding error is nothing. */
function lessWorth({ costs, count, history }: Cells, worth: number): void {
  for (let cell = history; cell < count; cell++) {
    const left = at(costs, cell) - worth;
    costs[cell] = Math.abs(left) <= 1e-9 * Math.abs(worth) ? 0 : left;
  }
}

/**
 * Adds to each cell above the price limit more than all money together, so that few of them go before money; returns how much,
 * 0 when there is no such cell.
 */
function penalise({ costs, count, history, cellMs }: Cells, field: Field, startCost: number): number {
  const below = field.space.numbers(count);
  fillCells(field, { costs: below, count, history, cellMs });
  let [sum, isAbove] = [1 + startCost * (count + 1), false];
  for (let cell = 0; cell < count; cell++) {
    if (at(costs, cell) === infinite) continue;
    sum += Math.abs(at(costs, cell));
    isAbove ||= at(below, cell) === infinite;
  }
  if (!isAbove) return 0;
  const penalty = 2 ** (Math.ceil(Math.log2(sum)) + 2);
  for (let cell = 0; cell < count; cell++) if (at(below, cell) === infinite) costs[cell] = at(costs, cell) + penalty;
  return penalty;
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
