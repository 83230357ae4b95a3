import type { Battery, Step } from './battery.js';
import type { Marks } from './marks.js';
import { absorb, buy, createPieces, kinds, lack, layPieces, type Pieces, sell, serve } from './pieces.js';
import { levelAbove, type Worth } from './worth.js';

/** By what a path goes: the marks, plain self-consumption, or no battery at all. */
export type Policy = 'plan' | 'auto' | 'none';

/** A path in the making: the pieces of the step just taken, and how much of each was done, in stored kWh. */
export interface Walk {
  readonly battery: Battery;
  readonly policy: Policy;
  readonly pieces: Pieces;
  readonly amounts: Float64Array;
}

/** Room to walk a sound battery by a policy. */
export function createWalk(battery: Battery, policy: Policy): Walk {
  return { battery, policy, pieces: createPieces(), amounts: new Float64Array(kinds) };
}

/** Takes one step: what was done stands in `amounts` afterwards. Answers what is stored at its end. */
export function takeStep(walk: Walk, step: Step, { mark, storedKwh }: { mark: Marks; storedKwh: number }): number {
  const { battery, pieces, amounts, policy } = walk;
  layPieces(pieces, battery, step);
  amounts.fill(0);
  const drained = storedKwh - pieces.drainKwh;
  const bottom = Math.min(battery.minKwh, storedKwh);
  if (policy === 'plan') fillByMarks(walk, mark.worth, { from: drained, bottom });
  else if (policy === 'auto') consumeAlone(walk, drained);
  if (policy === 'plan' && !battery.leaveRoom) absorbAll(walk, drained);
  if (policy !== 'plan') amounts[lack] = Math.min(pieces.drainKwh, Math.max(0, bottom - drained - change(amounts)));
  return drained + change(amounts);
}

function change(amounts: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < kinds; place += 1) sum += (place < absorb ? -1 : 1) * (amounts[place] as number);
  return sum;
}

/**
 * From where everything is discharged, each pool gives back as much as is worth more stored than it costs; what is below the bottom
 * is brought up by nothing but what is worth it.
 */
function fillByMarks(
  { pieces, amounts }: Walk,
  worth: Worth,
  { from, bottom }: { from: number; bottom: number },
): void {
  const { length, slope, pool } = pieces;
  let level = from - (length[sell] as number) - (length[serve] as number);
  for (let first = 0; first < kinds; first += 1) {
    if (length[first] === 0 || pool[first] !== first) continue;
    let total = 0;
    for (let place = first; place < kinds; place += 1) if (pool[place] === first) total += length[place] as number;
    const mark = levelAbove(worth, slope[first] as number);
    const up = Math.min(total, Math.max(0, (mark > worth.bottomKwh ? mark : bottom) - level));
    level += up;
    // What lies behind the pool is set again in its own turn.
    for (let place = first; place < kinds; place += 1) {
      const whole = length[place] as number;
      const kept = whole * (up / total);
      amounts[place] = place < absorb ? whole - kept : kept;
    }
  }
}

/** Plain self-consumption: a surplus is stored, the house is served. */
function consumeAlone({ battery, pieces, amounts }: Walk, storedKwh: number): void {
  const { length } = pieces;
  amounts[absorb] = Math.min(length[absorb] as number, Math.max(0, battery.maxKwh - storedKwh));
  amounts[serve] = Math.min(length[serve] as number, Math.max(0, storedKwh - battery.minKwh));
}

/** What arithmetic may lose, kWh: so little is not sold. */
const noiseKwh = 1e-9;

/** An inverter that cannot leave room stores every surplus that fits. */
function absorbAll({ battery, pieces, amounts }: Walk, storedKwh: number): void {
  if ((amounts[sell] as number) > noiseKwh) return;
  const space = Math.max(0, battery.maxKwh - storedKwh);
  amounts[absorb] = Math.min(pieces.length[absorb] as number, space);
  amounts[buy] = Math.min(amounts[buy] as number, Math.max(0, space - (amounts[absorb] as number)));
}
