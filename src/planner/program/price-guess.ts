import { at, infinite } from '../problem/numbers.js';
import type { Steps } from '../problem/steps.js';
import type { Program } from './program.js';
import { layStartCosts } from './run-table.js';

/** How often the price of run time and that of starts are halved in. */
const halvings = 24;

/**
 * A price on starts at which about `maxStarts` of them are left; only a guess, made quickly.
 *
 * Run time has a price, too, instead of being counted: a programme over cells alone, for each pair of prices.
 */
export function* guessPrice(program: Program, maxStarts: number): Steps<number> {
  const { space, count, costs } = program;
  const { mark } = space;
  const room = layRoom(program);
  let largest = 1;
  for (let t = 0; t < count; t++) if (at(costs, t) < infinite) largest = Math.max(largest, Math.abs(at(costs, t)));
  let [low, high] = [0, 4 * largest * program.minRun + 4 * largest * 60];
  for (let i = 0; i < halvings; i++) {
    const price = (low + high) / 2;
    let [cheap, dear] = [-8 * largest, 8 * largest];
    let starts = 0;
    for (let j = 0; j < halvings; j++) {
      const worth = (cheap + dear) / 2;
      const found = weighed(program, room, { price, worth });
      if (found.time < program.least) cheap = worth;
      else {
        dear = worth;
        starts = found.starts;
      }
      if (space.settle(count)) yield;
    }
    if (starts > maxStarts) low = price;
    else high = price;
  }
  space.giveBack(mark);
  return high;
}

type Room = Record<'first' | 'on' | 'off' | 'onTime' | 'offTime' | 'onStarts' | 'offStarts', Float64Array>;

function layRoom(program: Program): Room {
  const { space, count } = program;
  const cells = () => space.numbers(count + 1);
  const first = layStartCosts(program, cells());
  return { first, on: cells(), off: cells(), onTime: cells(), offTime: cells(), onStarts: cells(), offStarts: cells() };
}

/** Run time and starts of the cheapest plan where a cell is worth so much and a start costs so much more. */
function weighed(program: Program, room: Room, { price, worth }: { price: number; worth: number }) {
  const { count, costs, minRun, minPause } = program;
  const { first, on, off, onTime, offTime, onStarts, offStarts } = room;
  for (const numbers of [on, off, onTime, offTime, onStarts, offStarts]) numbers[count] = 0;
  for (let t = count - 1; t >= 0; t--) {
    const rest = Math.min(count, t + minPause);
    const goneOn = at(costs, t) - worth + at(on, t + 1);
    const goesOn = goneOn <= at(off, rest);
    on[t] = goesOn ? goneOn : at(off, rest);
    onTime[t] = goesOn ? at(onTime, t + 1) + 1 : at(offTime, rest);
    onStarts[t] = goesOn ? at(onStarts, t + 1) : at(offStarts, rest);
    const past = Math.min(count, t + minRun);
    const started = at(first, t) + price - worth * minRun + at(on, past);
    const starts = started <= at(off, t + 1);
    off[t] = starts ? started : at(off, t + 1);
    offTime[t] = starts ? at(onTime, past) + minRun : at(offTime, t + 1);
    offStarts[t] = starts ? at(onStarts, past) + 1 : at(offStarts, t + 1);
  }
  return { time: at(offTime, 0), starts: at(offStarts, 0) };
}
