/**
 * A home battery against prices and sun: what to do with what is stored so that all later costs are least. `storage.md` proves it.
 * To read it, in this order:
 *
 * 1. `battery` (what is given), `pieces` (the cost of one step), `worth` (the least cost from an instant on, one step back), `blend`
 *    (of two futures)
 * 2. `marks` of `step-marks` (all steps back; `room` is the memory for it), `walk` and `follow` (forward again)
 * 3. `mode-now` and `steady` (what an inverter is told), `guard` (what it may be told)
 */
export { type Battery, type Mode, type Step, soundBattery } from './battery.js';
export { blended } from './blend.js';
export { costOfFirst, follow, type Path, type PathStep, Way } from './follow.js';
export { type Broken, type Decision, guarded } from './guard.js';
export { type Marks, marks } from './marks.js';
export { type ModeNow, modeNow, type Standing } from './mode-now.js';
export { Room } from './room.js';
export { steadyMode, storedAfter } from './steady.js';
export type { Policy } from './walk.js';
export { costAt, levelAbove, valueAt, type Worth } from './worth.js';
