import { type Battery, type Step, soundBattery } from './battery.js';
import { layPieces } from './pieces.js';
import { Room } from './room.js';
import type { StepMarks } from './step-marks.js';
import { stepBack, type Worth, writeEnd } from './worth.js';

/** What to do in one step (`step-marks.ts`), to be read only. */
export type Marks = Readonly<Omit<StepMarks, 'set'>>;

/**
 * The marks of every step, by a recursion from the last one backwards. `end` is what a stored kWh is worth after the last step, in ct,
 * or what every level is worth then, of the same battery (`before` of other marks, `blended`).
 *
 * Steps are in order; they may be of any length. No step gives no marks. Exact for any numbers (`storage.md`); throws nothing.
 * Valid until `room` is used again.
 */
export function marks(
  battery: Battery,
  steps: readonly Step[],
  end: number | Worth,
  room = new Room(),
): readonly Marks[] {
  const sound = soundBattery(battery);
  room.clear();
  const found = steps.map(() => room.marks());
  let after = typeof end === 'number' ? writtenEnd(room, sound, end) : end;
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = steps[i] as Step;
    layPieces(room.pieces, sound, step);
    const before = room.draft(after);
    stepBack(before, after, room.pieces);
    const mark = found[i] as StepMarks;
    mark.set(sound, step, room.pieces);
    mark.worth = after;
    mark.before = before;
    after = before;
  }
  return found;
}

function writtenEnd(room: Room, battery: Battery, endValueCt: number): Worth {
  const end = room.draft();
  writeEnd(end, battery, endValueCt);
  return end;
}
