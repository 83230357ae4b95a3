import type { CellRun, Program } from './program.js';

/** Where a plan stands at a cell: on and may stop, off and may start, or neither. */
interface Standing {
  readonly state: 'on' | 'off' | 'bound';
  readonly left: number;
  /** How many runs have begun. */
  readonly begun: number;
}

/**
 * All plans that begin as one of two and end as the other, joined where both stand alike: as obedient as the two, and
 * together with their counterparts as dear.
 */
export function spliced(program: Program, one: readonly CellRun[], other: readonly CellRun[]): CellRun[][] {
  const [ones, others] = [standings(program, one), standings(program, other)];
  const plans = new Map<string, CellRun[]>();
  for (const [cell, standing] of ones.entries()) {
    const match = others[cell];
    if (match === undefined || standing.state === 'bound') continue;
    if (match.state !== standing.state || match.left !== standing.left) continue;
    const isOn = match.state === 'on';
    // What is joined between the same two pairs of runs is the same plan.
    const key = `${standing.begun} ${match.begun} ${match.state}`;
    if (plans.has(key)) continue;
    plans.set(key, join(one, other, { begun: standing.begun, past: match.begun, isOn }));
    plans.set(`${key} turned`, join(other, one, { begun: match.begun, past: standing.begun, isOn }));
  }
  return [...plans.values()];
}

function join(
  head: readonly CellRun[],
  tail: readonly CellRun[],
  { begun, past, isOn }: { begun: number; past: number; isOn: boolean },
): CellRun[] {
  const runs = [...head.slice(0, begun), ...tail.slice(past)];
  const [last, goesOn] = [head[begun - 1], tail[past - 1]];
  if (isOn && last !== undefined && goesOn !== undefined) runs[begun - 1] = { first: last.first, past: goesOn.past };
  return runs;
}

function standings({ count, minRun, minPause }: Program, runs: readonly CellRun[]): Standing[] {
  const all: Standing[] = [];
  let left = runs.reduce((sum, { first, past }) => sum + past - first, 0);
  let begun = 0;
  for (let cell = 0; cell <= count; cell++) {
    let run = runs[begun - 1];
    if (run !== undefined && cell <= run.past) {
      if (cell > run.first) left--;
      all.push({ state: cell < run.first + minRun ? 'bound' : 'on', left, begun });
      continue;
    }
    const isFree = run === undefined || cell >= run.past + minPause;
    all.push({ state: isFree ? 'off' : 'bound', left, begun });
    run = runs[begun];
    if (run?.first === cell) begun++;
  }
  return all;
}
