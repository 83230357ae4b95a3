import { at, infinite } from '../problem/numbers.js';
import type { CellRun, OffLimit, Program } from './program.js';

/**
 * The limit for a programme whose device has been off for `before` cells when it begins.
 *
 * What cannot be in time is as early as it can be: the first run may begin as late as the first one that fits at all.
 */
export function layOffLimit(program: Program, between: number, before: number): OffLimit {
  return { atBegin: Math.max(between - before, firstStart(program), 0), between, atEnd: between };
}

/** The first cell from which `minRun` cells are open; 0 when there is none. */
function firstStart({ count, costs, minRun }: Program): number {
  let open = 0;
  for (let cell = 0; cell < count; cell++) {
    open = at(costs, cell) < infinite ? open + 1 : 0;
    if (open === minRun) return cell + 1 - minRun;
  }
  return 0;
}

/** The same limit with time turned round; undefined stays undefined. */
export function turnedOffLimit(limit: OffLimit | undefined): OffLimit | undefined {
  return limit && { ...limit, atBegin: limit.atEnd, atEnd: limit.atBegin };
}

/** True when runs in order never leave the device off for too long. */
export function keepsOffLimit({ count, off, beginsOn, endsOn }: Program, runs: readonly CellRun[]): boolean {
  if (off === undefined) return true;
  let [past, most] = [0, beginsOn ? 0 : off.atBegin];
  for (const run of runs) {
    if (run.first - past > most) return false;
    past = run.past;
    most = off.between;
  }
  const atEnd = endsOn ? 0 : off.atEnd;
  return count - past <= (runs.length === 0 ? Math.min(most, atEnd) : atEnd);
}
