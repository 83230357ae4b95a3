import { msPerHour } from '../time/index.js';
import { type Battery, type Step, soundBattery } from './battery.js';
import { absorb, buy, layPieces, type Pieces, sell, serve } from './pieces.js';
import { Room } from './room.js';
import { levelAbove, stepBack, type Worth, writeEnd } from './worth.js';

/**
 * What to do in one step, as four levels of what is stored (kWh) and the slope behind each (ct for a stored kWh). Where a thing is
 * not allowed its level is never reached: `chargeBelow` is -Infinity, `sellAbove` Infinity.
 */
export interface Marks {
  /** Below it: charge up to it, from the grid too. */
  readonly chargeBelow: number;
  /** Above it: serve the house down to it. */
  readonly serveAbove: number;
  /** Below it: store a surplus up to it. */
  readonly absorbBelow: number;
  /** Above it: feed in down to it. */
  readonly sellAbove: number;
  readonly chargeCt: number;
  readonly serveCt: number;
  readonly absorbCt: number;
  readonly sellCt: number;
  readonly hours: number;
  /** What is stored is worth at the end of the step. */
  readonly worth: Worth;
  /** And at its start: `costAt` of it is the least cost of this step and all later ones. */
  readonly before: Worth;
}

/**
 * The marks of every step, by a recursion from the last one backwards. `endValueCt` is what a stored kWh is worth after the last step.
 *
 * Steps are in order; they may be of any length. No step gives no marks. Exact for any numbers (`storage.md`); throws nothing.
 * Valid until `room` is used again.
 */
export function marks(
  battery: Battery,
  steps: readonly Step[],
  endValueCt: number,
  room = new Room(),
): readonly Marks[] {
  const sound = soundBattery(battery);
  const found = new Array<Marks>(steps.length);
  room.clear();
  let after = room.draft();
  writeEnd(after, sound, endValueCt);
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = steps[i] as Step;
    layPieces(room.pieces, sound, step);
    const before = room.draft(after);
    stepBack(before, after, room.pieces);
    found[i] = marksOf(room.pieces, { battery: sound, step, after, before });
    after = before;
  }
  return found;
}

interface Around {
  readonly battery: Battery;
  readonly step: Step;
  readonly after: Worth;
  readonly before: Worth;
}

function marksOf(pieces: Pieces, { battery, step, after, before }: Around): Marks {
  const { slope, isIdle } = pieces;
  const never = Number.POSITIVE_INFINITY;
  const chargeCt = battery.chargeFromGrid && !isIdle ? (slope[buy] as number) : never;
  const sellCt = battery.feedFromBattery && !isIdle ? (slope[sell] as number) : -never;
  const serveCt = isIdle ? never : (slope[serve] as number);
  const absorbCt = isIdle ? -never : (slope[absorb] as number);
  return {
    chargeBelow: chargeCt === never ? -never : levelAbove(after, chargeCt),
    serveAbove: levelAbove(after, serveCt),
    absorbBelow: levelAbove(after, absorbCt),
    sellAbove: sellCt === -never ? never : levelAbove(after, sellCt),
    chargeCt,
    serveCt,
    absorbCt,
    sellCt,
    hours: Math.max(0, step.end - step.start) / msPerHour,
    worth: after,
    before,
  };
}
