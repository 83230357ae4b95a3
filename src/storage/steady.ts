import { type Battery, isUsable, type Mode, type Step } from './battery.js';
import type { Marks } from './marks.js';
import { mayStay, modeBy, type Standing } from './mode-now.js';
import { costAt } from './worth.js';

/** What a change of the mode has to gain, ct: less is noise of what is expected, and every change is a command to an inverter. */
const changeCt = 0.05;
/** What arithmetic may lose: where a mode gains nothing, the battery is left to itself. */
const tieCt = 1e-6;
/** How many steps are looked ahead for the end of what the change is for. */
const farthest = 8;
/** A house does something else than expected: by so much of it, and by so many kW. */
const spreadShare = 0.4;
const spreadKw = 0.2;

/** One of the steps of a plan, by its index. */
export interface StepOf {
  readonly steps: readonly Step[];
  readonly marks: readonly Marks[];
  readonly at: number;
}

/**
 * The mode of a step of a sound battery: what its marks say, but the mode that is on stays where a change gains less than it costs.
 * Throws nothing.
 */
export function steadyMode(
  battery: Battery,
  place: StepOf,
  { previous, ...standing }: Standing & { readonly previous?: Mode | undefined },
): Mode {
  const mark = place.marks[place.at];
  if (mark === undefined) return 'auto';
  const mode = modeBy(battery, mark, standing);
  if (previous === undefined || previous === mode || !mayStay(battery, mark, { ...standing, previous })) return mode;
  return isWorthChanging(battery, place, { storedKwh: standing.storedKwh, previous, mode }) ? mode : previous;
}

interface Change {
  readonly storedKwh: number;
  readonly previous: Mode;
  readonly mode: Mode;
}

/** The cheapest way to have come to a mode: what is stored then, what it cost beyond the plan, and whether it began with the change. */
interface Front {
  readonly mode: Mode;
  readonly storedKwh: number;
  readonly lostCt: number;
  readonly isChange: boolean;
}

/** The cheapest ways to be in the mode that was on, and in the one of the change. */
type Fronts = readonly [Front, Front];

/**
 * True where a change of the mode gains more than it costs: over the next steps, each in one of the two modes, the cheapest order
 * that pays for every change begins with it. What a mode loses is exact, by what is stored is worth.
 */
function isWorthChanging(
  battery: Battery,
  { steps, marks, at }: StepOf,
  { storedKwh, previous, mode }: Change,
): boolean {
  const start: Front = { mode: previous, storedKwh, lostCt: 0, isChange: false };
  let fronts: Fronts = [start, start];
  for (let i = at; i < at + farthest; i += 1) {
    const step = steps[i];
    if (!isPlannable(step)) break;
    const place = { battery, step, mark: marks[i] as Marks };
    const [one, other] = fronts;
    const reached = (next: Mode) => cheaper(gone(place, one, next), gone(place, other, next));
    fronts = [reached(previous), { ...reached(mode), ...(i === at && { isChange: true }) }];
    if (isDecided(fronts)) break;
  }
  return cheaper(...fronts).isChange;
}

/** The one that stayed longer where both are alike. */
function cheaper(one: Front, other: Front): Front {
  return other.lostCt < one.lostCt ? other : one;
}

/** Both began alike, or one of them lost more than it costs to have begun like the other one and to change now. */
function isDecided([one, other]: Fronts): boolean {
  return one.isChange === other.isChange || Math.abs(one.lostCt - other.lostCt) > 2 * changeCt;
}

function isPlannable(step: Step | undefined): step is Step {
  if (step === undefined) return false;
  const { buyCt, feedInCt, netKwh, start, end } = step;
  return isUsable(buyCt) && isUsable(feedInCt) && isUsable(netKwh) && end > start;
}

interface Place {
  readonly battery: Battery;
  readonly step: Step;
  readonly mark: Marks;
}

/** How long a step is, and between which levels the grid fills and empties the battery. */
type Levels = Pick<Marks, 'hours' | 'chargeBelow' | 'sellAbove'>;

/** What is stored at the end of a step in a mode, as far as the house does what is expected. */
export function storedAfter(
  battery: Battery,
  {
    mark,
    ...standing
  }: { readonly mark: Levels; readonly mode: Mode; readonly storedKwh: number; readonly netKwh: number },
): number {
  return storedWith(battery, standing.storedKwh, energies(battery, mark, standing));
}

function storedWith(
  { chargeEfficiency, dischargeEfficiency }: Battery,
  storedKwh: number,
  [taken, given]: readonly [taken: number, given: number],
): number {
  return storedKwh + taken * chargeEfficiency - given / dischargeEfficiency;
}

/** One step further, in this mode. */
function gone(place: Place, front: Front, mode: Mode): Front {
  const { netKwh } = place.step;
  const spread = spreadShare * Math.abs(netKwh) + spreadKw * place.mark.hours;
  const less = flow(place, { ...front, mode }, netKwh - spread);
  const more = flow(place, { ...front, mode }, netKwh + spread);
  const costCt = (less.costCt + more.costCt) / 2 - costAt(place.mark.before, front.storedKwh);
  return {
    mode,
    storedKwh: (less.storedKwh + more.storedKwh) / 2,
    lostCt: front.lostCt + costCt + priceOf(front.mode, mode),
    isChange: front.isChange,
  };
}

/** A battery that is left to itself does no harm where the house does something else: to leave that costs both ways, to come back nothing. */
function priceOf(from: Mode, to: Mode): number {
  if (to === 'auto') return 0;
  return tieCt + (from === to ? 0 : from === 'auto' ? 2 * changeCt : changeCt);
}

/** What is stored after a step in a mode, and what it costs from its start on. */
function flow({ battery, step, mark }: Place, { mode, storedKwh }: Front, netKwh: number) {
  const [taken, given] = energies(battery, mark, { mode, storedKwh, netKwh });
  const after = storedWith(battery, storedKwh, [taken, given]);
  const grid = netKwh + taken - given;
  const bill = grid * (grid > 0 ? step.buyCt : step.feedInCt) + given * battery.wearCt;
  return { storedKwh: after, costCt: bill + costAt(mark.worth, after) };
}

/** AC kWh that a mode takes and gives in a step. */
function energies(
  {
    minKwh,
    maxKwh,
    chargeKw,
    dischargeKw,
    chargeEfficiency,
    dischargeEfficiency,
    gridLimitKw = Number.POSITIVE_INFINITY,
  }: Battery,
  { hours, chargeBelow, sellAbove }: Levels,
  { mode, storedKwh, netKwh }: { mode: Mode; storedKwh: number; netKwh: number },
): [taken: number, given: number] {
  const room = (upTo: number) => Math.max(0, (Math.min(maxKwh, upTo) - storedKwh) / chargeEfficiency);
  const held = (downTo: number) => Math.max(0, (storedKwh - Math.max(minKwh, downTo)) * dischargeEfficiency);
  const [most, least] = [chargeKw * hours, dischargeKw * hours];
  if (mode === 'charge') return [Math.min(most, Math.max(0, gridLimitKw * hours - netKwh), room(chargeBelow)), 0];
  if (mode === 'discharge') return [0, Math.min(least, held(sellAbove))];
  const surplus = mode === 'keep' ? 0 : Math.max(0, -netKwh);
  const need = mode === 'hold' ? 0 : Math.max(0, netKwh);
  return [Math.min(surplus, most, room(maxKwh)), Math.min(need, least, held(minKwh))];
}
