import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import type { CellRun, OffProgram } from './program.js';
import { layStartCosts } from './run-table.js';

const goesOn = 0x8000;
const staysOff = 0x4000;

/** Runs of whatever run time is cheapest, and what they cost in units of the programme. */
export interface AnyLength {
  readonly runs: readonly CellRun[];
  readonly cost: number;
}

interface Layer {
  readonly on: Float64Array;
  readonly start: Float64Array;
}

interface Room {
  readonly program: OffProgram;
  readonly startCosts: Float64Array;
  readonly ahead: Float64Array;
  /** For each cell how far behind the first start allowed the best one is, whether none comes, and whether a run goes on. */
  readonly choices: Uint16Array;
}

/**
 * The cheapest runs under a limit on time off, of any run time, on where that costs no more; undefined when there are none.
 * `maxStarts` infinite = any number.
 */
export function* cheapestOfAnyLength(program: OffProgram, maxStarts: number): Steps<AnyLength | undefined> {
  const { space, count, minRun, minPause } = program;
  const { mark } = space;
  const isFree = maxStarts === infinite;
  const layers = isFree ? 1 : Math.min(maxStarts, Math.floor(count / (minRun + minPause)) + 1) + 1;
  const words = space.words((layers * (count + 1) + 1) >> 1);
  const room: Room = {
    program,
    startCosts: layStartCosts(program, space.numbers(count + 1)),
    ahead: space.numbers(count + 1),
    choices: new Uint16Array(words.buffer, words.byteOffset, 2 * words.length),
  };
  const newLayer = (): Layer => ({ on: space.numbers(count + 1), start: space.numbers(count + 1) });
  let [layer, fewer] = [newLayer(), newLayer()];
  for (let k = 0; k < layers; k++) {
    [layer, fewer] = [fewer, layer];
    settleLayer(room, k, { layer, fewer: isFree ? layer : k > 0 ? fewer : undefined });
    if (space.settle(count)) yield;
  }
  const found = trace(room, layer, { k: layers - 1, spent: isFree ? 0 : 1 });
  space.giveBack(mark);
  return found;
}

/** Works out all cells, the last one first; a start leads to `fewer`, where one start less is left. */
function settleLayer(
  { program, startCosts, ahead, choices }: Room,
  k: number,
  { layer, fewer }: { layer: Layer; fewer: Layer | undefined },
): void {
  const { count, costs, minRun, minPause, off, endsOn } = program;
  const { on, start } = layer;
  const atEnd = endsOn ? 0 : off.atEnd;
  let [head, tail] = [0, 0];
  for (let t = count; t >= 0; t--) {
    const next = t + minPause;
    if (next <= count) {
      while (tail > head && at(start, ahead[tail - 1] as number) >= at(start, next)) tail--;
      ahead[tail++] = next;
    }
    while (tail > head && (ahead[head] as number) > t + off.between) head++;
    const best = tail > head ? (ahead[head] as number) : next;
    const started = tail > head ? at(start, best) : infinite;
    const ended = count - t <= atEnd ? 0 : infinite;
    const stopped = Math.min(started, ended);
    const gone = t < count ? at(costs, t) + at(on, t + 1) : infinite;
    on[t] = Math.min(gone, stopped);
    const starts = t + minRun <= count && fewer !== undefined;
    start[t] = starts ? at(startCosts, t) + at(fewer.on, t + minRun) : infinite;
    const place = k * (count + 1) + t;
    choices[place] = (best - next) | (gone <= stopped && t < count ? goesOn : 0) | (ended < started ? staysOff : 0);
  }
}

function trace({ program, choices }: Room, { start }: Layer, at0: { k: number; spent: number }): AnyLength | undefined {
  const { count, minRun, minPause, off, beginsOn, endsOn } = program;
  let [cost, t] = [infinite, -1];
  if (!beginsOn && count <= Math.min(off.atBegin, endsOn ? 0 : off.atEnd)) cost = 0;
  for (let first = 0; first <= (beginsOn ? 0 : Math.min(off.atBegin, count)); first++) {
    if (at(start, first) > cost || (at(start, first) === cost && t >= 0)) continue;
    cost = at(start, first);
    t = first;
  }
  if (cost === infinite) return undefined;
  const runs: CellRun[] = [];
  const width = count + 1;
  for (let { k } = at0; t >= 0; ) {
    const first = t;
    k -= at0.spent;
    t += minRun;
    while (((choices[k * width + t] as number) & goesOn) !== 0) t++;
    runs.push({ first, past: t });
    const choice = choices[k * width + t] as number;
    if ((choice & staysOff) !== 0) break;
    t += minPause + (choice & ~(goesOn | staysOff));
    if (t > count) break;
  }
  return { runs, cost };
}
