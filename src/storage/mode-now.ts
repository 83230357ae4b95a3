import { type Battery, type Mode, soundBattery } from './battery.js';
import type { Marks } from './marks.js';
import { valueAt } from './worth.js';

/** What is known when a mode is chosen. */
export interface Standing {
  readonly storedKwh: number;
  /** What the house is expected to use in the step minus what the sun gives. */
  readonly netKwh: number;
}

/** A mode, and what an inverter needs to know with it. */
export interface ModeNow {
  readonly mode: Mode;
  /** With `charge` and `discharge`: what reaches the target by the end of the step, on the AC side. */
  readonly powerKw?: number;
  /** With `charge` and `discharge`: the level at which it ends. */
  readonly targetKwh?: number;
  /** What the next stored kWh is worth. */
  readonly storedValueCt: number;
}

/** Where waiting or leaving room gains less than this for a stored kWh, the battery is left to itself. */
const leaningCt = 0.1;
/** Levels nearer to a mark than this part of the capacity count as reached. */
const nearness = 0.01;
/** An inverter does little of use below this part of its power. */
const leastPower = 0.1;

/** What an inverter needs to know with a mode (`steadyMode`) to come near to walking the marks. Pure: equal input, equal answer. */
export function modeNow(given: Battery, marks: Marks, standing: Standing & { readonly mode: Mode }): ModeNow {
  const battery = soundBattery(given);
  const { storedKwh, mode } = standing;
  const storedValueCt = valueAt(marks.worth, storedKwh);
  if (mode === 'charge') {
    const targetKwh = Math.min(battery.maxKwh, marks.chargeBelow);
    const wanted = (targetKwh - storedKwh) / battery.chargeEfficiency / marks.hours;
    const powerKw = Math.min(powerFor(wanted, battery.chargeKw), gridRoomKw(battery, marks, standing));
    return { mode, powerKw, targetKwh, storedValueCt };
  }
  if (mode === 'discharge') {
    const targetKwh = Math.max(battery.minKwh, marks.sellAbove);
    const wanted = ((storedKwh - targetKwh) * battery.dischargeEfficiency) / marks.hours;
    return { mode, powerKw: powerFor(wanted, battery.dischargeKw), targetKwh, storedValueCt };
  }
  return { mode, storedValueCt };
}

function powerFor(wantedKw: number, mostKw: number): number {
  return Math.min(mostKw, Math.max(leastPower * mostKw, wantedKw));
}

/** What the battery may take without house and battery together drawing more than the limit. */
function gridRoomKw({ gridLimitKw }: Battery, { hours }: Marks, { netKwh }: Standing): number {
  if (gridLimitKw === undefined || !(hours > 0)) return Number.POSITIVE_INFINITY;
  return Math.max(0, gridLimitKw - netKwh / hours);
}

/** The mode that comes nearest to walking the marks with what an inverter can be told, of a battery that is sound. */
export function modeBy(battery: Battery, marks: Marks, standing: Standing): Mode {
  if (isPurchase(battery, marks, standing)) return 'charge';
  if (isSale(battery, marks, standing)) return 'discharge';
  const { storedKwh, netKwh } = standing;
  const near = nearness * battery.maxKwh;
  const isFull = storedKwh + near >= battery.maxKwh;
  const valueAbove = valueAt(marks.worth, storedKwh + near);
  const isWorthStoring = netKwh >= 0 || isFull || valueAbove + leaningCt > marks.absorbCt;
  if (!isWorthStoring && battery.leaveRoom) return 'keep';
  return valueAt(marks.worth, storedKwh - near) - leaningCt <= marks.serveCt ? 'auto' : 'hold';
}

/** True where the mode that is on may stay while another one is chosen: it is allowed, and has not reached what it is for. */
export function mayStay(battery: Battery, marks: Marks, standing: Standing & { readonly previous: Mode }): boolean {
  const { previous } = standing;
  // As long as there is something to charge, that is chosen.
  if (previous === 'charge') return false;
  if (previous === 'discharge') return isSale(battery, marks, standing);
  return previous !== 'keep' || battery.leaveRoom;
}

/** True where there is more to charge than counts as reached, and the grid has room for it. */
function isPurchase(battery: Battery, marks: Marks, standing: Standing): boolean {
  if (!battery.chargeFromGrid || battery.chargeKw <= 0 || gridRoomKw(battery, marks, standing) <= 0) return false;
  return standing.storedKwh + nearness * battery.maxKwh < Math.min(battery.maxKwh, marks.chargeBelow);
}

/** True where there is more to sell than the house will take anyway. */
function isSale(battery: Battery, { sellAbove }: Marks, { storedKwh, netKwh }: Standing): boolean {
  if (!battery.feedFromBattery || battery.dischargeKw <= 0) return false;
  const overKwh = storedKwh - nearness * battery.maxKwh - Math.max(battery.minKwh, sellAbove);
  return overKwh * battery.dischargeEfficiency > Math.max(0, netKwh);
}
